"""Answers that can be undone: written once, as of the moment they were given."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import Error, IntegrityError, transaction

from initiatives import services
from initiatives.models import Answer, Handoff, Holding, PendingAnswer
from initiatives.reports import ownership_of
from tests.initiatives.days import monday, tuesday

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def offered(offer):
    return offer(monday(9), answer_by=monday(17))


def test_an_answer_counts_from_when_it_was_given_and_is_written_once(offered, ben):
    services.answer_soon(handoff=offered, answer="accepted", by=ben, at=monday(17))
    assert services.settle_answers(at=monday(17) + 9 * SECOND) == 0
    assert services.settle_answers(at=monday(18)) == 1
    assert services.settle_answers(at=monday(18)) == 0
    written = Handoff.objects.get()
    assert (written.answer, written.answered_at, written.late(monday(18))) == (Answer.ACCEPTED, monday(17), False)
    assert Holding.objects.get(person=ben).period.lower == monday(17)
    assert ownership_of(offered.deliverable, tuesday(9)).dark_days == 0


def test_an_undone_answer_leaves_no_trace_on_the_handoff(offered, ben, ada, reason):
    pending = services.answer_soon(handoff=offered, answer="rejected", by=ben, at=monday(10), reason=reason)
    services.undo_answer(pending=pending, by=ben, at=monday(10) + SECOND)
    services.settle_answers(at=monday(11))
    assert Handoff.objects.get().is_open
    assert Holding.objects.get().period.upper is None
    assert PendingAnswer.objects.get().undone_at == monday(10) + SECOND
    services.answer_soon(handoff=offered, answer="accepted", by=ben, at=monday(12))
    services.settle_answers(at=monday(13))
    assert Handoff.objects.get().answered_at == monday(12)


def test_what_accepting_would_refuse_is_refused_at_once(offered, ben, cy):
    for answer, by in (("accepted", cy), ("rejected", ben)):
        with pytest.raises(ValidationError, match=r"only Ben or the head|needs a reason"):
            services.answer_soon(handoff=offered, answer=answer, by=by, at=monday(10))
    assert not PendingAnswer.objects.exists()
    assert Handoff.objects.get().is_open


def test_while_an_answer_is_pending_there_is_no_other_and_no_withdrawal(offered, ben, ada, heads):
    services.answer_soon(handoff=offered, answer="accepted", by=ben, at=monday(10))
    assert not Handoff.objects.waiting_on(ben, monday(10)).exists()
    for act, by in ((services.accept_handoff, heads["sales"]), (services.withdraw_handoff, ada)):
        with pytest.raises(ValidationError, match="Ben accepted this a moment ago"):
            act(handoff=offered, by=by, at=monday(10))


def test_what_came_between_is_kept_with_the_answer(offered, ben, launch):
    services.answer_soon(handoff=offered, answer="accepted", by=ben, at=monday(10))
    services.name_holder(deliverable=launch.positioning, person=ben, by=ben, at=monday(10) + SECOND)
    services.settle_answers(at=monday(11))
    assert "already holds the deliverable" in PendingAnswer.objects.get().refusal
    assert Handoff.objects.get().is_open


def test_the_database_keeps_one_pending_answer_with_its_reason(offered, ben):
    pending = services.answer_soon(handoff=offered, answer="accepted", by=ben, at=monday(10))
    with pytest.raises(Error, match="Cannot delete"), transaction.atomic():
        pending.delete()
    row = {"handoff": offered, "by": ben, "at": monday(10), "settles_at": monday(11)}
    with pytest.raises(IntegrityError, match="one_pending_answer"), transaction.atomic():
        PendingAnswer.objects.create(**row, answer="accepted")
    with pytest.raises(IntegrityError, match="a_pending_rejection_has_a_reason"), transaction.atomic():
        PendingAnswer.objects.create(**row, answer="rejected")
