"""The handoffs by number, time to answer in working time, rejections by reason."""

from datetime import timedelta

import pytest

from initiatives import services
from initiatives.reports import ownership_of_initiative
from initiatives.reports.handoffs import percentile_90
from tests.initiatives.days import friday, monday, saturday, thursday, tuesday

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def figures(launch):
    return lambda now: ownership_of_initiative(launch.initiative, now).handoffs


def test_a_night_does_not_count_as_time_to_answer_but_as_calendar_time(offer, ben, figures):
    for number, answered in enumerate((monday(11), monday(13), tuesday(10))):
        services.accept_handoff(handoff=offer(monday(9), batch_size=1 + number), by=ben, at=answered)
    report = figures(friday(9))
    assert (report.number, report.accepted, report.late) == (3, 3, 1)
    assert (report.median_to_answer, report.p90_to_answer) == (4 * HOUR, 9 * HOUR)
    assert (report.median_calendar, report.p90_calendar) == (4 * HOUR, 25 * HOUR)


def test_rejections_are_counted_by_reason_and_withdrawn_offers_have_no_time_to_answer(offer, ada, ben, reason, figures):
    for number in range(2):
        services.reject_handoff(handoff=offer(monday(9), batch_size=1 + number), reason=reason, by=ben, at=monday(10))
    services.withdraw_handoff(handoff=offer(monday(9), batch_size=7), by=ada, at=saturday(12))
    offer(thursday(9))
    report = figures(saturday(13))
    assert (report.number, report.open, report.rejected, report.withdrawn) == (4, 1, 2, 1)
    assert report.rejections == [(reason.label, 2)]
    assert report.median_to_answer == HOUR
    assert report.late == 1


def test_without_an_answer_the_time_to_answer_is_unknown_and_not_zero(figures):
    report = figures(friday(9))
    assert (report.number, report.median_to_answer, report.p90_to_answer) == (0, None, None)


def test_an_answer_that_is_still_to_come_leaves_the_handoff_open(offer, ben, figures):
    services.accept_handoff(handoff=offer(monday(9)), by=ben, at=tuesday(9))
    assert (figures(monday(8)).number, figures(monday(12)).open, figures(tuesday(9)).open) == (0, 1, 0)


def test_nine_in_ten_do_not_exceed_the_90th_percentile():
    assert percentile_90([]) is None
    assert percentile_90([number * HOUR for number in range(1, 11)]) == 9 * HOUR
    assert percentile_90([number * HOUR for number in range(1, 12)]) == 10 * HOUR
    assert percentile_90([HOUR]) == HOUR
