"""Who may see or do what in an audit: each look-up returns the object, or refuses.

Every signed-in person reads. The COO and the CEO run audits; whoever is asked answers what is asked of them; both sides of a
row say what they think of it; a quote is its speaker's. A refusal is a 404 where there is no such object, and else a
PermissionDenied whose sentence says who may.
"""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from audits.asking import Item, item_of, may_answer
from audits.models import Audit, Document, Interview, Quote, Row
from audits.report import Report
from initiatives.access import may_run
from people.models import Person, Role


def may_lead(person: Person) -> bool:
    """Whether this person may run audits: the COO and the CEO."""
    return person.holds(Role.COO) or person.holds(Role.CEO)


def must_lead(person: Person) -> None:
    """Refuse anybody but the COO and the CEO."""
    if not may_lead(person):
        raise PermissionDenied("Only the COO or the CEO runs an audit. Ask one of them.")


def audit_to_read(person: Person, pk: int) -> Audit:
    """Every signed-in person reads every audit."""
    audits = Audit.objects.select_related("initiative", "lead").prefetch_related(
        "lead__seats", "initiative__charters__owner__seats"
    )
    return get_object_or_404(audits, pk=pk)


def audit_to_lead(person: Person, pk: int) -> Audit:
    """The COO's and the CEO's."""
    audit = audit_to_read(person, pk)
    must_lead(person)
    return audit


def audit_to_add_to(person: Person, pk: int) -> Audit:
    """The COO's, the CEO's, and that of everybody who is asked or interviewed in it."""
    audit = audit_to_read(person, pk)
    if not (may_lead(person) or audit.participants.filter(person=person).exists()):
        raise PermissionDenied("Only the people of an audit add to it. The COO or the CEO can make you one of them.")
    return audit


def item_to_answer(person: Person, report: Report, slug: str) -> Item:
    """That of the people whom it is asked, and of those who run audits."""
    item = item_of(report, slug)
    if item is None:
        raise Http404("The audit asks no such question.")
    if not may_answer(item, person):
        names = ", ".join(str(one) for one in item.asked) or "nobody yet"
        raise PermissionDenied(f"This is asked of {names}; the COO or the CEO may answer it too.")
    return item


def row_to_read(person: Person, pk: int) -> Row:
    """Anybody's to read."""
    rows = Row.objects.select_related(
        "audit__initiative", "audit__lead", "deliverable", "handoff__sender", "handoff__receiver", "handoff__deliverable"
    )
    return get_object_or_404(rows, pk=pk)


def require_side(person: Person, row: Row, report: Report) -> None:
    """Refuse anybody but the people whom the row is about."""
    sides = report.sides_of(row)
    if person not in sides:
        names = " or ".join(str(one) for one in sides) or "nobody on record"
        raise PermissionDenied(f"Both sides of a row say whether it is so: {names}.")


def row_to_lead(person: Person, pk: int) -> Row:
    """To note something on: the COO's and the CEO's."""
    row = row_to_read(person, pk)
    must_lead(person)
    return row


def row_to_act_on(person: Person, pk: int) -> Row:
    """To make an action item of: the COO's, the CEO's, and that of whoever runs the launch."""
    row = row_to_read(person, pk)
    if not (may_lead(person) or may_run(person, row.audit.initiative)):
        raise PermissionDenied("Only the COO, the CEO or the arc owner makes an action item of a row.")
    return row


def interview_to_lead(person: Person, pk: int) -> Interview:
    """The COO's and the CEO's."""
    interview = get_object_or_404(Interview.objects.select_related("audit__initiative", "person", "by"), pk=pk)
    must_lead(person)
    return interview


def quote_to_consent_to(person: Person, pk: int) -> Quote:
    """Its speaker's."""
    quote = get_object_or_404(Quote.objects.select_related("interview__audit", "interview__person"), pk=pk)
    if quote.interview.person != person:
        raise PermissionDenied(f"Only {quote.interview.person}, who said it, decides whether it is shown.")
    return quote


def document_to_read(person: Person, pk: int, revision: int) -> Document:
    """Anybody's to read."""
    documents = Document.objects.select_related("audit__initiative", "audit__lead", "frozen_by")
    return get_object_or_404(documents, audit=pk, revision=revision)
