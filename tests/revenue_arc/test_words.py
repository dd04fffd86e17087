"""Durations, instants and counts in words."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from revenue_arc import words


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (timedelta(days=2, hours=3, minutes=50), "2 d 3 h"),
        (timedelta(days=1), "1 d"),
        (timedelta(hours=5, minutes=59), "5 h"),
        (timedelta(minutes=40), "40 m"),
        (timedelta(seconds=59), "0 m"),
        (timedelta(days=12, hours=5), "12 d"),
        (timedelta(days=-1), "0 m"),
    ],
)
def test_a_duration_has_at_most_two_units(span, text):
    assert words.duration(span) == text


@pytest.mark.parametrize(
    ("span", "text"), [(timedelta(hours=32), "32 h"), (timedelta(minutes=40), "40 m"), (timedelta(minutes=100), "2 h")]
)
def test_working_time_is_told_in_hours(span, text):
    assert words.hours(span) == text


def test_an_instant_is_shown_in_the_readers_zone():
    with timezone.override("Asia/Tokyo"):
        assert words.instant(datetime(2026, 11, 26, 20, 0, tzinfo=UTC)) == "Fri 27 Nov, 05:00"
        assert words.day(date(2026, 11, 27), year=True) == "Fri 27 Nov 2026"


def test_a_period_within_one_day_names_it_once():
    start = datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert words.period(start, start + timedelta(hours=8)) == "on Tue 24 Nov"
    assert words.period(start, start + timedelta(days=3)) == "from Tue 24 Nov to Fri 27 Nov"
    with timezone.override("Asia/Tokyo"):
        assert words.period(start, start + timedelta(hours=8)) == "from Tue 24 Nov to Wed 25 Nov"


@pytest.mark.parametrize(
    ("number", "text"), [(9.0, "9"), (2.06, "2.1"), (timedelta(hours=36), "1.5"), (None, "unknown"), (0, "0")]
)
def test_days_have_one_decimal_where_they_need_it(number, text):
    assert words.days(number) == text


@pytest.mark.parametrize(
    ("share", "text"), [(0, "0%"), (0.001, "under 1%"), (0.874, "87%"), (46_614 / 46_747, "over 99%"), (Decimal(1), "100%")]
)
def test_a_share_is_never_all_or_nothing_where_it_is_not(share, text):
    assert words.percent(share) == text


def test_counts_and_lists_read_as_sentences():
    assert (words.counted(1, "handoff"), words.counted(2, "person", "people")) == ("1 handoff", "2 people")
    assert (words.listed(["A", "B", "C"]), words.listed(["A"]), words.listed([])) == ("A, B and C", "A", "")


def test_ago():
    now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert words.ago(now - timedelta(hours=2), now) == "2 h ago"
    assert words.ago(now, now) == "just now"
