"""What goes further up of what audits led to: an overdue action item of theirs is told to the COO beside the arc owner."""

from datetime import datetime

from django.db import transaction

from initiatives.deadlines import Deadline, deadlines_of_items, tell
from initiatives.models import ActionItem
from initiatives.telling import coo_or_ceo


@transaction.atomic
def escalate(*, at: datetime) -> None:
    """Write every reminder and escalation of audits that is due by now. Running it again writes none twice."""
    tell(deadlines(at), at=at)


def deadlines(at: datetime) -> list[Deadline]:
    """Those of the open action items that audits led to, by the keys of the action items; a fixed number of queries."""
    items = ActionItem.objects.waiting().filter(follow_up__isnull=False).with_owners()
    return deadlines_of_items(items, at, also=coo_or_ceo(at))
