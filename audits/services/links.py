"""What an audit tells its people: the link to what is asked of them, and what else they should know. All through the outbox."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from audits.models import Audit, Document, Interview, Participant, Quote
from people.models import Person
from people.outbox import post, post_letter

LETTER = """Hello {name},

{lead} is auditing who holds what on {initiative}: where ownership transfers, where it goes dark, where it never existed.
What the log already says is filled in; what only you can know is asked of you here:

{link}

You sign in first. “I do not know” is an answer. The audit closes on {closes}.
"""


@transaction.atomic
def ask_people(*, audit: Audit, address: str, by: Person, at: datetime) -> list[Participant]:
    """Write the link to everybody who has not got it into the outbox; it is sent once this is committed.

    `address` is where this console is reached. Raises ValidationError when everybody has the link already.
    """
    waiting = list(audit.participants.select_for_update(of=["self"]).filter(asked_at__isnull=True).select_related("person"))
    if not waiting:
        raise ValidationError("Everybody has the link already. Add somebody first.")
    path, closes = asked_path(audit), f"{audit.closes_on:%-d %B %Y}"
    words = {"lead": audit.lead.name, "initiative": audit.initiative.name, "link": address.rstrip("/") + path, "closes": closes}
    subject = f"{audit.initiative}: what is asked of you until {closes}"
    for participant in waiting:
        participant.asked_at = at
        participant.save()
        text, key = LETTER.format(name=participant.person.name, **words), participant.letter
        post_letter(person=participant.person, key=key, kind="audit", subject=subject, text=text, path=path, at=at)
    return waiting


def tell_planned(interview: Interview, at: datetime) -> None:
    """Who is to be interviewed, on which day and by whom; each day once."""
    audit = interview.audit
    on = f"{interview.held_on:%-d %B %Y}"
    post(
        key=f"interview-{interview.pk}:{interview.held_on:%Y%m%d}",
        kind="audit",
        to=[interview.person],
        subject=f"{interview.by} interviews you on {on}, about {audit.initiative}",
        text="Nothing that you say is quoted unless you let it be.",
        path=asked_path(audit),
        at=at,
        shared=False,
    )


def tell_quoted(quote: Quote, at: datetime) -> None:
    """Who said something, that it waits for their consent."""
    audit = quote.interview.audit
    post(
        key=f"quote-{quote.pk}:asked",
        kind="audit",
        to=[quote.interview.person],
        subject=f"May the audit of {audit.initiative} show what you said?",
        text=f"“{quote.text}”\n\nWithout your consent it is left out.",
        path=asked_path(audit),
        at=at,
        shared=False,
    )


def tell_frozen(document: Document, at: datetime) -> None:
    """Everybody in the audit, that there is a document to read."""
    audit = document.audit
    people = [participant.person for participant in audit.participants.select_related("person")]
    subject = f"The accountability map of {audit.initiative} is frozen, revision {document.revision}"
    path = reverse("audits:revision", args=[audit.pk, document.revision])
    text = " ".join(document.content["headline"])
    post(
        key=f"document-{document.pk}:frozen",
        kind="audit",
        to=people,
        subject=subject,
        text=text,
        path=path,
        at=at,
        shared=False,
    )


def asked_path(audit: Audit) -> str:
    """The page with what is asked of whoever opens it, after signing in."""
    return reverse("audits:asked", args=[audit.pk])
