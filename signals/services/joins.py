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
    """Join two parties as one customer, on a person's word. Raises ValidationError where that is decided."""
    raw, link = _locked(link)
    if link.state in (State.JOINED, State.REJECTED):
        raise ValidationError(_as_it_is(link))
    _decide(link, State.JOINED, by, at)
    stand_anew(raw, [link.a_id, link.b_id])
    return link


@transaction.atomic
def undo_join(*, link: PartyLink, by: Person, at: datetime) -> PartyLink:
    """Take a join apart: each party stands for itself again, or with those that other joins still make one with it.

    Work and signals name the party as its source has it, so nothing else is to be put back. No later pull joins by
    an exact key again what was taken apart. What a person decided on a suggestion is taken back: it waits again, as it was; the
    history keeps who decided what. Raises ValidationError where they are neither joined nor rejected.
    """
    raw, link = _locked(link)
    if link.state == State.REJECTED:
        return _decide(link, State.SUGGESTED, None, None)
    if link.state != State.JOINED:
        raise ValidationError(_as_it_is(link))
    if link.is_suggestion:
        _decide(link, State.SUGGESTED, None, None)
    else:
        _decide(link, State.UNDONE, by, at)
    stand_anew(raw, [link.a_id, link.b_id])
    return link


@transaction.atomic
def reject_join(*, link: PartyLink, by: Person, at: datetime) -> PartyLink:
    """Refuse a suggested join; it is not suggested again. Raises ValidationError where it is not a suggestion."""
    _, link = _locked(link)
    if link.state != State.SUGGESTED:
        raise ValidationError(_as_it_is(link))
    return _decide(link, State.REJECTED, by, at)


def _locked(link: PartyLink) -> tuple[psycopg.Cursor, PartyLink]:
    """The link as it is now. No pull joins, and nobody else decides, until the transaction ends. Raises ValidationError."""
    raw = cursor()
    raw.execute("SELECT pg_advisory_xact_lock(%s)", [locks.PARTIES])
    found = PartyLink.objects.select_for_update().filter(pk=link.pk).first()
    if found is None:
        raise ValidationError("This is suggested no longer: the names have changed. Nothing was changed.")
    return raw, found


def _as_it_is(link: PartyLink) -> str:
    """What became of a join, for a person who decides too late: the two, who decided, what they are now."""
    who = link.decided_by.name if link.decided_by else ""
    return {
        State.SUGGESTED: f"{link.a} and {link.b} are not joined, only suggested; nothing was changed.",
        State.JOINED: f"{link.a} and {link.b} are one customer already, {f'joined by {who}' if who else 'by an exact key'}; "
        "nothing was changed.",
        State.REJECTED: f"{who} has decided that {link.a} and {link.b} are two customers; nothing was changed.",
        State.UNDONE: f"{who} has taken the join of {link.a} and {link.b} apart; nothing was changed.",
    }[State(link.state)]


def _decide(link: PartyLink, state: str, by: Person | None, at: datetime | None) -> PartyLink:
    link.state, link.decided_by, link.decided_at = state, by, at
    link.full_clean(exclude=["a", "b"])
    link.save()
    return link
