"""Rules 5 to 8: a handoff goes to one named person, who accepts it, or rejects it with a reason."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from initiatives import services
from initiatives.models import Answer, Handoff, Reason
from tests.initiatives.days import friday, monday, tuesday, wednesday

pytestmark = pytest.mark.django_db


def periods(deliverable):
    return [(row.person.name, row.period.lower, row.period.upper) for row in deliverable.holdings.order_by("period")]


def test_accepting_ends_the_senders_holding_at_the_offer_and_starts_the_receivers_at_the_answer(launch, offer, ben):
    handoff = offer(monday(9), answer_by=monday(17))
    holding = services.accept_handoff(handoff=handoff, by=ben, at=monday(11))
    assert periods(launch.positioning) == [("Ada", monday(8), monday(9)), ("Ben", monday(11), None)]
    assert holding.begun_by == handoff
    assert launch.positioning.holder(monday(12)) == ben


def test_rejecting_puts_it_back_with_the_sender_from_the_rejection_on(launch, offer, ada, ben, reason):
    handoff = offer(monday(9), answer_by=monday(17))
    services.reject_handoff(handoff=handoff, reason=reason, comment="No figures.", by=ben, at=monday(11))
    assert periods(launch.positioning) == [("Ada", monday(8), monday(9)), ("Ada", monday(11), None)]
    assert launch.positioning.holder(monday(12)) == ada


def test_a_withdrawn_offer_leaves_the_senders_holding_unbroken(launch, offer, ada):
    handoff = offer(monday(9), answer_by=monday(17))
    services.withdraw_handoff(handoff=handoff, by=ada, at=monday(11))
    assert periods(launch.positioning) == [("Ada", monday(8), None)]
    assert launch.positioning.holder(monday(10)) == ada


def test_nobody_holds_what_is_on_offer(launch, offer):
    offer(monday(9), answer_by=monday(17))
    assert launch.positioning.holder(monday(10)) is None


def test_a_rejection_needs_a_reason_for_handoffs_that_is_not_retired(offer, ben, reason):
    handoff = offer(monday(9))
    lead = Reason.objects.create(kind="lead", code="for-a-lead", label="Lead", position=90)
    retired = Reason.objects.create(kind="handoff", code="old", label="Old", position=91, retired_at=monday(8))
    for wrong in (None, lead, retired):
        with pytest.raises(ValidationError, match="needs a reason from the list"):
            services.reject_handoff(handoff=handoff, reason=wrong, by=ben, at=monday(11))
    handoff.refresh_from_db()
    assert handoff.is_open


def test_only_the_receiver_or_the_head_of_that_function_answers(offer, ada, heads, reason):
    handoff = offer(monday(9))
    for other in (ada, heads["creative"]):
        with pytest.raises(ValidationError, match="only Ben or the head of that function"):
            services.accept_handoff(handoff=handoff, by=other, at=monday(11))
    services.reject_handoff(handoff=handoff, reason=reason, by=heads["sales"], at=monday(11))
    assert Handoff.objects.get().answered_by == heads["sales"]


def test_what_a_head_accepts_is_held_by_the_receiver(launch, offer, heads, ben):
    services.accept_handoff(handoff=offer(monday(9)), by=heads["sales"], at=monday(11))
    assert launch.positioning.holder(monday(12)) == ben


def test_a_handoff_to_oneself_is_refused(offer, ada):
    with pytest.raises(ValidationError, match="goes to somebody else"):
        offer(monday(9), receiver=ada)


def test_a_handoff_to_somebody_who_left_is_refused(offer, ben):
    ben.is_active, ben.left_at = False, monday(7)
    ben.save()
    with pytest.raises(ValidationError, match="Ben no longer works here"):
        offer(monday(9))


def test_an_offer_open_when_the_receiver_leaves_cannot_be_accepted(offer, ben, heads):
    handoff = offer(monday(9))
    ben.is_active, ben.left_at = False, monday(10)
    ben.save()
    with pytest.raises(ValidationError, match="Ben no longer works here"):
        services.accept_handoff(handoff=handoff, by=heads["sales"], at=monday(11))
    assert Handoff.objects.get().is_open


def test_only_the_holder_hands_it_over(launch, offer, ada, ben, cy):
    with pytest.raises(ValidationError, match="nobody holds it: name a holder first"):
        services.offer_handoff(deliverable=launch.positioning, receiver=ben, acceptance_criteria="x", by=cy, at=monday(9))
    services.name_holder(deliverable=launch.positioning, person=ada, by=ada, at=monday(8))
    with pytest.raises(ValidationError, match="Cy does not hold Positioning, so cannot hand it over; Ada holds it"):
        services.offer_handoff(deliverable=launch.positioning, receiver=ben, acceptance_criteria="x", by=cy, at=monday(9))


def test_a_deliverable_is_on_offer_once_at_a_time(offer, cy):
    offer(monday(9))
    with pytest.raises(ValidationError, match="on offer already"):
        offer(monday(10), receiver=cy)


def test_an_offer_says_what_done_means(offer):
    with pytest.raises(ValidationError, match="say what “done” means"):
        offer(monday(9), acceptance_criteria="  ")


def test_the_window_is_one_working_day_unless_said_otherwise(offer, ada):
    handoff = offer(friday(15))
    assert handoff.answer_by == monday(15, week=1)
    services.withdraw_handoff(handoff=handoff, by=ada, at=friday(16))
    assert offer(monday(9, week=1), answer_within=timedelta(hours=12)).answer_by == tuesday(13, week=1)


def test_a_batch_of_work_moves_no_holding(launch, offer, ada, ben):
    batch = offer(monday(9), batch_size=118, title="118 Atlas MQLs")
    assert launch.positioning.holder(monday(10)) == ada
    assert services.accept_handoff(handoff=batch, by=ben, at=monday(11)) is None
    assert periods(launch.positioning) == [("Ada", monday(8), None)]


def test_the_second_answer_gets_a_sentence(offer, ben, heads, reason):
    handoff = offer(monday(9))
    services.accept_handoff(handoff=handoff, by=ben, at=monday(11))
    with pytest.raises(ValidationError, match=r"Ben accepted this on 2 Nov 2026, 11:00 UTC already.*yours was not recorded"):
        services.reject_handoff(handoff=handoff, reason=reason, by=heads["sales"], at=monday(12))


def test_work_starts_on_what_was_accepted_and_finishes_once(offer, ben):
    handoff = offer(monday(9))
    with pytest.raises(ValidationError, match="Accept the handoff first"):
        services.start_work(handoff=handoff, by=ben, at=monday(10))
    services.accept_handoff(handoff=handoff, by=ben, at=monday(11))
    services.start_work(handoff=handoff, by=ben, at=tuesday(9))
    services.finish_work(handoff=handoff, by=ben, at=wednesday(9))
    with pytest.raises(ValidationError, match="finished on 4 Nov 2026"):
        services.finish_work(handoff=handoff, by=ben, at=wednesday(10))
    handoff.refresh_from_db()
    assert (handoff.answer, handoff.started, handoff.finished) == (Answer.ACCEPTED, tuesday(9), wednesday(9))
