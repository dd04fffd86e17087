"""Rule 10: acceptance windows run on the company's working hours, in its zone, whatever its clocks do."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives.working_hours import WorkingHours
from people.models import Company
from tests.initiatives.days import friday, monday, saturday, tuesday, wednesday

HOUR = timedelta(hours=1)
OFFICE = WorkingHours()
ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia"]

hours = st.builds(
    WorkingHours,
    days=st.frozensets(st.integers(1, 7), min_size=1),
    opens=st.sampled_from([time(0), time(1, 30), time(8, 30), time(9)]),
    closes=st.sampled_from([time(12), time(17), time(23, 59)]),
    holidays=st.frozensets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=5),
    zone=st.sampled_from(ZONES),
)
instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 1), timezones=st.just(UTC))
lengths = st.timedeltas(timedelta(), timedelta(hours=200))


@given(hours, instants, lengths)
def test_the_working_time_up_to_the_end_of_a_window_is_its_length(office, start, length):
    end = office.add(start, length)
    assert end >= start
    assert office.between(start, end) == length


@given(hours, instants, lengths, lengths)
def test_a_window_can_be_added_in_two_parts(office, start, first, second):
    assert office.add(office.add(start, first), second) == office.add(start, first + second) or not second


@given(hours, st.lists(instants, min_size=3, max_size=3).map(sorted))
def test_working_time_adds_up_over_neighbouring_periods(office, three):
    start, middle, end = three
    assert office.between(start, middle) + office.between(middle, end) == office.between(start, end)
    assert office.between(start, end) <= end - start


@given(hours, instants, lengths)
def test_a_window_ends_in_working_hours(office, start, length):
    end = office.add(start, length)
    opened = office.hours_of(end.astimezone(ZoneInfo(office.zone)).date())
    if not length:
        assert end == start
    elif end.astimezone(ZoneInfo(office.zone)).time() != time(0):
        assert opened is not None
        assert opened[0] < end <= opened[1]


def test_a_night_and_a_weekend_do_not_count():
    assert OFFICE.add(monday(16), 2 * HOUR) == tuesday(10)
    assert OFFICE.add(friday(16), 2 * HOUR) == monday(10, week=1)
    assert OFFICE.between(friday(16), monday(10, week=1)) == 2 * HOUR
    assert OFFICE.add(saturday(12), HOUR) == monday(10, week=1)


def test_a_window_that_fills_the_day_ends_at_closing_time():
    assert OFFICE.add(monday(9), OFFICE.working_day) == monday(17)
    assert OFFICE.add(monday(17), HOUR) == tuesday(10)


def test_a_holiday_does_not_count():
    office = WorkingHours(holidays=frozenset({tuesday(0).date()}))
    assert office.add(monday(16), 2 * HOUR) == wednesday(10)


def test_nothing_passes_backwards():
    assert OFFICE.between(tuesday(9), monday(9)) == timedelta()
    with pytest.raises(ValueError, match="runs forwards"):
        OFFICE.add(monday(9), -HOUR)


def test_the_working_time_of_many_years_is_counted_to_its_end():
    decades = OFFICE.between(monday(9), monday(9) + timedelta(weeks=52 * 30))
    assert decades == 52 * 30 * 5 * OFFICE.working_day


def test_a_company_that_never_works_is_told_so():
    with pytest.raises(ValueError, match="no such working time in ten years"):
        WorkingHours(days=frozenset()).add(monday(9), HOUR)


def test_a_day_on_which_the_clock_goes_forward_inside_the_working_hours_is_an_hour_shorter():
    office = WorkingHours(days=frozenset(range(1, 8)), opens=time(1), closes=time(9), zone="Europe/Berlin")
    spring, autumn = (datetime(2026, month, day, tzinfo=ZoneInfo("Europe/Berlin")) for month, day in ((3, 29), (10, 25)))
    assert office.between(spring, spring + timedelta(days=1)) == 7 * HOUR
    assert office.between(autumn, autumn + timedelta(days=1)) == 9 * HOUR


@pytest.mark.django_db
def test_the_company_says_when_it_works():
    Company.objects.create(
        name="Meridian",
        working_days=[1, 2, 3, 4],
        opens=time(8),
        closes=time(16),
        holidays=[date(2026, 11, 3)],
        time_zone="Asia/Tokyo",
    )
    office = WorkingHours.of(Company.objects.ours())
    assert office.add(datetime(2026, 11, 2, 6, tzinfo=UTC), 2 * HOUR) == datetime(2026, 11, 4, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_a_company_that_nobody_has_set_works_monday_to_friday_from_nine_to_five():
    assert WorkingHours.of(Company.objects.ours()) == OFFICE
