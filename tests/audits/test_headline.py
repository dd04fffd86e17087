"""The headline is written from the numbers."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from audits.document.dates import span
from audits.document.headline import headline, lead_sentence
from audits.tally import Tally
from initiatives.ownership import Interval

GAP = " handoffs went dark, and one gap had no handoff."
T = datetime(2026, 10, 13, 9, tzinfo=UTC)


def tally(moves=0, in_time=0, gaps=0, never=0, contested=0):
    names = [SimpleNamespace(name=f"Job {number}") for number in range(never)]
    return Tally(moves, in_time, gaps, [Interval(T, T + timedelta(days=6))], names, contested)


@pytest.mark.parametrize(
    ("numbers", "sentences"),
    [
        ({"moves": 3, "in_time": 1, "never": 2}, ["Two of three handoffs went dark.", "Two jobs never had an owner."]),
        ({"moves": 1, "never": 1}, ["The one handoff went dark.", "One job never had an owner."]),
        ({"moves": 2, "in_time": 2}, ["Both handoffs were accepted in time.", "Every job had an owner at some time."]),
        ({"never": 4}, ["Four jobs never had an owner."]),
        ({}, ["Nothing went dark.", "Every job had an owner at some time."]),
        ({"moves": 14, "in_time": 1, "gaps": 1, "never": 1}, [f"13 of 14{GAP}", "One job never had an owner."]),
        ({"contested": 1}, ["Every job had an owner at some time.", "One row is contested."]),
    ],
)  # fmt: skip
def test_it_says_what_was_found(numbers, sentences):
    assert headline(tally(**numbers)) == sentences


def test_the_cost_names_its_assumption_and_the_target():
    said = lead_sentence("Atlas", dark=Decimal(9), earlier=Decimal(9), actual=Decimal(74), target=Decimal("65.8"), live=True)
    assert said == (
        "Take out the 9 dark days on the critical path and Atlas reaches the market 65 days after scope lock instead of 74, "
        "inside the 65.8 day target, if everything else takes as long as planned."
    )


def test_no_dark_on_the_critical_path_promises_nothing():
    said = lead_sentence("Atlas", dark=Decimal(0), earlier=Decimal(0), actual=Decimal(74), target=None, live=True)
    assert said == "No dark day lay on the critical path: Atlas reaches the market when it would have anyway."


@pytest.mark.parametrize(
    ("days", "words"), [(6, "13 to 19 Oct"), (0, "13 Oct"), (20, "13 Oct to 2 Nov"), (None, "since 13 Oct")]
)
def test_dates_are_short(days, words):
    assert span(T, None if days is None else T + timedelta(days=days), UTC) == words
