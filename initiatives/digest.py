"""The day's digest: what waits on a person, what they hold and what is due; one e-mail on a working morning."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from initiatives.deadlines import Deadline, deadlines_of_items, lines_for
from initiatives.models import ActionItem, Handoff, Holding
from initiatives.timers import timer_of
from initiatives.working_hours import WorkingHours
from people.models import Company, Person
from people.outbox import post_letter
from revenue_arc import words

MORNING = 7


@transaction.atomic
def write_digests(*, at: datetime, deadlines: Iterable[Deadline] = ()) -> int:
    """Write the digest of everybody who wants one and for whom it is a working morning by now; return how many.

    A day's digest has one key, so it is written once; somebody on whom nothing waits gets none. `deadlines` are those of the
    layers above, beside those of action items; of two with one key theirs counts.
    """
    hours = WorkingHours.of(Company.objects.ours())
    items = deadlines_of_items(ActionItem.objects.waiting().with_owners(), at)
    due = list({one.key: one for one in [*items, *deadlines]}.values())
    written = 0
    for person in Person.objects.present(at).filter(mail_digest=True):
        with timezone.override(ZoneInfo(person.time_zone)):
            local = timezone.localtime(at)
            key = f"digest:{person.pk}:{local:%Y-%m-%d}"
            if local.hour < MORNING or hours.hours_of(local.date()) is None or person.messages.filter(key=key).exists():
                continue
            if text := digest_of(person, at, lines_for(person, due, hours, at)):
                subject = f"Revenue Arc, {words.day(at)}: what waits on you"
                post_letter(person=person, key=key, kind="digest", subject=subject, text=text, at=at, path="/handoffs/")
                written += 1
    return written


def digest_of(person: Person, at: datetime, due: list[tuple[str, list[str]]]) -> str:
    """What a person has to know today, in lines, with what is `due`; blank where there is nothing."""
    waiting = Handoff.objects.waiting_on(person, at).with_people().darkest_first(at)
    sent = Handoff.objects.open().filter(sender=person).with_people().darkest_first(at)
    parts = [
        ("To answer", [f"{timer_of(one, at).text}: {one.title}, from {one.sender}" for one in waiting]),
        ("Sent, not answered", [f"{timer_of(one, at).text}: {one.title}, to {one.receiver}" for one in sent]),
        *due,
    ]
    said = [f"{title}\n" + "\n".join(f"- {line}" for line in lines) for title, lines in parts if lines]
    held = Holding.objects.at(at).on_live_launches().filter(person=person).select_related("deliverable__initiative")
    if said and held:
        said.append("You hold\n" + "\n".join(f"- {one.deliverable} of {one.deliverable.initiative}" for one in held))
    return "\n\n".join(said)
