"""Both clocks of an offer, in a sentence that holds on days off too."""

import pytest

from initiatives.timers import clocks_of
from initiatives.working_hours import WorkingHours
from tests.initiatives.days import friday, monday, saturday

pytestmark = pytest.mark.django_db


@pytest.fixture
def clocks(offer):
    """`clocks(offered, answer_by, at)`: what the row of that offer says at that instant."""
    return lambda offered, answer_by, at: clocks_of(offer(offered, answer_by), at, WorkingHours())


def test_an_offer_that_ends_before_work_opens_again_says_so(clocks):
    said = clocks(friday(15), saturday(17), saturday(12))
    assert said == "no working time, 5 h calendar; over before work opens Mon 09:00"


def test_an_offer_that_outlasts_the_weekend_says_when_its_clock_goes_on(clocks):
    said = clocks(friday(15), monday(12, week=1), saturday(12))
    assert said == "3 h working, 2 d calendar; clock stands until Mon 09:00"


def test_dark_time_of_a_weekend_has_no_working_time(clocks):
    assert clocks(saturday(8), saturday(9), saturday(13)) == "no working time, 5 h calendar"
