"""What a column's values are said to be: a format only where the data leaves no other reading."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signals.guessing import Guess, kind_of
from signals.mapping.declared import Value
from signals.mapping.instants import reader
from signals.mapping.values import compile_number

DAYS = st.dates(date(2001, 1, 1), date(2099, 12, 31))
ORDERS = st.sampled_from(["%d-%m-%Y", "%m-%d-%Y", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y"])


@pytest.mark.parametrize(
    ("values", "name", "guess"),
    [
        (["25-12-2025", "01-02-2025"], "closed", Guess("instant", ("%d-%m-%Y",))),
        (["12/25/2025", "1/2/2025"], "closed", Guess("instant", ("%m/%d/%Y",))),
        (["01-02-2025", "03-04-2025"], "closed", Guess("instant", ("%d-%m-%Y", "%m-%d-%Y"))),
        (["25/12/2025", "12/25/2025"], "closed", Guess("instant", ("%d/%m/%Y", "%m/%d/%Y"))),
        (["25.12.25 14:30"], "closed", Guess("instant", ("%d.%m.%y %H:%M",))),
        (["2026-03-01", "2026-03-01T08:00:00Z"], "when", Guess("instant")),
        ([1_767_225_600], "createdAt", Guess("instant", ("epoch_s",))),
        ([1_767_225_600_000], "updated_at", Guess("instant", ("epoch_ms",))),
        ([1_767_225_600], "invoice_number", Guess("number")),
        (["1,5", "22,75"], "amount", Guess("number", ("decimal_comma",))),
        (["1.234,50", "7"], "amount", Guess("number", ("decimal_comma",))),
        (["67,283", "1,204.50"], "amount", Guess("number")),
        (["67,283", "1,204"], "amount", Guess("number", ("", "decimal_comma"))),
        (["80.00%", "7%"], "rate", Guess("percent")),
        ([3, 4.5], "amount", Guess("number")),
        (["ada@example.com", "ben@example.com"], "contact", Guess("email")),
        (["https://acme.example", "www.example.com"], "site", Guess("domain")),
        ([True, False], "archived", Guess("truth")),
        (["Open", "Won"], "stage", Guess()),
        ([], "notes", Guess("empty")),
    ],
)
def test_values_say_what_they_are(values, name, guess):
    assert kind_of(values, name) == guess


@given(st.lists(DAYS, min_size=1, max_size=30), ORDERS)
def test_a_guessed_date_format_reads_every_date_as_it_was_meant(days, form):
    guess = kind_of([day.strftime(form) for day in days], "closed_on")
    assert guess.kind == "instant"
    assert form in guess.formats
    if not guess.ambiguous:
        read = reader(guess.format, "UTC", "closed_on")
        assert [read(day.strftime(form)).day for day in days] == days


@given(st.lists(DAYS, min_size=1, max_size=30), ORDERS)
def test_no_order_of_day_and_month_is_guessed_while_both_read_everything(days, form):
    both = all(day.day <= 12 for day in days)
    assert kind_of([day.strftime(form) for day in days]).ambiguous == both


@given(st.lists(st.decimals(-(10**6), 10**6, places=2), min_size=1, max_size=30), st.booleans())
def test_a_guessed_number_format_reads_every_number_as_it_was_meant(numbers, comma):
    texts = [f"{number:.2f}".replace(".", ",") if comma else f"{number:.2f}" for number in numbers]
    guess = kind_of(texts, "amount")
    assert guess.kind == "number"
    if not guess.ambiguous:
        read = compile_number(Value.model_validate({"from": "x", "format": guess.format or None}), "x", flat=True)
        assert [float(read({"x": text})) for text in texts] == [float(number) for number in numbers]


@given(st.lists(st.datetimes(datetime(2002, 1, 1), datetime(2090, 1, 1)), min_size=1, max_size=20), st.booleans())
def test_epochs_are_read_as_the_instants_that_they_were(moments, fine):
    whole = [moment.replace(microsecond=0, tzinfo=UTC) for moment in moments]
    given_ = [int(moment.timestamp()) * (1000 if fine else 1) for moment in whole]
    guess = kind_of(given_, "created_at")
    assert guess.kind == "instant"
    assert [reader(guess.format, "UTC", "created_at")(value).at for value in given_] == whole


@given(st.lists(st.one_of(st.none(), st.text(), st.integers(), st.floats(), st.booleans()), max_size=20))
def test_nothing_that_a_source_sends_is_too_strange_to_look_at(values):
    assert kind_of([value for value in values if value not in (None, "")], "created_at").kind
