"""Days, lengths and numbers of rows, as a document writes them."""

from datetime import UTC, datetime, timedelta

import pytest

from audits.document.dates import rows, span
from audits.lengths import in_days
from audits.map.geometry import brief


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ([4], "row 4"),
        ([2, 1], "rows 1 and 2"),
        ([5, 1, 3], "rows 1, 3 and 5"),
        ([9, 4, 5, 6, 7, 1, 7], "rows 1, 4 to 7 and 9"),
        ([1, 2, 3], "rows 1 to 3"),
    ],
)
def test_three_or_more_rows_that_follow_are_a_range(numbers, told):
    assert rows(numbers) == told


@pytest.mark.parametrize(
    ("length", "told", "short"),
    [
        (timedelta(days=6), "6 days", "6 d"),
        (timedelta(days=1), "1 day", "1 d"),
        (timedelta(hours=12), "0.5 days", "0.5 d"),
        (timedelta(hours=1, minutes=10), "1 hour", "1 h"),
        (timedelta(minutes=20), "20 minutes", "20 m"),
        (timedelta(seconds=4), "1 minute", "1 m"),
        (timedelta(), "0 days", "0 d"),
    ],
)
def test_what_comes_to_no_day_is_told_in_hours_or_minutes(length, told, short):
    assert in_days(length) == told
    assert brief(told) == short


def test_a_long_arc_needs_the_year():
    start, end = datetime(2025, 12, 28, 9, tzinfo=UTC), datetime(2026, 1, 2, 9, tzinfo=UTC)
    assert span(start, end, UTC) == "28 Dec to 2 Jan"
    assert span(start, end, UTC, year=True) == "28 Dec 2025 to 2 Jan 2026"
    assert span(end, end + timedelta(days=3), UTC, year=True) == "2 to 5 Jan 2026"
    assert span(start, None, UTC, year=True) == "since 28 Dec 2025"
