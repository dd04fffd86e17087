"""What the services of handoffs tell, to whom: each message is written in the transaction of the act."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.utils import timezone

from initiatives.models import ActionItem, Answer, Delegation, Handoff
from people.models import Person, Role
from people.outbox import post
from revenue_arc import words

DEEDS = {
    Answer.ACCEPTED: "accepted",
    Answer.REJECTED: "rejected",
    Answer.WITHDRAWN: "took back",
    Answer.SPLIT: "answered in parts",
}


def tell_offered(handoff: Handoff) -> None:
    """The receiver, and whoever stands in for them, that something waits."""
    at = handoff.offered_at
    post(
        key=f"handoff-{handoff.pk}:offered",
        kind="offered",
        to=with_delegates([handoff.receiver], at),
        subject=f"{handoff.sender} offers {handoff.receiver} {handoff.title}",
        text=f"Done means: {handoff.acceptance_criteria}\nAnswer by {in_utc(handoff.answer_by)}.",
        path=f"/handoffs/{handoff.pk}/",
        at=at,
    )


def tell_answered(handoff: Handoff, at: datetime) -> None:
    """The sender, what came of it."""
    to = handoff.receiver if handoff.answer == Answer.WITHDRAWN else handoff.sender
    why = f"Reason: {handoff.reason}. {handoff.comment}".strip() if handoff.reason else handoff.comment
    post(
        key=f"handoff-{handoff.pk}:{handoff.answer}",
        kind="answered",
        to=[to],
        subject=f"{handoff.answered_by} {DEEDS[Answer(handoff.answer)]} {handoff.title}",
        text=why,
        path=f"/handoffs/{handoff.pk}/",
        at=at,
    )


def tell_asked(item: ActionItem, at: datetime) -> None:
    """Somebody, that a holder is to be named."""
    path = f"/deliverables/{item.holding.deliverable_id}/" if item.holding else ""
    post(key=f"action-{item.pk}:asked", kind="orphaned", to=[item.person], subject=item.text, path=path, at=at)


def tell_owner_asked(item: ActionItem, at: datetime) -> None:
    """The CEO, that an owner is to be named, and by when."""
    post(
        key=f"action-{item.pk}:asked",
        kind="charter",
        to=[item.person],
        subject=f"By {words.day(item.due)}: {item.text}",
        path=f"/initiatives/{item.initiative.slug}/charter/new/",
        at=at,
        shared=False,
    )


def in_utc(instant: datetime) -> str:
    """An instant for a message, which many people read: in UTC, and said so, whatever zone its writer is in."""
    with timezone.override(UTC):
        return f"{words.instant(instant)} UTC"


def with_delegates(people: Iterable[Person], at: datetime) -> list[Person]:
    """These people and whoever stands in for them at that instant; one query."""
    people = list(people)
    standing_in = Delegation.objects.at(at).filter(person__in=people).select_related("delegate")
    return people + [delegation.delegate for delegation in standing_in]


def who_acts_for(person: Person, at: datetime) -> list[Person]:
    """The person; once they have left, who heads the function in which they sat until then."""
    if person.works_here(at):
        return [person]
    sat_in = {seat.function for seat in person.seats.all() if seat.function and seat.period.upper == person.left_at}
    return [head for function in sorted(sat_in) for head in Person.objects.seated(Role.HEAD, function=function, at=at)]


def coo_or_ceo(at: datetime) -> list[Person]:
    """The person in the COO's seat; while it is empty, the CEO."""
    return list(Person.objects.seated(Role.COO, at=at)) or list(Person.objects.seated(Role.CEO, at=at))
