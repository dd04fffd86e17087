"""Joins between parties: confirmed, refused, undone."""

from datetime import datetime

import psycopg
from django.core.exceptions import ValidationError
from django.db import transaction

from people.models import Person
from signals import locks
from signals.loading.copying import cursor
from signals.loading.standing import stand_anew
from signals.models import PartyLink

State = PartyLink.State


@transaction.atomic
def confirm_join(*, link: PartyLink, by: Person, at: datetime) -> PartyLink:
    """Join two parties as one customer, on a person's word. Raises ValidationError where they are joined already."""
    raw, link = _locked(link)
    if link.state == State.JOINED:
        raise ValidationError("These two are joined already; nothing was changed.")
    _decide(link, State.JOINED, by, at)
    stand_anew(raw, [link.a_id, link.b_id])
    return link


@transaction.atomic
def undo_join(*, link: PartyLink, by: Person, at: datetime) -> PartyLink:
    """Take a join apart: each party stands for itself again, or with those that other joins still make one with it.

    Work and signals name the party as its source has it, so nothing else is to be put back. No later pull joins the two again.
    A rejection is taken back: the suggestion waits again. Raises ValidationError where they are neither joined nor rejected.
    """
    raw, link = _locked(link)
    if link.state == State.REJECTED:
        return _decide(link, State.SUGGESTED, None, None)
    if link.state != State.JOINED:
        raise ValidationError("These two are not joined; nothing was changed.")
    _decide(link, State.UNDONE, by, at)
    stand_anew(raw, [link.a_id, link.b_id])
    return link


@transaction.atomic
def reject_join(*, link: PartyLink, by: Person, at: datetime) -> PartyLink:
    """Refuse a suggested join; it is not suggested again. Raises ValidationError where it is not a suggestion."""
    _, link = _locked(link)
    if link.state != State.SUGGESTED:
        raise ValidationError("This join is not a suggestion; nothing was changed.")
    return _decide(link, State.REJECTED, by, at)


def _locked(link: PartyLink) -> tuple[psycopg.Cursor, PartyLink]:
    """The link as it is now. No pull joins, and nobody else decides, until the transaction ends. Raises ValidationError."""
    raw = cursor()
    raw.execute("SELECT pg_advisory_xact_lock(%s)", [locks.PARTIES])
    found = PartyLink.objects.select_for_update().filter(pk=link.pk).first()
    if found is None:
        raise ValidationError("This is suggested no longer: the names have changed. Nothing was changed.")
    return raw, found


def _decide(link: PartyLink, state: str, by: Person | None, at: datetime | None) -> PartyLink:
    link.state, link.decided_by, link.decided_at = state, by, at
    link.full_clean(exclude=["a", "b"])
    link.save()
    return link
