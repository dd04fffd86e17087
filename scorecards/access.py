"""Who may see or do what of a decision: each look-up returns the object, or refuses.

Every signed-in person reads everything but sealed calls. A refusal is a 404 where there is no such object, and else a
PermissionDenied whose sentence says who may.
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from initiatives.access import initiative_to_read
from initiatives.models import Initiative
from people.models import Person
from scorecards.models import Condition, Meeting, Waiver
from scorecards.services.waivers import may_grant


def meeting_to_read(person: Person, pk: int, at: datetime | None = None) -> Meeting:
    """Anybody's to read, with its initiative, brief and decision."""
    meetings = Meeting.objects.select_related("initiative", "brief", "decision__by", "opened_by", "revealed_by")
    return get_object_or_404(meetings, pk=pk)


def meeting_to_run(person: Person, pk: int, at: datetime) -> Meeting:
    """The arc owner's: to open, reveal, ask for waivers, decide."""
    meeting = meeting_to_read(person, pk)
    require_owner(person, meeting.initiative, at)
    return meeting


def initiative_to_decide_on(person: Person, slug: str, at: datetime) -> Initiative:
    """The arc owner's: to schedule a decision and to choose its readings."""
    initiative = initiative_to_read(person, slug)
    require_owner(person, initiative, at)
    return initiative


def require_owner(person: Person, initiative: Initiative, at: datetime) -> None:
    """Refuse anybody but the arc owner."""
    owner = initiative.owner(at)
    if owner is None:
        raise PermissionDenied(f"Nobody owns the arc of {initiative}: the CEO names an owner first.")
    if owner != person:
        raise PermissionDenied(f"Only {owner}, who owns the arc of {initiative}, does this.")


def meeting_to_head(person: Person, pk: int, at: datetime) -> Meeting:
    """A function head's: to name a delegate."""
    meeting = meeting_to_read(person, pk)
    if not person.heads_function(at):
        raise PermissionDenied("Only the head of a function names its delegate.")
    return meeting


def meeting_to_speak_in(person: Person, pk: int, at: datetime) -> Meeting:
    """A head's, or that of the delegate whom a head named."""
    meeting = meeting_to_read(person, pk)
    if not (person.heads_function(at) or meeting.delegates.filter(person=person).exists()):
        raise PermissionDenied("Only the four function heads, or the delegate each named, take part in the decision.")
    return meeting


def meeting_to_interpret(person: Person, pk: int, at: datetime) -> Meeting:
    """The arc owner's, and that of the heads and delegates."""
    meeting = meeting_to_read(person, pk)
    return meeting if meeting.initiative.owner(at) == person else meeting_to_speak_in(person, pk, at)


def waiver_to_grant(person: Person, pk: int, at: datetime) -> Waiver:
    """A head's, the COO's or the CEO's, and never that of the one who asked."""
    waiver = get_object_or_404(Waiver.objects.select_related("meeting__initiative", "asked_by"), pk=pk)
    if not may_grant(person, at):
        raise PermissionDenied("A waiver is granted by a function head, the COO or the CEO.")
    if waiver.asked_by == person:
        raise PermissionDenied("A waiver is granted by somebody other than the one who asks for it.")
    return waiver


def condition_to_meet(person: Person, pk: int, at: datetime) -> Condition:
    """Its person's, and the arc owner's."""
    conditions = Condition.objects.select_related("decision__meeting__initiative", "person")
    condition = get_object_or_404(conditions, pk=pk)
    if person not in (condition.person, condition.decision.meeting.initiative.owner(at)):
        raise PermissionDenied(f"Only {condition.person}, or the arc owner, says that this came true.")
    return condition
