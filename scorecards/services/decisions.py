"""GO, HOLD, NO-GO (rules 19 to 21)."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from people.models import Person
from revenue_arc import words
from scorecards import rules
from scorecards.models import Condition, Decision, Meeting, Verdict
from scorecards.room import room_of
from scorecards.services.locked import moved, opened, require_owner
from signals.models import Metric


@dataclass(frozen=True)
class ConditionDraft:
    """A condition to be: one person, one due date; with a metric it ticks itself. `threshold` is in the definition's unit."""

    text: str
    person: Person
    due: date
    metric: Metric | None = None
    comparator: str = ""
    threshold: Decimal | None = None
    for_days: int = 0


def decide_go(*, meeting: Meeting, by: Person, at: datetime, conditions: Sequence[ConditionDraft] = ()) -> Decision:
    """Record GO. Raises ValidationError with a sentence for each thing that is missing (rule 19)."""
    return _decide(meeting, Decision(outcome=Verdict.GO, by=by, at=at), conditions)


def decide_hold(
    *,
    meeting: Meeting,
    until: datetime,
    conditions: Sequence[ConditionDraft],
    by: Person,
    at: datetime,
    reason: str = "",
) -> Decision:
    """Record HOLD until an instant, with at least one condition (rule 20)."""
    if not conditions:
        raise ValidationError("A HOLD needs at least one condition: what must come true, who sees to it, by when.")
    return _decide(meeting, Decision(outcome=Verdict.HOLD, by=by, at=at, until=until, reason=reason), conditions)


def decide_nogo(*, meeting: Meeting, reason: str, by: Person, at: datetime) -> Decision:
    """Record NO-GO with its reason (rule 20)."""
    return _decide(meeting, Decision(outcome=Verdict.NOGO, by=by, at=at, reason=reason.strip()), ())


@transaction.atomic
def _decide(meeting: Meeting, decision: Decision, conditions: Sequence[ConditionDraft]) -> Decision:
    meeting = opened(meeting)
    require_owner(meeting.initiative, decision.by, decision.at, "decide")
    if decision.outcome == Verdict.GO:
        missing = rules.missing_for_go(room_of(meeting, decision.at))
        if missing:
            raise ValidationError(["GO is not possible yet.", *[item.sentence for item in missing]])
    decision.meeting, decision.brief_sha256 = meeting, meeting.brief.sha256
    decision.full_clean()
    decision.save()
    for draft in conditions:
        _add_condition(decision, draft)
    meeting.revealed_at = meeting.revealed_at or decision.at
    meeting.decided_at = decision.at
    moved(meeting, f"{decision.by} decided {decision.get_outcome_display()}.")
    return decision


def _add_condition(decision: Decision, draft: ConditionDraft) -> None:
    if draft.due < timezone.localdate(decision.at):
        raise ValidationError(f"“{draft.text}” is due before the decision. Give it a date that lies ahead.")
    if decision.until and draft.due > timezone.localdate(decision.until):
        raise ValidationError(
            f"“{draft.text}” is due {words.day(draft.due)}, after the HOLD ends on {words.day(decision.until)}. "
            "Give it a date by then, or hold longer."
        )
    if not draft.person.works_here(decision.at):
        raise ValidationError(f"{draft.person} no longer works here. Name somebody who can see to “{draft.text}”.")
    names = [field.name for field in fields(draft)]
    condition = Condition(decision=decision, **{name: getattr(draft, name) for name in names})
    condition.full_clean()
    condition.save()
