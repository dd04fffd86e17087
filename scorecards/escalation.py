"""Reminders of a decision's conditions, and what goes further up once they are overdue (rule 20); and the digest with them."""

from datetime import datetime

from django.db import transaction

from audits import escalation as audits
from initiatives import digest
from initiatives.deadlines import Deadline, above, tell
from initiatives.telling import coo_or_ceo
from scorecards.models import Condition

ITSELF = "It ticks itself when the reading meets it."
BY_HAND = "Say so when it came true, or ask the arc owner to."


@transaction.atomic
def escalate(*, at: datetime) -> None:
    """Write every reminder and escalation of conditions that is due by now. Running it again writes none twice."""
    tell(deadlines(at), at=at)


def write_digests(*, at: datetime) -> int:
    """Write this morning's digests with what is due in every layer; return how many."""
    return digest.write_digests(at=at, deadlines=[*audits.deadlines(at), *deadlines(at)])


def deadlines(at: datetime) -> list[Deadline]:
    """Those of the conditions that have not come true, each with one person; a fixed number of queries."""
    coo = coo_or_ceo(at)
    return [_deadline(condition, coo, at) for condition in Condition.objects.waiting()]


def _deadline(condition: Condition, coo, at: datetime) -> Deadline:
    meeting = condition.decision.meeting
    return Deadline(
        key=f"condition-{condition.pk}",
        person=condition.person,
        initiative=meeting.initiative,
        text=condition.text,
        due=condition.due,
        path=f"/meetings/{meeting.pk}/",
        above=tuple(above(meeting.initiative, coo, at)),
        note=ITSELF if condition.metric_id else BY_HAND,
    )
