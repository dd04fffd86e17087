"""How a service takes hold of a meeting: locked, checked, and with its revision moved."""

from datetime import datetime

from django.core.exceptions import ValidationError

from initiatives.models import Initiative
from people.models import Function, Person
from revenue_arc import words
from scorecards.models import Meeting, Presence


def locked(meeting: Meeting) -> Meeting:
    """The meeting as it is now, locked until the transaction ends. Raises ValidationError once it is decided."""
    meeting = Meeting.objects.select_for_update(of=["self"]).select_related("initiative").get(pk=meeting.pk)
    if meeting.decided_at:
        decision = meeting.decision
        raise ValidationError(
            f"{decision.by} decided {decision.get_outcome_display()} on {words.instant(decision.at)}. "
            "A decision is taken once; nothing was changed."
        )
    return meeting


def opened(meeting: Meeting) -> Meeting:
    """As `locked`, for what happens in the room. Raises ValidationError before the owner opened the meeting."""
    meeting = locked(meeting)
    if not meeting.opened_at:
        raise ValidationError("The meeting is not open yet: its owner opens it and freezes the brief first.")
    return meeting


def moved(meeting: Meeting, sentence: str) -> None:
    """Save the meeting with its next revision, which `sentence` describes."""
    meeting.revision += 1
    meeting.last_change = sentence
    meeting.full_clean()
    meeting.save()


def require_owner(initiative: Initiative, person: Person, at: datetime, act: str) -> None:
    """Raise ValidationError unless this person owns the arc at that instant; `act` says what only the owner may do."""
    owner = initiative.owner(at)
    if owner is None:
        raise ValidationError(f"{initiative} has no arc owner who can act. The CEO names one before anybody can {act}.")
    if owner != person:
        raise ValidationError(f"Only the arc owner, {owner}, can {act}. Nothing was changed.")


def voice_of(meeting: Meeting, person: Person) -> str:
    """The function for which this person speaks in the room. Raises ValidationError for somebody who is not there."""
    presence = Presence.objects.filter(meeting=meeting, person=person).first()
    if presence is None:
        raise ValidationError("Only the four heads in the room, or their delegates, can do this. Mark yourself present first.")
    return presence.function


def name_of(function: str) -> str:
    """A function's word: Sales."""
    return Function(function).label
