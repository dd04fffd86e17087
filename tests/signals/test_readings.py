"""The arithmetic of readings: weeks, tallies, ratios, medians, states."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signals.readings import Day, Point, median, ratio, rounded, share, state_of, tally, total, weeks

SUNDAY = datetime(2026, 11, 22, 9, tzinfo=UTC)


def test_the_last_of_twelve_weeks_ends_with_the_day_of_the_reading():
    points = weeks(SUNDAY, SUNDAY)
    assert len(points) == 12
    assert points[0] == (date(2026, 8, 31), date(2026, 9, 7))
    assert points[-1] == (date(2026, 11, 16), date(2026, 11, 23))


def test_weeks_after_the_as_of_instant_have_no_window():
    points = weeks(SUNDAY - timedelta(days=9), SUNDAY)
    assert points[-2] == (date(2026, 11, 9), date(2026, 11, 14))
    assert points[-1] == (date(2026, 11, 16), None)


DAYS = {date(2026, 11, 2): Day(2, D(10)), date(2026, 11, 5): Day(3, D(20)), date(2026, 11, 9): Day(1, D(7))}
NOVEMBER = (date(2026, 11, 1), date(2026, 11, 8))


@pytest.mark.parametrize(
    ("measure", "value", "records"), [("count", 5, 5), ("sum", 30, 5), ("average", 6, 5), ("first", 10, 2), ("last", 20, 3)]
)
def test_a_tally_reads_only_the_days_of_its_window(measure, value, records):
    assert tally(DAYS, NOVEMBER, measure) == Point(D(value), records)


def test_an_empty_window_is_zero_only_where_records_came_before():
    december = (date(2026, 12, 1), date(2026, 12, 8))
    assert tally(DAYS, december, "count", seen_before=True).value == 0
    assert tally(DAYS, december, "count") == Point(None, why="no records")
    assert tally(DAYS, december, "average", seen_before=True).value is None


def test_rows_whose_value_cannot_be_read_are_unknown_and_not_zero():
    assert tally({date(2026, 11, 2): Day(4, None)}, NOVEMBER, "sum") == Point(None, 4, why="no readable value")


def test_dividing_by_zero_is_unknown_with_the_reason():
    point = ratio(Point(D(3), 3), Point(D(0), 0))
    assert point.value is None
    assert point.why == "nothing to divide by: the denominator is 0"
    assert (point.numerator, point.denominator) == (D(3), D(0))


def test_a_sum_of_terms_is_unknown_as_soon_as_one_of_them_is():
    assert total([(1, Point(D(5), 1)), (-1, Point(D(2), 4))]) == Point(D(3), 5)
    assert total([(1, Point(D(5), 1)), (-1, Point(None, 0, why="no records"))]).value is None


def test_a_share_of_nothing_is_unknown():
    assert share(0, 0).value is None
    assert share(1, 4) == Point(D("0.25"), 4, D(1), D(4))


@given(st.lists(st.decimals(-1000, 1000, places=3), min_size=1, max_size=50))
def test_the_median_has_as_many_values_below_as_above(values):
    middle = median(values)
    assert sum(value < middle for value in values) <= len(values) / 2
    assert sum(value > middle for value in values) <= len(values) / 2
    assert median(reversed(values)) == middle


@pytest.mark.parametrize(
    ("value", "direction", "state"),
    [("45", "up", "on"), ("42", "up", "watch"), ("39", "up", "off"), ("39", "down", "on"), ("46", "down", "off")],
)
def test_a_state_knows_which_side_is_good(value, direction, state):
    watch = D(40) if direction == "up" else D("45.5")
    assert state_of(D(value), D(45), watch, direction) == state


def test_without_value_the_state_is_unknown_and_without_target_it_is_plain():
    assert state_of(None, D(1), None, "up") == "unknown"
    assert state_of(D(1), None, None, "up") == "plain"


def test_rounding_makes_equal_readings_equal():
    assert rounded(D(1) / 3 * 3) == D(1)
    assert str(rounded(D("1200.00000000001"))) == "1200"
    assert rounded(None) is None
