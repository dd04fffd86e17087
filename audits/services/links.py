"""Sending each person of an audit the link to what is asked of them."""

import logging
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.urls import reverse

from audits.models import Audit, Participant
from people.models import Person

logger = logging.getLogger(__name__)
LETTER = """Hello {name},

{lead} is auditing who holds what on {initiative}: where ownership transfers, where it goes dark, where it never existed.
What the log already says is filled in; what only you can know is asked of you here:

{link}

You sign in first. “I do not know” is an answer. The audit closes on {closes}.
"""


@transaction.atomic
def ask_people(*, audit: Audit, address: str, by: Person, at: datetime) -> list[Participant]:
    """Send the link to everybody who has not got it; the letters go out once the transaction is committed.

    `address` is where this console is reached. Raises ValidationError when everybody has the link already.
    """
    waiting = list(audit.participants.select_for_update(of=["self"]).filter(asked_at__isnull=True).select_related("person"))
    if not waiting:
        raise ValidationError("Everybody has the link already. Add somebody first.")
    for participant in waiting:
        participant.asked_at = at
        participant.save()
    link = address.rstrip("/") + reverse("audits:asked", args=[audit.pk])
    transaction.on_commit(partial(_send, audit, waiting, link))
    return waiting


def _send(audit: Audit, participants: Sequence[Participant], link: str) -> None:
    """Send the letters; where no mail server takes them, those people have not got the link, and it can be sent again."""
    closes = f"{audit.closes_on:%-d %B %Y}"
    subject = f"{audit.initiative}: what is asked of you until {closes}"
    words = {"lead": audit.lead.name, "initiative": audit.initiative.name, "link": link, "closes": closes}
    people = [participant.person for participant in participants]
    letters = [EmailMessage(subject, LETTER.format(name=one.name, **words), to=[one.email]) for one in people]
    try:
        get_connection().send_messages(letters)
    except OSError:
        logger.exception("The links of audit %s were not sent: no mail server took them.", audit.pk)
        Participant.objects.filter(pk__in=[participant.pk for participant in participants]).update(asked_at=None)
