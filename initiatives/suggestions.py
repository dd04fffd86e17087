"""Who is next, and what “done” meant: what an offer starts from, read from the plan and from the last time."""

from dataclasses import dataclass
from datetime import datetime

from initiatives.models import Answer, Deliverable, Handoff
from people.models import Function, Person, Role


@dataclass(frozen=True)
class Suggestion:
    """A person to hand over to, and the sentence that says why."""

    person: Person
    why: str


def next_receiver(deliverable: Deliverable, sender: Person, at: datetime, *, batch: bool) -> Suggestion | None:
    """The person who most likely comes next; None where neither the plan nor the past knows.

    A batch goes where the last one went. A deliverable goes where the plan says (to who holds, else heads, what needs it), else
    where it went last time, else to what comes next in the template.
    """
    ways = [_last_time, _from_the_plan] if batch else [_from_the_plan, _last_time, _from_the_template]
    for way in ways:
        found = way(deliverable, at, batch)
        if found and found.person != sender and found.person.works_here(at):
            return found
    return None


def last_criteria(deliverable: Deliverable, *, batch: bool) -> str:
    """What “done” meant the last time that this, or its namesake on another launch, was offered; blank the first time."""
    last = _namesakes(deliverable, batch).order_by("-offered_at").first()
    return last.acceptance_criteria if last else ""


def _from_the_plan(deliverable: Deliverable, at: datetime, batch: bool) -> Suggestion | None:
    """Who holds what needs it; where nobody does, the head of that function."""
    return _first_of(list(deliverable.needed_by.in_scope()[:5]), at, "needs it")


def _from_the_template(deliverable: Deliverable, at: datetime, batch: bool) -> Suggestion | None:
    after = deliverable.initiative.deliverables.in_scope().filter(order__gt=deliverable.order)
    return _first_of(list(after[:1]), at, "comes next in the template")


def _first_of(pieces: list[Deliverable], at: datetime, how: str) -> Suggestion | None:
    for piece in pieces:
        if holder := piece.holder(at):
            return Suggestion(holder, f"{holder} holds {piece}, which {how}.")
    for piece in pieces:
        if head := Person.objects.seated(Role.HEAD, function=piece.function, at=at).first():
            return Suggestion(head, f"{head} heads {Function(piece.function).label}; {piece} {how}, and nobody holds it.")
    return None


def _last_time(deliverable: Deliverable, at: datetime, batch: bool) -> Suggestion | None:
    accepted = _namesakes(deliverable, batch).filter(answer__in=[Answer.ACCEPTED, Answer.SPLIT])
    last = accepted.select_related("receiver", "deliverable__initiative").order_by("-offered_at").first()
    return Suggestion(last.receiver, f"{last.receiver} took it last time, on {last.deliverable.initiative}.") if last else None


def _namesakes(deliverable: Deliverable, batch: bool):
    """Handoffs of deliverables of that name, on any launch."""
    return Handoff.objects.filter(deliverable__slug=deliverable.slug, batch_size__isnull=not batch, part_of=None)
