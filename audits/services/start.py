"""Starting an audit, its people, and the rows it asks about."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from audits.asking import items_of, register_rows
from audits.models import Audit, Participant, Row
from audits.report import report_of
from initiatives.models import Answer as HandoffAnswer
from initiatives.models import Handoff, Initiative
from people.models import Person, Role


@transaction.atomic
def start_audit(*, initiative: Initiative, lead: Person, on: date, at: datetime, people: Iterable[Person] = ()) -> Audit:
    """Begin day 1 of 30: the rows are taken from the log, and everybody whom they concern is among its people.

    Raises ValidationError if the initiative is being audited already, or is no longer live, or by anybody but COO or CEO.
    """
    initiative = Initiative.objects.select_for_update().get(pk=initiative.pk)
    if not initiative.is_live:
        raise ValidationError(f"{initiative} is no longer live: an audit walks a live initiative. Nothing was started.")
    if not (lead.holds(Role.COO, at=at) or lead.holds(Role.CEO, at=at)):
        raise ValidationError({"lead": f"{lead} does not sit in the COO's or the CEO's seat, and one of them leads an audit."})
    audit = Audit(initiative=initiative, lead=lead, starts_on=on)
    audit.full_clean()
    audit.save()
    _add_people(audit, [lead, *people], at)
    take_rows(audit=audit, at=at)
    return audit


@transaction.atomic
def take_rows(*, audit: Audit, at: datetime) -> list[Row]:
    """Add a row for each deliverable and each handoff that came since, and the people they concern; return the new rows."""
    Audit.objects.select_for_update(no_key=True).get(pk=audit.pk)
    known = {row.key for row in audit.rows.all()}
    pieces = audit.initiative.deliverables.filter(Q(dropped_at__isnull=True) | Q(dropped_at__gt=at))
    moved = (
        Handoff.objects.moving()
        .filter(deliverable__in=pieces, offered_at__lte=at)
        .exclude(answer=HandoffAnswer.WITHDRAWN)
        .order_by("offered_at", "pk")
    )
    keys: list[tuple[int, int | None]] = [(piece, None) for piece in pieces.values_list("pk", flat=True)]
    keys += list(moved.values_list("deliverable", "pk"))
    new = [
        Row(audit=audit, deliverable_id=deliverable, handoff_id=handoff, added_at=at)
        for deliverable, handoff in keys
        if (deliverable, handoff) not in known
    ]
    Row.objects.bulk_create(new)
    if new:
        report = report_of(audit, at)
        asked = [person for item in items_of(report) for person in item.asked]
        sides = [person for row in register_rows(report) for person in report.sides_of(row)]
        _add_people(audit, [*asked, *sides], at)
    return new


@transaction.atomic
def add_people(*, audit: Audit, people: Iterable[Person], by: Person, at: datetime) -> list[Participant]:
    """Add people to interview or to ask; return those who were not among them yet."""
    left = [person for person in people if not person.works_here(at)]
    if left:
        raise ValidationError(f"{left[0]} no longer works here and cannot be asked. Choose somebody else.")
    return _add_people(audit, people, at)


def _add_people(audit: Audit, people: Iterable[Person], at: datetime) -> list[Participant]:
    known = set(audit.participants.values_list("person", flat=True))
    new = {person.pk: person for person in people if person.pk not in known and person.works_here(at)}
    added = [Participant(audit=audit, person=person, added_at=at) for person in new.values()]
    for participant in added:
        participant.full_clean()
        participant.save()
    return added
