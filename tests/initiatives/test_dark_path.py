"""Only dark time on the critical path made the launch later, and the sentence names its assumption."""

from datetime import timedelta
from decimal import Decimal

import pytest

from initiatives import services
from initiatives.models import Initiative
from initiatives.ownership import Interval
from initiatives.reports import cycle_of
from tests.initiatives.days import monday

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def day(number):
    return monday(9) + number * DAY


@pytest.fixture
def piece(deliverable, ceo, ada):
    """Add a deliverable worked on from one day to another; Ada holds it but for the dark days."""

    def make(name, start, finish, *, dark=(), needs=()):
        row = deliverable(name, depends_on=needs)
        since = monday(8)
        for first, last in dark:
            if since < day(first):
                services.name_holder(deliverable=row, person=ada, by=ceo, at=since, until=day(first))
            since = day(last)
        services.name_holder(deliverable=row, person=ada, by=ceo, at=since)
        services.start_deliverable(deliverable=row, by=ada, at=day(start))
        services.finish_deliverable(deliverable=row, by=ada, at=day(finish))
        return row

    return make


def told(initiative, ceo, market):
    services.lock_scope(initiative=initiative, by=ceo, at=day(0))
    services.reach_market(initiative=initiative, by=ceo, at=day(market))
    return cycle_of(Initiative.objects.get(), day(100)).dark_path


def test_dark_time_between_two_pieces_of_the_critical_path_made_the_launch_later(initiative, ceo, piece):
    scope = piece("Scope", 0, 10, dark=[(10, 16)])
    piece("Creative", 16, 30, needs=[scope])
    path = told(initiative, ceo, 30)
    assert path.dark == [Interval(day(10), day(16))]
    assert (path.dark_days, path.earlier_by_days, path.without_dark_days) == (Decimal("6.0"), Decimal("6.0"), Decimal("24.0"))
    assert path.sentence == (
        "Without the 6 dark days on the critical path (Scope → Creative), Atlas would have been in the market 24 days after "
        "scope lock instead of 30, assuming that everything else takes as long as it did."
    )


def test_dark_time_in_the_middle_of_the_work_counts_once(initiative, ceo, piece):
    piece("Scope", 0, 20, dark=[(5, 9)])
    assert told(initiative, ceo, 20).earlier_by_days == Decimal("4.0")


def test_dark_time_off_the_critical_path_is_not_said_to_matter(initiative, ceo, piece):
    scope = piece("Scope", 0, 20)
    piece("Creative", 20, 30, needs=[scope])
    piece("Routing", 0, 12, dark=[(2, 8)])
    path = told(initiative, ceo, 30)
    assert (path.dark, path.earlier_by_days, path.sentence) == ([], Decimal("0.0"), "")


def test_a_second_path_nearly_as_long_limits_what_is_said(initiative, ceo, piece):
    piece("Scope", 0, 30, dark=[(5, 15)])
    piece("Copy", 0, 28)
    path = told(initiative, ceo, 30)
    assert (path.dark_days, path.earlier_by_days) == (Decimal("10.0"), Decimal("2.0"))


def test_dark_time_after_the_next_piece_was_started_held_nothing_up(initiative, ceo, piece):
    scope = piece("Scope", 0, 10, dark=[(12, 18)])
    piece("Creative", 11, 30, needs=[scope])
    assert told(initiative, ceo, 30).sentence == ""


def test_dark_time_before_what_it_needs_was_finished_held_nothing_up(initiative, ceo, piece):
    scope = piece("Scope", 0, 20)
    piece("Creative", 20, 30, dark=[(0, 15)], needs=[scope])
    assert told(initiative, ceo, 30).earlier_by_days == Decimal("0.0")


def test_what_nobody_ever_held_or_worked_on_is_not_on_the_path(initiative, ceo, piece, deliverable):
    piece("Scope", 0, 20)
    deliverable("Routing", "sales")
    path = told(initiative, ceo, 60)
    assert [row.name for row in path.path] == ["Scope"]
    assert path.earlier_by_days == Decimal("0.0")
