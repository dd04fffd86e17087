"""What becomes of findings: action items with one name each; and deliverables that were missing."""

from datetime import date, datetime

from django.db import transaction

from audits.models import Audit, FollowUp, Row
from audits.services.start import take_rows
from initiatives import services as initiatives
from initiatives.models import ActionItem, Deliverable
from people.models import Person


@transaction.atomic
def follow_up(*, row: Row, text: str, person: Person, due: date, by: Person, at: datetime) -> FollowUp:
    """Give one named person something to do about a row. Raises ValidationError on a launch that has ended."""
    item = initiatives.add_action_item(initiative=row.audit.initiative, text=text, person=person, due=due, by=by, at=at)
    made = FollowUp(row=row, action_item=item)
    made.full_clean()
    made.save()
    return made


@transaction.atomic
def start_charter(*, audit: Audit, by: Person, at: datetime) -> ActionItem:
    """Give the CEO 45 days to name the arc owner, in writing. Raises ValidationError where one is named, or was asked for."""
    return initiatives.ask_for_owner(initiative=audit.initiative, by=by, at=at)


@transaction.atomic
def add_missing(
    *, audit: Audit, name: str, function: str, by: Person, at: datetime, needed_from: datetime | None = None
) -> Deliverable:
    """Add a deliverable that the arc needed and nobody had written down; the audit asks about it from now on."""
    deliverable = initiatives.add_deliverable(
        initiative=audit.initiative,
        name=name,
        function=function,
        needed_from=needed_from or audit.initiative.scope_locked_at,
        by=by,
        at=at,
    )
    take_rows(audit=audit, at=at)
    return deliverable
