"""Filters and tags about handoffs and seats. People need their seats prefetched, so that a list costs no query a row."""

from datetime import datetime

from django import template
from django.utils import timezone

from initiatives.models import Charter, Handoff, Holding
from initiatives.timers import Timer, clocks_of, timer_of
from initiatives.working_hours import WorkingHours
from people.models import Function, Person

register = template.Library()


@register.filter
def timer(handoff: Handoff, now: datetime) -> Timer:
    """The handoff's state and its words: “Dark 2 d 3 h”, “5 h left”, “Accepted”."""
    return timer_of(handoff, now)


@register.simple_tag
def clocks(handoff: Handoff, now: datetime, hours: WorkingHours) -> str:
    """Both clocks of an open offer: “16 h working, 2 d 3 h calendar”."""
    return clocks_of(handoff, now, hours)


@register.filter
def function_at(person: Person, at: datetime) -> str:
    """The function in which the person held a seat at that instant; blank where none."""
    return next((seat.function for seat in person.seats.all() if seat.function and at in seat.period), "")


@register.filter
def side_at(person: Person, at: datetime) -> str:
    """One side of a handoff in a word: the person's function, else their name."""
    function = function_at(person, at)
    return Function(function).label if function else person.name


@register.simple_tag(takes_context=True)
def waiting_count(context) -> int:
    """How many open offers wait on the reader; counted once a request."""
    request = context.get("request")
    if request is None or not request.user.is_authenticated:
        return 0
    if not hasattr(request, "waiting_count"):
        request.waiting_count = Handoff.objects.waiting_on(request.user, timezone.now()).count()
    return request.waiting_count


@register.simple_tag
def holdings_now(person: Person) -> list[Holding]:
    """What the person holds now on launches that are live, for the page of that person; one query."""
    live = Holding.objects.at(timezone.now()).on_live_launches().filter(person=person)
    return list(live.select_related("deliverable__initiative").order_by("deliverable__initiative__name", "period"))


@register.simple_tag
def arcs_now(person: Person) -> list[Charter]:
    """The charters in force that name the person owner of a live launch's arc, for the page of that person; one query."""
    charters = Charter.objects.in_force(timezone.now()).on_live_launches().filter(owner=person)
    return list(charters.select_related("initiative").order_by("initiative__name"))
