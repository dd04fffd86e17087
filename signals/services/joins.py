"""Joins between parties: confirmed, refused, undone."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from people.models import Person
from signals.loading.copying import cursor
from signals.loading.parties import stand_together
from signals.models import Party, PartyLink

State = PartyLink.State


@transaction.atomic
def confirm_join(*, link: PartyLink, by: Person, at: datetime) -> PartyLink:
    """Join two parties as one customer, on a person's word. Raises ValidationError where they are joined already."""
    link = PartyLink.objects.select_for_update().get(pk=link.pk)
    if link.state == State.JOINED:
        raise ValidationError("These two are joined already; nothing was changed.")
    _decide(link, State.JOINED, by, at)
    stand_together(cursor(), [(link.a_id, link.b_id)])
    return link


@transaction.atomic
def undo_join(*, link: PartyLink, by: Person, at: datetime) -> PartyLink:
    """Take a join apart: each party stands for itself again, or with those that other joins still make one with it.

    Work and signals name the party as its source has it, so nothing else is to be put back. No later pull joins the two again.
    Raises ValidationError where they are not joined.
    """
    link = PartyLink.objects.select_for_update().get(pk=link.pk)
    if link.state != State.JOINED:
        raise ValidationError("These two are not joined; nothing was changed.")
    root = link.a.joined_to_id or link.a_id
    _decide(link, State.UNDONE, by, at)
    members = list(Party.objects.filter(Q(pk=root) | Q(joined_to=root)).values_list("pk", flat=True))
    Party.objects.filter(pk__in=members).update(joined_to=None)
    left = PartyLink.objects.filter(state=State.JOINED, a__in=members, b__in=members).values_list("a_id", "b_id")
    if left:
        stand_together(cursor(), list(left))
    return link


@transaction.atomic
def reject_join(*, link: PartyLink, by: Person, at: datetime) -> PartyLink:
    """Refuse a suggested join; it is not suggested again. Raises ValidationError where it is not a suggestion."""
    link = PartyLink.objects.select_for_update().get(pk=link.pk)
    if link.state != State.SUGGESTED:
        raise ValidationError("This join is not a suggestion; nothing was changed.")
    return _decide(link, State.REJECTED, by, at)


def _decide(link: PartyLink, state: str, by: Person, at: datetime) -> PartyLink:
    link.state, link.decided_by, link.decided_at = state, by, at
    link.full_clean(exclude=["a", "b"])
    link.save()
    return link
