"""Handoffs that nobody logged, as somebody remembers them."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from audits.models import Audit, UnloggedHandoff
from audits.report import company_zone
from audits.services.start import add_people
from initiatives.models import Deliverable
from people.models import Person


@transaction.atomic
def add_unlogged(
    *,
    audit: Audit,
    deliverable: Deliverable,
    what: str,
    sender: Person,
    receiver: Person,
    on: date,
    known_from: Person,
    by: Person,
    at: datetime,
) -> UnloggedHandoff:
    """Write down a handoff that is in no log; both sides are asked about it from then on. It never changes the record.

    Raises ValidationError for a day to come, for one side only, for another launch's deliverable, and for the same twice.
    """
    if on > at.astimezone(company_zone()).date():
        raise ValidationError({"on": "That day has not come yet. Offer the handoff itself, so that it is logged."})
    if deliverable.initiative_id != audit.initiative_id:
        raise ValidationError({"deliverable": "This deliverable belongs to another launch."})
    told = {"sender": sender, "receiver": receiver, "known_from": known_from}
    one = UnloggedHandoff(audit=audit, deliverable=deliverable, what=what.strip(), on=on, by=by, at=at, **told)
    one.full_clean()
    one.save()
    add_people(audit=audit, people=[person for person in (sender, receiver) if person.works_here(at)], by=by, at=at)
    return one
