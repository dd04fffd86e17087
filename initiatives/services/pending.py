"""Answers that can be undone for a few seconds: kept as pending rows, and written to their handoffs afterwards."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from initiatives.models import Answer, Handoff, PendingAnswer, Reason
from initiatives.services.handoffs import accept_handoff, reject_handoff
from initiatives.services.refusals import locked_handoff
from people.models import Person

TO_UNDO = timedelta(seconds=10)


@transaction.atomic
def answer_soon(
    *, handoff: Handoff, answer: str, by: Person, at: datetime, reason: Reason | None = None, comment: str = ""
) -> PendingAnswer:
    """Answer as of `at`, to be written in ten seconds unless it is undone; return the pending row.

    Raises ValidationError at once for whatever accepting or rejecting would refuse now: it is tried, and rolled back.
    """
    pending = PendingAnswer(
        handoff=locked_handoff(handoff),
        answer=answer,
        by=by,
        at=at,
        settles_at=at + TO_UNDO,
        reason=reason,
        comment=comment.strip(),
    )
    with transaction.atomic():
        _write(pending)
        transaction.set_rollback(True)
    pending.full_clean()
    pending.save()
    return pending


@transaction.atomic
def undo_answer(*, pending: PendingAnswer, by: Person, at: datetime) -> Handoff:
    """Take one's own answer back before it is written; the offer waits again, as if nobody had answered.

    Raises ValidationError once the ten seconds are over: then the answer stands.
    """
    handoff = locked_handoff(pending.handoff)
    pending = PendingAnswer.objects.select_for_update().get(pk=pending.pk)
    if pending.by != by:
        raise ValidationError(f"Only {pending.by} undoes this answer. It stands.")
    if pending.undone_at:
        return handoff
    if pending.settled_at or at >= pending.settles_at:
        raise ValidationError(f"The ten seconds are over, so “{pending}” stands. A wrong time can still be corrected.")
    pending.undone_at = at
    pending.full_clean()
    pending.save()
    return handoff


def settle_answers(*, at: datetime, by: Person | None = None) -> int:
    """Write the answers whose ten seconds are over (those of `by`, if given), each once; return how many."""
    due = PendingAnswer.objects.due(at).select_related("handoff__deliverable").order_by("at", "pk")
    return sum(_settle(pending, at) for pending in (due.filter(by=by) if by else due))


@transaction.atomic
def _settle(pending: PendingAnswer, at: datetime) -> bool:
    """Write one answer as of the moment it was given. What came between and forbids it is kept with the row."""
    locked_handoff(pending.handoff)
    found = PendingAnswer.objects.live().select_related("by", "reason", "handoff").filter(pk=pending.pk).first()
    if found is None:
        return False
    found.settled_at = at
    found.save()
    try:
        with transaction.atomic():
            _write(found)
    except ValidationError as refusal:
        found.refusal = " ".join(refusal.messages)
        found.save()
    return True


def _write(pending: PendingAnswer) -> None:
    """Accept or reject, as of the moment the answer was given."""
    handoff, by, at = pending.handoff, pending.by, pending.at
    if pending.answer == Answer.ACCEPTED:
        accept_handoff(handoff=handoff, by=by, at=at)
    else:
        reject_handoff(handoff=handoff, by=by, at=at, reason=pending.reason, comment=pending.comment)
