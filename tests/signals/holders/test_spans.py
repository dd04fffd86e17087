"""From changes of holder to spans of time, whatever the zone and however long its days."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from signals.holders.spans import Change, Span, day_after, spans_of
from tests.initiatives.days import friday, monday, thursday, tuesday, wednesday

LONDON, LORD_HOWE = ZoneInfo("Europe/London"), ZoneInfo("Australia/Lord_Howe")


def test_each_holder_until_the_next_and_the_last_one_until_the_work_ended():
    changes = [Change(monday(9), "", "Ada"), Change(tuesday(9), "Ada", ""), Change(wednesday(9), "", "Ben")]
    assert spans_of(changes, LONDON, opened=monday(8), ended=friday(9)) == [
        Span("Ada", monday(9), tuesday(9)),
        Span("", tuesday(9), wednesday(9)),
        Span("Ben", wednesday(9), friday(9)),
    ]
    assert spans_of(changes, LONDON)[-1].end is None


def test_whom_the_first_change_names_before_held_it_since_it_was_opened_where_that_is_known():
    changes = [Change(tuesday(9), "Ada", "Ben")]
    assert spans_of(changes, LONDON, opened=monday(8))[0] == Span("Ada", monday(8), tuesday(9))
    assert [span.holder for span in spans_of(changes, LONDON)] == ["Ben"]


def test_the_same_holder_twice_in_a_row_is_one_span_and_a_change_after_the_end_is_none():
    changes = [Change(monday(9), "", "Ada"), Change(tuesday(9), "Ada", "Ada"), Change(friday(9), "Ada", "Ben")]
    assert spans_of(changes, LONDON, ended=friday(8)) == [Span("Ada", monday(9), friday(9))]


def test_a_change_known_to_the_day_says_nothing_of_that_day():
    changes = [Change(monday(9), "", "Ada"), Change(wednesday(0), "Ada", "Ben", to_the_day=True)]
    assert spans_of(changes, ZoneInfo("UTC"), ended=friday(0)) == [
        Span("Ada", monday(9), wednesday(0)),
        Span("Ben", thursday(0), friday(0)),
    ]


def test_a_day_is_as_long_as_its_zone_has_it():
    assert day_after(datetime(2026, 3, 29, tzinfo=LONDON), LONDON) == datetime(2026, 3, 29, 23, tzinfo=UTC)
    lengths = [
        day_after(at, zone) - at.astimezone(UTC)
        for zone, at in (
            (LONDON, datetime(2026, 3, 29, tzinfo=LONDON)),
            (LONDON, datetime(2026, 10, 25, tzinfo=LONDON)),
            (LORD_HOWE, datetime(2026, 4, 5, tzinfo=LORD_HOWE)),
        )
    ]
    assert lengths == [timedelta(hours=23), timedelta(hours=25), timedelta(hours=24, minutes=30)]


zones = st.sampled_from([ZoneInfo("UTC"), LONDON, LORD_HOWE, ZoneInfo("America/New_York")])
begins = st.sampled_from(
    [datetime(2026, 3, 27, tzinfo=UTC), datetime(2026, 10, 23, tzinfo=UTC), datetime(2026, 4, 3, tzinfo=UTC)]
)
hours = st.integers(0, 100)
names = st.sampled_from(["", "Ada", "Ben"])


@given(begins, zones, st.lists(st.tuples(hours, names, names, st.booleans()), max_size=6), hours, st.none() | hours)
def test_spans_run_forwards_never_overlap_and_are_the_same_in_any_zone(begin, zone, told, opened, ended):
    def written(number, zone):
        return (begin + timedelta(hours=number)).astimezone(zone)

    def spans(zone_of_writing):
        changes = [Change(written(hour, zone_of_writing), before, after, day) for hour, before, after, day in sorted(told)]
        end = None if ended is None else written(ended, zone_of_writing)
        return spans_of(changes, zone, opened=written(opened, zone_of_writing), ended=end)

    found = spans(UTC)
    assert found == spans(ZoneInfo("Asia/Kathmandu"))
    assert all(span.end is None or span.start < span.end for span in found)
    assert all(one.end is not None and one.end <= other.start for one, other in pairwise(found))
