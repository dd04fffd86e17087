"""Rule 9: what was first written stays; a correction is a new row, and the holdings follow it."""

import pytest
from django.core.exceptions import ValidationError

from initiatives import services
from initiatives.models import Handoff
from initiatives.ownership import Interval
from initiatives.reports import ownership_of
from tests.initiatives.days import friday, monday, tuesday, wednesday

pytestmark = pytest.mark.django_db


@pytest.fixture
def handoff(offer, ben):
    handoff = offer(monday(10), answer_by=monday(17))
    services.accept_handoff(handoff=handoff, by=ben, at=wednesday(9))
    return handoff


def correct(handoff, ben, instant, to, why="It was on paper."):
    return services.correct_handoff(handoff=handoff, instant=instant, to=to, why=why, by=ben, at=friday(9))


def test_a_correction_says_who_what_when_and_why_and_the_row_stays(handoff, ben):
    correction = correct(handoff, ben, "answered_at", monday(16))
    kept = Handoff.objects.get()
    assert (correction.was, correction.now, correction.by, correction.why) == (
        wednesday(9),
        monday(16),
        ben,
        "It was on paper.",
    )
    assert (kept.answered_at, kept.answered) == (wednesday(9), monday(16))


def test_a_corrected_answer_moves_the_receivers_holding_and_the_dark(launch, handoff, ben):
    assert ownership_of(launch.positioning, friday(8)).dark == [Interval(monday(10), wednesday(9))]
    correct(handoff, ben, "answered_at", monday(16))
    assert ownership_of(launch.positioning, friday(8)).dark == []
    correct(handoff, ben, "answered_at", tuesday(9))
    assert ownership_of(launch.positioning, friday(8)).dark == [Interval(monday(10), tuesday(9))]


def test_a_corrected_offer_moves_the_end_of_the_senders_holding(launch, handoff, ben):
    correct(handoff, ben, "offered_at", monday(9))
    assert ownership_of(launch.positioning, friday(8)).dark == [Interval(monday(9), wednesday(9))]


def test_a_correction_keeps_the_order_of_the_four_instants(handoff, ben):
    with pytest.raises(ValidationError, match="answered before it was offered"):
        correct(handoff, ben, "answered_at", monday(9))
    with pytest.raises(ValidationError, match="offered after its answer was due"):
        correct(handoff, ben, "offered_at", monday(18))


def test_only_what_was_written_is_corrected_and_with_a_reason(handoff, ben):
    with pytest.raises(ValidationError, match="never written"):
        correct(handoff, ben, "finished_at", friday(8))
    with pytest.raises(ValidationError, match="never written"):
        correct(handoff, ben, "answer_by", friday(8))
    with pytest.raises(ValidationError, match="say why"):
        correct(handoff, ben, "answered_at", tuesday(9), why=" ")
    assert Handoff.objects.get().corrections.count() == 0


def test_a_holding_is_not_corrected_away(launch, handoff, ben):
    with pytest.raises(ValidationError, match="Ada would never have held it"):
        correct(handoff, ben, "offered_at", monday(8))
