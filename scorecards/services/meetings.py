"""Scheduling a meeting, choosing what it reads, and opening it: the brief is frozen."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from initiatives.models import Initiative
from people.models import Person
from revenue_arc import words
from scorecards import brief, facts
from scorecards.models import Brief, Meeting, RequiredReading
from scorecards.services.locked import locked, moved, require_owner
from signals.models import Metric


@transaction.atomic
def schedule_meeting(
    *, initiative: Initiative, question: str, scheduled_for: datetime, of: int = 1, by: Person, at: datetime
) -> Meeting:
    """Call the meeting for the initiative's next decision. Raises ValidationError while another is undecided."""
    initiative = Initiative.objects.select_for_update().get(pk=initiative.pk)
    require_owner(initiative, by, at, "schedule its decision")
    if not initiative.is_live:
        raise ValidationError(f"{initiative} is no longer live: there is nothing left to decide.")
    last = Meeting.objects.current(initiative)
    number = last.number + 1 if last else 1
    meeting = Meeting(
        initiative=initiative,
        number=number,
        of=max(of, number),
        question=question,
        scheduled_for=scheduled_for,
        called_by=by,
    )
    _require_ahead(scheduled_for, at)
    moved(meeting, f"Decision {number} is scheduled.")
    return meeting


@transaction.atomic
def reschedule_meeting(
    *, meeting: Meeting, question: str, scheduled_for: datetime, of: int, by: Person, at: datetime
) -> Meeting:
    """Change the question or the time of a meeting that is not open yet."""
    meeting = locked(meeting)
    require_owner(meeting.initiative, by, at, "reschedule its decision")
    if meeting.opened_at:
        raise ValidationError("The meeting is open: its question and time are part of the frozen brief.")
    _require_ahead(scheduled_for, at)
    meeting.question, meeting.scheduled_for, meeting.of = question, scheduled_for, max(of, meeting.number)
    moved(meeting, f"Decision {meeting.number} has another time or question.")
    return meeting


def _require_ahead(scheduled_for: datetime, at: datetime) -> None:
    if scheduled_for < at:
        raise ValidationError({"scheduled_for": "A meeting is scheduled for a time that lies ahead."})


@transaction.atomic
def choose_readings(
    *, initiative: Initiative, metrics: Sequence[tuple[Metric, bool]], by: Person, at: datetime
) -> list[RequiredReading]:
    """Set the tiles of the initiative's decisions, in this order; the flag: whether GO needs the reading fresh and known."""
    initiative = Initiative.objects.select_for_update().get(pk=initiative.pk)
    require_owner(initiative, by, at, "choose its readings")
    if not metrics:
        raise ValidationError("Choose at least one reading: a decision without a reading cannot be judged later.")
    RequiredReading.objects.filter(initiative=initiative).delete()
    chosen = [
        RequiredReading(initiative=initiative, metric=metric, position=place, required=required)
        for place, (metric, required) in enumerate(metrics, start=1)
    ]
    for reading in chosen:
        reading.full_clean()
        reading.save()
    meeting = Meeting.objects.under_way().select_for_update().filter(initiative=initiative).first()
    if meeting:
        moved(
            meeting, "The readings were chosen anew." if not meeting.opened_at else "Other readings were chosen for next time."
        )
    return chosen


@transaction.atomic
def open_meeting(*, meeting: Meeting, by: Person, at: datetime) -> Brief:
    """Freeze the brief and open the room (rule 16). Raises ValidationError by anybody but the owner, or a second time."""
    meeting = locked(meeting)
    require_owner(meeting.initiative, by, at, "open the meeting")
    if meeting.opened_at:
        raise ValidationError(f"The meeting was opened on {words.instant(meeting.opened_at)}; its brief is frozen since.")
    if not RequiredReading.objects.filter(initiative=meeting.initiative).exists():
        raise ValidationError("Choose the readings of this decision before you open the meeting.")
    previous = Brief.objects.select_for_update().filter(initiative=meeting.initiative).order_by("-frozen_at", "-pk").first()
    text, digest = brief.freeze(facts.of_meeting(meeting, at, frozen_by=by), previous=previous.sha256 if previous else None)
    frozen = Brief(initiative=meeting.initiative, meeting=meeting, previous=previous, frozen_at=at, text=text, sha256=digest)
    frozen.full_clean()
    frozen.save()
    meeting.opened_at, meeting.opened_by = at, by
    moved(meeting, f"{by} opened the meeting; the brief is frozen.")
    return frozen
