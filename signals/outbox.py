"""Sending what is in the outbox: claimed by one sender, sent after its commit, tried again with growing pauses.

A message is sent at least once. A sender that dies between sending and saying so leaves its lease; then another sends the
message again, under the same key (`Message-ID` of an e-mail, `Idempotency-Key` of a webhook), by which the second is known.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from people.models import Message
from people.models.message import LEASE
from signals.failures import Permanent, PullFailed
from signals.webhooks import call

PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360)]


def deliver(*, at: datetime | None = None) -> int:
    """Send everything that is due, one after the other; return how many were sent."""
    sent = 0
    while message := claim(at or timezone.now()):
        sent += send(message, at or timezone.now())
    return sent


@transaction.atomic
def claim(at: datetime) -> Message | None:
    """Take the oldest message that is due, or whose sender's lease is over; no other sender gets it meanwhile."""
    waiting = Message.objects.to_send(at).select_for_update(skip_locked=True, of=["self"])
    message = waiting.select_related("person", "webhook").first()
    if message is None:
        return None
    message.state, message.leased_until = Message.State.SENDING, at + LEASE
    message.attempts += 1
    message.save(update_fields=["state", "leased_until", "attempts"])
    return message


def send(message: Message, at: datetime) -> bool:
    """Send a claimed message and write down what came of it: sent, to be tried again, or given up."""
    try:
        if message.webhook:
            call(message.webhook, message, link_of(message))
        else:
            _mail(message)
    except (PullFailed, OSError) as problem:
        _failed(message, problem, at)
        return False
    _save(message, state=Message.State.SENT, sent_at=at, error="", leased_until=None)
    return True


def link_of(message: Message) -> str:
    """The whole address of the page that a message leads to; blank where the console does not know its own."""
    return f"{settings.ADDRESS}{message.path}" if settings.ADDRESS and message.path else ""


def _mail(message: Message) -> None:
    """One e-mail to the person; it may only go to somebody who still works here."""
    person, link = message.person, link_of(message)
    if person is None or not person.is_active:
        raise Permanent("This person has left.")
    text = "\n\n".join(part for part in (message.text, "" if link in message.text else link) if part)
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"
    headers = {"Message-ID": f"<{message.key.replace(':', '.')}@{domain}>", "Auto-Submitted": "auto-generated"}
    EmailMessage(" ".join(message.subject.split()), text, to=[person.email], headers=headers).send()


def _failed(message: Message, problem: Exception, at: datetime) -> None:
    """Try again after a pause that grows, unless that cannot help."""
    error = str(problem)[:500]
    if getattr(problem, "permanent", False) or message.attempts > len(PAUSES):
        _save(message, state=Message.State.FAILED, error=error, leased_until=None)
    else:
        pause = PAUSES[message.attempts - 1]
        _save(message, state=Message.State.DUE, due_at=at + pause, error=error, leased_until=None)


def _save(message: Message, **fields) -> None:
    """Write an outcome, unless another sender has taken the message over meanwhile."""
    Message.objects.filter(pk=message.pk, state=Message.State.SENDING, attempts=message.attempts).update(**fields)
