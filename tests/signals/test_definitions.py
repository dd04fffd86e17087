"""The language of definitions: what it accepts, what it refuses with a sentence, how it explains itself."""

from datetime import date

import pytest
from pydantic import ValidationError

from signals import catalogue
from signals.definitions import MetricEntry, Window, explain, mistakes, parse_spec

COUNT = {"kind": "count", "what": {"signals": "visit"}, "window": "28 days"}


def refused(data, parse=parse_spec):
    with pytest.raises(ValidationError) as error:
        parse(data)
    return " ".join(mistakes(error.value))


@pytest.mark.parametrize("key", sorted(catalogue.METRICS))
def test_every_shipped_definition_is_valid_and_explains_itself(key):
    own = {"initiative": "atlas"} if key in ("scope_lock_to_market", "slippage_cost") else {}
    entry = MetricEntry.model_validate({"key": key, "from_catalogue": key, "sources": ["CRM"], "definition": own})
    said = explain(entry.definition)
    assert said.endswith(".")
    assert "_" not in said
    assert len(said) < 250


def test_the_definition_of_a_ratio_reads_as_a_sentence():
    won, lost = ({"work": "deal", "by": "closed", "category": category} for category in ("won", "lost"))
    spec = parse_spec({"kind": "ratio", "numerator": [won], "denominator": [lost], "window": "12 weeks"})
    assert explain(spec) == (
        "The number of won deals that closed over the number of lost deals that closed, in the last 12 weeks."
    )


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"kind": "rato"}, "a definition has a kind"),
        ({**COUNT, "windw": "x"}, "windw: this key is not known. Did you mean “window”?"),
        ({**COUNT, "window": "28 das"}, "window: a window is written “28 days”"),
        ({**COUNT, "what": {}}, "say what is counted"),
        ({**COUNT, "what": {"work": "lead"}}, "say which instant of the work counts"),
        ({**COUNT, "what": {"signals": "x", "status": "won"}}, "are for work, not for signals"),
        ({**COUNT, "kind": "sum", "what": {"events": "status", "work": "lead"}}, "they have no value"),
        ({"kind": "ratio", "numerator": [], "denominator": [], "window": "4 weeks"}, "numerator: at least one is needed."),
    ],
)
def test_a_mistake_is_a_sentence_with_its_path(data, sentence):
    assert sentence in refused(data)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"unit": "money"}, "a number in money names its `currency`"),
        ({"target": 5, "watch": 6}, "`watch` lies on the bad side of `target`"),
        ({"watch": 6}, "a `watch` threshold needs a `target`"),
        ({"sources": []}, "say which `sources` it needs"),
        ({"tolerated_age": "a day"}, "an age is written 90m, 24h or 2d"),
        ({"from_catalogue": "nps"}, "the catalogue has no “nps”"),
        ({"key": "Speed to lead"}, "small letters, digits and underscores"),
    ],
)
def test_an_entry_that_makes_no_sense_is_refused(changed, sentence):
    entry = {"key": "visits", "name": "Visits", "definition": COUNT, "sources": ["CRM"], **changed}
    assert sentence in refused(entry, MetricEntry.model_validate)


def test_an_entry_overrides_the_catalogue_key_by_key():
    entry = MetricEntry.model_validate(
        {"key": "nrr", "from_catalogue": "nrr", "target": "1.2", "definition": {"window": "6 months"}, "sources": ["Ledger"]}
    )
    assert (str(entry.target), str(entry.definition.window), entry.name) == ("1.2", "6 months", "NRR")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("28 days", date(2026, 10, 24), date(2026, 11, 21)),
        ("4 weeks", date(2026, 10, 24), date(2026, 11, 21)),
        ("12 months", date(2025, 11, 21), date(2026, 11, 21)),
        ("this quarter", date(2026, 10, 1), date(2026, 11, 21)),
        ("last quarter", date(2026, 7, 1), date(2026, 10, 1)),
    ],
)
def test_a_window_is_whole_days(text, start, end):
    assert Window.parse(text).bounds(date(2026, 11, 21)) == (start, end)
    assert str(Window.parse(text)) == text
