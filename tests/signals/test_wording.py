"""Values in the words of tiles and sentences."""

from datetime import timedelta
from decimal import Decimal as D

import pytest

from signals.wording import UNKNOWN, age_text, format_value, in_words, target_text


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        ("3.7", "h", ("", "3.7", "h")),
        ("0.31", "%", ("", "31", "%")),
        ("0.042", "%", ("", "4.2", "%")),
        ("1.08", "%", ("", "108", "%")),
        ("19.4", "d", ("", "19", "d")),
        ("14200", "money", ("$", "14.2", "k")),
        ("950", "money", ("$", "950", "")),
        ("2000000", "money", ("$", "2", "m")),
        ("9999", "count", ("", "9,999", "")),
        ("12345", "count", ("", "12.3", "k")),
        ("0", "count", ("", "0", "")),
        ("-3", "d", ("", "\u22123", "d")),
    ],
)
def test_a_value_has_as_many_figures_as_a_projector_needs(value, unit, shown):
    assert format_value(D(value), unit, "USD") == shown


def test_unknown_is_a_dash_and_never_zero():
    assert format_value(None, "%") == ("", UNKNOWN, "")
    assert in_words(None, "h") == "unknown"


def test_targets_say_which_side_is_good():
    assert target_text(D(1), "h", "", "down") == "≤ 1 h"
    assert target_text(D("0.45"), "%", "", "up") == "≥ 45%"
    assert target_text(D(13500), "money", "USD", "down") == "≤ $13.5k"
    assert target_text(None, "h", "", "down") == ""


def test_ages_are_short():
    assert age_text(timedelta(hours=2, minutes=10)) == "2 h ago"
    assert age_text(timedelta(days=9, hours=5)) == "9 d ago"
    assert age_text(timedelta(seconds=5)) == "just now"
    assert age_text(None) == "never pulled"
    assert age_text(None, live=True) == "live"
