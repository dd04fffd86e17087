"""Somebody leaves: what they held is orphaned, nothing is passed on in silence, and one person is asked to name each holder."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from initiatives.models import ActionItem, Charter, Holding, Initiative
from initiatives.services.charters import ask_for_owner
from initiatives.telling import tell_asked
from people.models import Person, Role
from revenue_arc import words


@transaction.atomic
def record_leaving(*, person: Person, by: Person, at: datetime) -> list[ActionItem]:
    """Record that `person` has left as of `at`: their seats end, and for each deliverable they held somebody is asked.

    For each arc they owned the CEO is asked to name another owner. Their holdings and handoffs stay as they are. Returned are
    the items that ask for a holder. Raises ValidationError when they had left before, or for oneself.
    """
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if person == by:
        raise ValidationError("Somebody else records that you left.")
    if not person.works_here(at):
        raise ValidationError(f"{person} has left already. Nothing was changed.")
    person.left_at, person.is_active = at, False
    person.full_clean()
    person.save()
    for seat in person.seats.at(at):
        seat.period = (seat.period.lower, at)
        seat.full_clean()
        seat.save()
    _ask_for_owners(person, by, at)
    return ask_for_holders(at=at, by=by)


def _ask_for_owners(person: Person, by: Person, at: datetime) -> None:
    """Ask the CEO, where there is one, for another owner of each arc that is orphaned now."""
    if not Person.objects.seated(Role.CEO, at=at).exists():
        return
    for charter in Charter.objects.in_force(at).on_live_launches().filter(owner=person).select_related("initiative"):
        if not ActionItem.objects.open().asking_for_owner(charter.initiative).exists():
            ask_for_owner(initiative=charter.initiative, by=by, at=at)


@transaction.atomic
def ask_for_holders(*, at: datetime, by: Person | None = None) -> list[ActionItem]:
    """Ask one person to name a holder for each deliverable that somebody who left still held; once for each holding.

    Asked is the arc owner; while there is none, the COO, else the CEO. Where nobody is there to ask, the pages still say so.
    """
    orphaned = Holding.objects.orphaned(at).filter(asked=None).select_related("person", "deliverable__initiative")
    asked = [_ask(holding, at, by) for holding in orphaned.order_by("pk").select_for_update(of=["self"])]
    return [item for item in asked if item]


def _ask(holding: Holding, at: datetime, by: Person | None) -> ActionItem | None:
    initiative = holding.deliverable.initiative
    somebody = _whom(initiative, at)
    if somebody is None:
        return None
    left = f" on {words.day(holding.person.left_at)}" if holding.person.left_at else ""
    text = f"Name a holder for {holding.deliverable}: {holding.person}, who held it, left{left}."
    due = timezone.localdate(at) + timedelta(days=1)
    item = ActionItem(
        initiative=initiative, text=text[:280], person=somebody, due=due, by=by or somebody, created_at=at, holding=holding
    )
    item.full_clean()
    item.save()
    tell_asked(item, at)
    return item


def _whom(initiative: Initiative, at: datetime) -> Person | None:
    owner = initiative.owner(at)
    if owner and owner.works_here(at):
        return owner
    leaders = Person.objects.present(at).filter(Q(seats__role=Role.COO) | Q(seats__role=Role.CEO), seats__period__contains=at)
    return leaders.order_by("-seats__role").first()
