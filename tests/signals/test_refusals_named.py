"""Whatever is refused names the source's column, what it was to become, and the value."""

import pytest

from signals.mapping.compiled import Compiled, Place
from signals.mapping.declared import Mapping
from signals.mapping.refusals import Refused

WORK = {"work": {"kind": {"const": "deal"}, "closed_at": {"from": "Close Date", "format": "%d.%m.%Y"}}}
AMOUNT = {"work": {"kind": {"const": "deal"}, "amount": {"from": "Betrag", "required": True}}}
USED = {"signal": {"metric": "what", "at": "happened", "value": "value"}}
EVENT = {"event": {"work": {"kind": "deal", "id": "Deal"}, "kind": {"const": "holder"}, "at": "At"}}
PARTY = {"party": {"keys": {"crm": "Account", "domain": "Web"}}}


def refused(records, record, **said):
    mapping = Mapping.model_validate({"id": "ID", "records": records, **said})
    compiled = Compiled(mapping, Place("UTC", "EUR", True))

    def read():
        return compiled.rows(record, compiled.record_id(record)), compiled.version(record)

    with pytest.raises(Refused) as refusal:
        read()
    return refusal.value.reason, refusal.value.field, refusal.value.message


@pytest.mark.parametrize(
    ("record", "message"),
    [
        (
            {"ID": "1", "Close Date": "31.02.2026"},
            "“31.02.2026” of the column “Close Date” (to be “closed_at”) is not a date like 31.12.2026.",
        ),
    ],
)
def test_a_wrong_date_names_its_column(record, message):
    assert refused([WORK], record) == ("wrong_date", "Close Date → closed_at", message)


def test_a_required_number_shows_what_was_there_instead():
    unreadable = "The column “Betrag” cannot be read as “amount”: “viel” is not a number."
    assert refused([AMOUNT], {"ID": "1", "Betrag": "viel"}) == ("unreadable", "Betrag → amount", unreadable)
    empty = "The column “Betrag” is empty: without it there is no “amount”."
    assert refused([AMOUNT], {"ID": "1", "Betrag": ""}) == ("missing", "Betrag → amount", empty)


def test_ids_and_versions_are_named_too():
    empty = "The column “ID” is empty: without it there is no “id”."
    assert refused([AMOUNT], {"Betrag": 1}) == ("missing_id", "ID → id", empty)
    long = refused([AMOUNT], {"ID": "x" * 600})[2]
    assert long == f"The column “ID” cannot be read as “id”: “{'x' * 40}” is too long or holds a control character."
    version = {"from": "Rev", "format": "integer"}
    _, field, said = refused([AMOUNT], {"ID": "1", "Betrag": 1, "Rev": "two"}, version=version)
    assert (field, said) == ("Rev → version", "The column “Rev” cannot be read as “version”: “two” is not a whole number.")


def test_signals_events_and_customers_name_the_columns_that_give_them():
    assert refused([USED], {"ID": "1", "happened": "2026-03-01", "value": 1})[1:] == (
        "what → metric",
        "The column “what” is empty: without it there is no “metric”.",
    )
    assert refused([USED], {"ID": "1", "what": "used"})[1] == "happened → at"
    assert refused([EVENT], {"ID": "1", "At": "2026-03-01"})[1] == "Deal → work"
    assert refused([PARTY], {"ID": "1"})[1:] == (
        "Account, Web → party",
        "The column “Account, Web” is empty: without it there is no “party”.",
    )


def test_a_column_that_is_called_as_what_it_becomes_is_named_once():
    plain = {"work": {"kind": {"const": "deal"}, "amount": {"from": "amount", "required": True}}}
    assert refused([plain], {"ID": "1"}) == ("missing", "amount", "The record has no “amount”.")
