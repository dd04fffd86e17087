"""Who is who: the leading seats, and everybody with the seats they hold."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from people.models import Function, Person, Role, Seat


@dataclass(frozen=True)
class Lead:
    """A leading seat and who holds it; nobody where `person` is None."""

    title: str
    function: str
    person: Person | None


def leaders(at: datetime) -> list[Lead]:
    """CEO, COO and the four heads at that instant, vacant seats included; one query."""
    seats = Seat.objects.at(at).exclude(role=Role.MEMBER).filter(person__is_active=True).select_related("person")
    held = {(seat.role, seat.function): seat.person for seat in seats}
    posts = [(Role.CEO, "", "CEO"), (Role.COO, "", "COO")]
    posts += [(Role.HEAD, function.value, f"Head of {function.label}") for function in Function]
    return [Lead(title, function, held.get((role, function))) for role, function, title in posts]


def everyone(at: datetime) -> QuerySet[Person]:
    """All people, those who left last, each with `seats_now`."""
    now = Prefetch("seats", Seat.objects.at(at), to_attr="seats_now")
    return Person.objects.order_by("-is_active", "name", "pk").prefetch_related(now)
