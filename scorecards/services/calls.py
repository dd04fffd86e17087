"""Sealed calls, and the moment when they are revealed (rule 17)."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from people.models import Function, Person
from scorecards import rules
from scorecards.models import Call, Meeting
from scorecards.room import room_of
from scorecards.services.locked import moved, name_of, opened, require_owner, voice_of


@transaction.atomic
def make_call(
    *, meeting: Meeting, call: str, sentence: str, confidence: int, by: Person, at: datetime, reason: str = ""
) -> Call:
    """Say GO, HOLD or NO-GO for one's function; sealed until revealed. The fourth call reveals all of them.

    A second call of a function needs `reason`. Raises ValidationError for somebody who is not in the room.
    """
    meeting = opened(meeting)
    function = voice_of(meeting, by)
    number = Call.sealed.filter(meeting=meeting, function=function).count() + 1
    made = Call(
        meeting=meeting,
        function=function,
        person=by,
        number=number,
        call=call,
        sentence=sentence,
        confidence=confidence,
        reason=reason if number > 1 else "",
        at=at,
    )
    made.full_clean()
    made.save()
    said = f"{name_of(function)} called again." if number > 1 else f"{name_of(function)}: the call is in."
    if not meeting.revealed_at and len(functions_in(meeting)) == len(Function.values):
        meeting.revealed_at = at
        said = "All four calls are in; they are revealed."
    moved(meeting, said)
    return made


@transaction.atomic
def reveal(*, meeting: Meeting, by: Person, at: datetime) -> Meeting:
    """Open the calls that are in, with the quorum present. Raises ValidationError by anybody but the owner."""
    meeting = opened(meeting)
    require_owner(meeting.initiative, by, at, "reveal the calls")
    if meeting.revealed_at:
        raise ValidationError("The calls are revealed already.")
    room = room_of(meeting, at)
    if not rules.quorum(room):
        absent = [item.sentence for item in rules.missing_for_go(room) if item.kind == "present"]
        raise ValidationError(["The calls stay sealed until the quorum is present.", *absent])
    meeting.revealed_at, meeting.revealed_by = at, by
    moved(meeting, f"{by} revealed the calls.")
    return meeting


def functions_in(meeting: Meeting) -> set[str]:
    """The functions whose call is in; what they called stays sealed."""
    return set(Call.sealed.filter(meeting=meeting).values_list("function", flat=True))
