"""Writing messages: in the transaction of what they tell, so that both come about or neither. `signals.outbox` sends them."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from people.models import Message, Person, Webhook

NEWS = timedelta(days=1)


def post(
    *,
    key: str,
    kind: str,
    to: Iterable[Person],
    subject: str,
    at: datetime,
    text: str = "",
    path: str = "",
    shared: bool = True,
) -> None:
    """Tell these people by e-mail, if they want it at once, and (where `shared`) every active webhook; each once by its key.

    What is recorded more than a day after it happened (an import, a past that is entered later) is no news: nobody is told.
    """
    if at < timezone.now() - NEWS:
        return
    told = {"kind": kind, "subject": subject[:200], "text": text, "path": path, "created_at": at, "due_at": at}
    people = {person.pk: person for person in to if person.mail_now and person.works_here(at)}
    messages = [Message(key=f"{key}:person-{pk}", person=person, **told) for pk, person in people.items()]
    if shared:
        hooks = Webhook.objects.filter(active=True)
        messages += [Message(key=f"{key}:webhook-{hook.pk}", webhook=hook, **told) for hook in hooks]
    Message.objects.bulk_create(messages, ignore_conflicts=True)


def post_letter(*, person: Person, key: str, kind: str, subject: str, text: str, at: datetime, path: str) -> None:
    """One e-mail to one person, once by its key, whatever that person switched off: a digest, or what somebody asks of them."""
    told = {"kind": kind, "subject": subject[:200], "text": text, "path": path, "created_at": at, "due_at": at}
    Message.objects.bulk_create([Message(key=key, person=person, **told)], ignore_conflicts=True)
