"""Deciding without one requirement: asked by one person, granted by another, for a while (rule 19)."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from people.models import Person, Role
from scorecards import rules
from scorecards.models import Meeting, Waiver
from scorecards.room import room_of
from scorecards.services.locked import moved, opened, require_owner


@transaction.atomic
def ask_waiver(*, meeting: Meeting, requirement: str, reason: str, expires_at: datetime, by: Person, at: datetime) -> Waiver:
    """Ask to decide without one requirement that is missing. Raises ValidationError for one that is met or cannot be waived."""
    meeting = opened(meeting)
    require_owner(meeting.initiative, by, at, "ask for a waiver")
    missing = {item.requirement: item for item in rules.missing_for_go(room_of(meeting, at))}
    if requirement not in missing:
        raise ValidationError({"requirement": "This is not missing, so that there is nothing to waive."})
    if not missing[requirement].waivable:
        raise ValidationError({"requirement": f"This cannot be waived. {missing[requirement].sentence}"})
    if meeting.waivers.filter(requirement=requirement, granted_at__isnull=True).exists():
        raise ValidationError({"requirement": "This waiver is asked for already and waits for somebody to grant it."})
    waiver = Waiver(meeting=meeting, requirement=requirement, reason=reason, expires_at=expires_at, asked_by=by, asked_at=at)
    waiver.full_clean()
    waiver.save()
    moved(meeting, f"{by} asks for a waiver: {missing[requirement].sentence}")
    return waiver


@transaction.atomic
def grant_waiver(*, waiver: Waiver, by: Person, at: datetime) -> Waiver:
    """Grant what somebody else asked for. Raises ValidationError for the asker, and for who may not grant."""
    meeting = opened(waiver.meeting)
    waiver = Waiver.objects.select_for_update().get(pk=waiver.pk)
    if waiver.granted_at:
        raise ValidationError("This waiver is granted already.")
    if not may_grant(by, at):
        raise ValidationError("A waiver is granted by a function head, the COO or the CEO.")
    waiver.granted_by, waiver.granted_at = by, at
    waiver.full_clean()
    waiver.save()
    moved(meeting, f"{by} granted a waiver that {waiver.asked_by} asked for.")
    return waiver


def may_grant(person: Person, at: datetime) -> bool:
    """Whether this person may grant waivers: a function head, the COO or the CEO."""
    return person.is_active and person.seats.at(at).filter(role__in=[Role.HEAD, Role.COO, Role.CEO]).exists()
