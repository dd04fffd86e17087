"""The work that a handoff brings: started and finished, each once (rule 9)."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from initiatives.models import Answer, Handoff
from initiatives.services.refusals import locked_handoff
from people.models import Person


@transaction.atomic
def start_work(*, handoff: Handoff, by: Person, at: datetime) -> Handoff:
    """The receiver starts. Raises ValidationError unless it was accepted, and was not started before."""
    handoff = locked_handoff(handoff)
    _require_receiver(handoff, by, at)
    if handoff.answer != Answer.ACCEPTED:
        raise ValidationError("Work starts on what was accepted. Accept the handoff first.")
    if handoff.started_at:
        raise ValidationError(
            f"Work started on {handoff.started_at:%-d %b %Y, %H:%M} UTC already. Correct it if that is wrong."
        )
    return _write(handoff, "started_at", at)


@transaction.atomic
def finish_work(*, handoff: Handoff, by: Person, at: datetime) -> Handoff:
    """The receiver is done. Raises ValidationError unless work was started, and was not finished before."""
    handoff = locked_handoff(handoff)
    _require_receiver(handoff, by, at)
    if not handoff.started_at:
        raise ValidationError("Work is finished after it was started. Start it first.")
    if handoff.finished_at:
        raise ValidationError(
            f"Work finished on {handoff.finished_at:%-d %b %Y, %H:%M} UTC already. Correct it if that is wrong."
        )
    return _write(handoff, "finished_at", at)


def _require_receiver(handoff: Handoff, by: Person, at: datetime) -> None:
    if not handoff.may_be_answered_by(by, at):
        raise ValidationError(f"{handoff.receiver} has this; only {handoff.receiver} or the head of that function says so.")


def _write(handoff: Handoff, instant: str, at: datetime) -> Handoff:
    setattr(handoff, instant, at)
    handoff.full_clean()
    handoff.save()
    return handoff
