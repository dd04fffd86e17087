"""Interviews and quotes; consent is that of the person who said it."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from audits.models import Audit, Consent, Interview, Quote, Row
from audits.services.links import tell_planned, tell_quoted
from audits.services.start import add_people
from people.models import Person


@transaction.atomic
def record_interview(*, audit: Audit, person: Person, held_on: date, by: Person, at: datetime) -> Interview:
    """Plan an interview, and tell the person; or write down one that was held. That person is in the audit from then on."""
    add_people(audit=audit, people=[person], by=by, at=at)
    interview = Interview(audit=audit, person=person, held_on=held_on, by=by, at=at)
    _keep(interview, at)
    return interview


@transaction.atomic
def move_interview(*, interview: Interview, held_on: date, by: Person, at: datetime) -> Interview:
    """Put an interview on another day, or say on which day it was held. Raises ValidationError once it has quotes."""
    interview = (
        Interview.objects.select_for_update(of=["self"]).select_related("audit__initiative", "person").get(pk=interview.pk)
    )
    if interview.quotes.exists():
        raise ValidationError({"held_on": "What was said in it is written down: its day stays."})
    interview.held_on, interview.by, interview.at = held_on, by, at
    _keep(interview, at)
    return interview


def _keep(interview: Interview, at: datetime) -> None:
    """Save it; the person is told of a day to come."""
    if interview.is_planned and interview.held_on > interview.audit.closes_on:
        raise ValidationError({"held_on": f"The audit closes on {interview.audit.closes_on:%-d %B}: choose a day until then."})
    interview.full_clean()
    interview.save()
    if interview.is_planned:
        tell_planned(interview, at)


@transaction.atomic
def add_quote(
    *, interview: Interview, text: str, rows: Iterable[Row], consents: bool = False, by: Person, at: datetime
) -> Quote:
    """Keep what was said, and which rows it supports; `consents`: it was agreed in the interview that it may be shown."""
    rows = list(rows)
    if interview.held_on > timezone.localdate(at):
        raise ValidationError("What was said is written down once the interview was held. Change its day first.")
    if any(row.audit_id != interview.audit_id for row in rows):
        raise ValidationError("A quote supports rows of its own audit.")
    consent = Consent.GIVEN if consents else Consent.ASKED
    quote = Quote(interview=interview, text=text.strip().strip('“”"'), consent=consent, consent_at=at if consents else None)
    quote.full_clean()
    quote.save()
    quote.rows.set(rows)
    if not consents:
        tell_quoted(quote, at)
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
