"""Interviews and quotes; consent is that of the person who said it."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from audits.models import Audit, Consent, Interview, Quote, Row
from audits.services.start import add_people
from people.models import Person


@transaction.atomic
def record_interview(*, audit: Audit, person: Person, held_on: date, by: Person, at: datetime) -> Interview:
    """Write down that somebody was interviewed; that person is among the people of the audit from then on."""
    if held_on > at.date():
        raise ValidationError({"held_on": "An interview is written down after it was held."})
    add_people(audit=audit, people=[person], by=by, at=at)
    interview = Interview(audit=audit, person=person, held_on=held_on, by=by, at=at)
    interview.full_clean()
    interview.save()
    return interview


@transaction.atomic
def add_quote(
    *, interview: Interview, text: str, rows: Iterable[Row], consents: bool = False, by: Person, at: datetime
) -> Quote:
    """Keep what was said, and which rows it supports; `consents`: it was agreed in the interview that it may be shown."""
    rows = list(rows)
    if any(row.audit_id != interview.audit_id for row in rows):
        raise ValidationError("A quote supports rows of its own audit.")
    consent = Consent.GIVEN if consents else Consent.ASKED
    quote = Quote(interview=interview, text=text.strip().strip('“”"'), consent=consent, consent_at=at if consents else None)
    quote.full_clean()
    quote.save()
    quote.rows.set(rows)
    return quote


@transaction.atomic
def answer_consent(*, quote: Quote, consent: str, by: Person, at: datetime) -> Quote:
    """The one who said it lets the document show it, or not. Raises ValidationError by anybody else."""
    quote = Quote.objects.select_for_update(of=["self"]).select_related("interview__person").get(pk=quote.pk)
    if quote.interview.person != by:
        raise ValidationError(f"Only {quote.interview.person}, who said it, decides whether it is shown.")
    if consent not in (Consent.GIVEN, Consent.REFUSED):
        raise ValidationError("Choose whether it may be shown.")
    quote.consent, quote.consent_at = consent, at
    quote.full_clean()
    quote.save()
    return quote
