"""Checks that several services share; each refuses with a sentence."""

from datetime import datetime

from django.core.exceptions import ValidationError

from initiatives.models import Deliverable, Handoff, Initiative
from people.models import Person


def require_live(initiative: Initiative) -> None:
    """Refuse to change a launch that has ended."""
    if not initiative.is_live:
        raise ValidationError(f"{initiative} has ended, so nothing was changed. Its record stays as it is.")


def require_present(person: Person, at: datetime, what: str) -> None:
    """Refuse to give something to somebody who has left by then."""
    if not person.works_here(at):
        raise ValidationError(f"{person} no longer works here and cannot {what}. Choose somebody else.")


def require_words(text: str, what: str) -> str:
    """The text without its margins; refuse an empty one."""
    if not text.strip():
        raise ValidationError(f"Nothing was saved: {what}.")
    return text.strip()


def locked_initiative(initiative: Initiative) -> Initiative:
    """The initiative's row, locked until the end of the transaction."""
    return Initiative.objects.select_for_update(no_key=True).get(pk=initiative.pk)


def locked_deliverable(deliverable: Deliverable) -> Deliverable:
    """The deliverable's row, locked until the end of the transaction."""
    return Deliverable.objects.select_for_update(no_key=True, of=["self"]).select_related("initiative").get(pk=deliverable.pk)


def locked_handoff(handoff: Handoff) -> Handoff:
    """The handoff's row, locked after its deliverable's (always in that order, so that two never wait for each other)."""
    locked_deliverable(handoff.deliverable)
    return (
        Handoff.objects.select_for_update(no_key=True, of=["self"])
        .select_related("deliverable__initiative", "sender", "receiver", "answered_by")
        .get(pk=handoff.pk)
    )
