"""Coming into the room: a head, or the delegate the head named."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from people.models import Person
from scorecards.models import Call, Delegate, Meeting, Presence
from scorecards.services.locked import locked, moved, name_of, opened


@transaction.atomic
def name_delegate(*, meeting: Meeting, person: Person, by: Person, at: datetime) -> Delegate:
    """Let `person` speak for the function that `by` heads, in this meeting only."""
    meeting = locked(meeting)
    function = by.heads_function(at)
    if not function:
        raise ValidationError("Only the head of a function can name its delegate.")
    if not person.works_here(at):
        raise ValidationError({"person": f"{person} no longer works here. Name somebody who can be in the room."})
    if person.heads_function(at):
        raise ValidationError({"person": f"{person} speaks as head of a function already: one person has one voice."})
    if person == meeting.initiative.owner(at):
        raise ValidationError({"person": f"{person} owns the arc and decides: somebody else speaks for {name_of(function)}."})
    present = Presence.objects.filter(meeting=meeting, function=function).select_related("person").first()
    if present and present.person != by:
        raise ValidationError(f"{present.person} is in the room and speaks for {name_of(function)} already.")
    delegate = Delegate.objects.filter(meeting=meeting, function=function).first() or Delegate(
        meeting=meeting, function=function
    )
    delegate.person, delegate.named_by, delegate.at = person, by, at
    delegate.full_clean()
    delegate.save()
    moved(meeting, f"{by} named {person} to speak for {name_of(function)}.")
    return delegate


@transaction.atomic
def mark_present(*, meeting: Meeting, by: Person, at: datetime) -> Presence:
    """Come into the room. A head who arrives takes over from the delegate; what the delegate said stays said."""
    meeting = opened(meeting)
    function = seat_in(meeting, by, at)
    present = Presence.objects.filter(meeting=meeting, function=function).select_related("person").first()
    if present and present.person == by:
        raise ValidationError("You are in the room already.")
    if present and present.person.heads_function(at) == function:
        raise ValidationError(f"{present.person} is in the room and speaks for {name_of(function)}.")
    presence = present or Presence(meeting=meeting, function=function)
    presence.person, presence.at = by, at
    presence.full_clean()
    presence.save()
    moved(meeting, f"{by} is in the room for {name_of(function)}.")
    return presence


@transaction.atomic
def leave_room(*, meeting: Meeting, by: Person, at: datetime) -> None:
    """Go out of the room again, as after a slip of the hand; calls that were made stay made."""
    meeting = opened(meeting)
    presence = Presence.objects.filter(meeting=meeting, person=by).first()
    if presence is None:
        raise ValidationError("You are not marked as present.")
    if Call.sealed.filter(meeting=meeting, function=presence.function).exists():
        raise ValidationError("Your call is in: whoever called stays in the room.")
    presence.delete()
    moved(meeting, f"{by} left the room.")


def seat_in(meeting: Meeting, person: Person, at: datetime) -> str:
    """The function this person may speak for: as its head, or as its head's delegate. Raises ValidationError for others."""
    function = person.heads_function(at)
    if not function:
        delegate = Delegate.objects.filter(meeting=meeting, person=person).first()
        function = delegate.function if delegate and person.works_here(at) else ""
    if not function:
        raise ValidationError("Only the four function heads, or the delegate each named, take part in the decision.")
    return function
