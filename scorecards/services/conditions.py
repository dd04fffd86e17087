"""Conditions that come true: ticked by a person, or by a reading (rule 20)."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from people.models import Person
from scorecards import conditions
from scorecards.models import Comparator, Condition, Meeting
from scorecards.services.locked import moved
from signals.shown import ShownReading, shared_readings, values_since


@transaction.atomic
def meet_condition(*, condition: Condition, by: Person, at: datetime) -> Condition:
    """Say that a condition came true. Only its person or the arc owner may; one on a metric ticks itself."""
    meeting = Meeting.objects.select_for_update(of=["self"]).get(pk=condition.decision.meeting_id)
    condition = Condition.objects.select_for_update(of=["self"]).get(pk=condition.pk)
    if condition.metric_id:
        raise ValidationError("A reading decides this condition: it ticks itself when the reading meets it.")
    if by not in (condition.person, meeting.initiative.owner(at)):
        raise ValidationError(f"Only {condition.person}, or the arc owner, can say that this came true.")
    if condition.met_at:
        raise ValidationError("This condition is ticked already.")
    _tick(meeting, condition, at, by)
    return condition


def tick_conditions(*, at: datetime) -> int:
    """Tick every condition that its metric's reading meets now; return how many. Running it twice ticks nothing twice."""
    waiting = defaultdict(list)
    for condition in Condition.objects.open_metric():
        waiting[condition.decision.meeting_id].append(condition)
    keys = {condition.metric.key for group in waiting.values() for condition in group if condition.metric}
    readings = {shown.key: shown for shown in shared_readings(sorted(keys), at)} if keys else {}
    return sum(_tick_those_met(pk, group, readings, at) for pk, group in waiting.items())


@transaction.atomic
def _tick_those_met(pk: int, waiting: list[Condition], readings: dict[str, ShownReading], at: datetime) -> int:
    meeting = Meeting.objects.select_for_update(of=["self"]).get(pk=pk)
    open_still = set(Condition.objects.filter(decision__meeting=meeting, met_at__isnull=True).values_list("pk", flat=True))
    met = [condition for condition in waiting if condition.pk in open_still and _is_met(condition, readings, at)]
    for condition in met:
        _tick(meeting, condition, at, None)
    return len(met)


def _is_met(condition: Condition, readings: dict[str, ShownReading], at: datetime) -> bool:
    shown = readings.get(condition.metric.key) if condition.metric else None
    if shown is None:
        return False
    now = conditions.Now(shown.state, shown.as_of)
    if condition.comparator == Comparator.FRESH:
        return conditions.is_refreshed(now, condition.decision.at)
    if condition.threshold is None:
        return False
    since = at - timedelta(days=condition.for_days)
    history = [(instant, value) for instant, value in values_since(shown.key, since) if instant <= at]
    return conditions.has_held(now, history, condition.comparator, condition.threshold, condition.for_days, at)


def _tick(meeting: Meeting, condition: Condition, at: datetime, by: Person | None) -> None:
    condition.met_at, condition.met_by = at, by
    condition.full_clean()
    condition.save(update_fields=["met_at", "met_by"])
    moved(meeting, f"Condition met: {condition.text}.")
