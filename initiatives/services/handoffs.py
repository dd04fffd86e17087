"""Handoffs: offered to one named person, accepted, rejected with a reason, or withdrawn (rules 5 to 9)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from initiatives.batches import ItemDraft
from initiatives.models import Answer, Deliverable, Handoff, HandoffItem, Holding, Reason, ReasonKind
from initiatives.services.refusals import locked_deliverable, locked_handoff, require_live, require_present, require_words
from initiatives.telling import tell_answered, tell_offered
from initiatives.working_hours import WorkingHours
from people.models import Company, Person


@transaction.atomic
def offer_handoff(
    *,
    deliverable: Deliverable,
    receiver: Person,
    acceptance_criteria: str,
    by: Person,
    at: datetime,
    sender: Person | None = None,
    answer_by: datetime | None = None,
    answer_within: timedelta | None = None,
    title: str = "",
    batch_size: int | None = None,
    items: Sequence[ItemDraft] = (),
) -> Handoff:
    """Offer the deliverable (or a batch of work) to one named person (rule 5); return the open handoff.

    `items` are those of a batch. The window ends at `answer_by`, or after `answer_within` of working time (one working day by
    default). Raises ValidationError when the receiver is the sender or has left, when the sender does not hold the deliverable,
    when it is on offer already, or when the acceptance criteria are missing.
    """
    deliverable, sender = locked_deliverable(deliverable), sender or by
    if items and batch_size not in (None, len(items)):
        raise ValidationError(f"These are {len(items)} items, not {batch_size}. Nothing was offered.")
    batch_size = len(items) or batch_size
    require_live(deliverable.initiative)
    if sender == receiver:
        raise ValidationError("A handoff goes to somebody else: choose another receiver. Nothing was offered.")
    require_present(receiver, at, "take a handoff")
    require_present(sender, at, "hand anything over")
    criteria = require_words(acceptance_criteria, "say what “done” means, so that the receiver knows what to accept")
    if batch_size is None:
        _require_holder(deliverable, sender, receiver, at)
    handoff = Handoff(
        deliverable=deliverable,
        sender=sender,
        receiver=receiver,
        title=title.strip() or deliverable.name,
        batch_size=batch_size,
        acceptance_criteria=criteria,
        offered_at=at,
        answer_by=answer_by or window_end(at, answer_within),
    )
    handoff.full_clean()
    handoff.save()
    _add_items(handoff, items)
    tell_offered(handoff)
    return handoff


def _add_items(handoff: Handoff, items: Sequence[ItemDraft]) -> None:
    """Write the items of a batch that is being offered. Raises ValidationError for one that breaks a rule."""
    rows = [HandoffItem(handoff=handoff, key=i.key, label=i.label, amount=i.amount, currency=i.currency) for i in items]
    for row in rows:
        row.clean_fields(exclude=["handoff"])
    HandoffItem.objects.bulk_create(rows, batch_size=500)


def window_end(at: datetime, within: timedelta | None = None) -> datetime:
    """When an acceptance window that opens at `at` ends: after that much working time, one working day by default (rule 10)."""
    hours = WorkingHours.of(Company.objects.ours())
    return hours.add(at, hours.working_day if within is None else within)


def _require_holder(deliverable: Deliverable, sender: Person, receiver: Person, at: datetime) -> None:
    """Refuse an offer by somebody who has nothing to offer, or to somebody who has it."""
    if deliverable.handoffs.moving().open_at(at).exists():
        raise ValidationError(f"{deliverable} is on offer already: wait for the answer, or withdraw that offer first.")
    holders = {holding.person_id: holding for holding in deliverable.holdings.at(at).select_related("person")}
    if sender.pk not in holders:
        names = ", ".join(sorted(holding.person.name for holding in holders.values()))
        who = f"{names} holds it" if names else "nobody holds it: name a holder first"
        raise ValidationError(f"{sender} does not hold {deliverable}, so cannot hand it over; {who}.")
    if receiver.pk in holders:
        raise ValidationError(f"{receiver} holds {deliverable} already. Nothing was offered.")
    if holders[sender.pk].period.lower == at:
        raise ValidationError(f"{sender} took {deliverable} at this very instant. Offer it a moment later.")


@transaction.atomic
def accept_handoff(*, handoff: Handoff, by: Person, at: datetime) -> Holding | None:
    """Accept: the sender's holding ends at the offer, the receiver's starts now (rule 7). Return it; None for a batch.

    Raises ValidationError when it was answered already, when `by` may not answer it, or when the receiver has left.
    """
    handoff = to_answer(handoff, by, at)
    if not handoff.receiver.works_here(at):
        left = f"{handoff.receiver} no longer works here, so nobody can accept this for them."
        raise ValidationError(f"{left} Reject it with a reason, and {handoff.sender} offers it to somebody else.")
    _answer(handoff, Answer.ACCEPTED, by=by, at=at)
    if handoff.is_batch:
        return None
    _end_senders_holding(handoff)
    return _begin_holding(handoff, handoff.receiver, at, until=None)


@transaction.atomic
def reject_handoff(*, handoff: Handoff, reason: Reason | None, by: Person, at: datetime, comment: str = "") -> Handoff:
    """Turn it down, with a reason from the shared list (rule 8); the sender holds it again from now (rule 7).

    Raises ValidationError when it was answered already, when `by` may not answer it, or without a reason for handoffs.
    """
    handoff = to_answer(handoff, by, at)
    if not Reason.objects.offered(ReasonKind.HANDOFF, at).filter(pk=getattr(reason, "pk", None)).exists():
        raise ValidationError("A rejection needs a reason from the list. Nothing was rejected; choose one.")
    handoff.reason, handoff.comment = reason, comment.strip()
    _answer(handoff, Answer.REJECTED, by=by, at=at)
    if not handoff.is_batch and (ended := _end_senders_holding(handoff)) and (ended.upper is None or ended.upper > at):
        _begin_holding(handoff, handoff.sender, at, until=ended.upper)
    return handoff


@transaction.atomic
def withdraw_handoff(*, handoff: Handoff, by: Person, at: datetime, comment: str = "") -> Handoff:
    """Take the offer back; the sender's holding is unbroken (rule 7). The sender does it, or the head of that function."""
    handoff = locked_handoff(handoff)
    _require_open(handoff)
    if not handoff.may_be_withdrawn_by(by, at):
        raise ValidationError(
            f"{handoff.sender} offered this; only {handoff.sender} or the head of that function withdraws it."
        )
    handoff.comment = comment.strip()
    _answer(handoff, Answer.WITHDRAWN, by=by, at=at)
    return handoff


@transaction.atomic
def answer_in_parts(
    *, handoff: Handoff, accepted: int, rejected: int, reason: Reason, by: Person, at: datetime
) -> list[Handoff]:
    """Close a batch of which some items were accepted and some rejected; return its two parts, each a handoff of its own.

    The parts have the terms of the whole, and its four instants start with the same offer (rule 9).
    """
    handoff = to_answer(handoff, by, at)
    _answer(handoff, Answer.SPLIT, by=by, at=at)
    kept = ("deliverable", "sender", "receiver", "acceptance_criteria", "offered_at", "answer_by")
    terms = {name: getattr(handoff, name) for name in kept}
    parts = []
    for answer, size, why in ((Answer.ACCEPTED, accepted, None), (Answer.REJECTED, rejected, reason)):
        title = f"{handoff.title[:170]}: {size} {answer.label.lower()}"
        answered = {"answer": answer, "answered_by": by, "answered_at": at, "reason": why}
        part = Handoff(**terms, **answered, part_of=handoff, title=title, batch_size=size)
        part.full_clean()
        part.save()
        parts.append(part)
    return parts


def to_answer(handoff: Handoff, by: Person, at: datetime) -> Handoff:
    """The locked handoff, if it is open and `by` may answer it; else ValidationError."""
    handoff = locked_handoff(handoff)
    _require_open(handoff)
    if not handoff.may_be_answered_by(by, at):
        raise ValidationError(
            f"This was offered to {handoff.receiver}; only {handoff.receiver} or the head of that function answers it."
        )
    return handoff


def _require_open(handoff: Handoff) -> None:
    if not handoff.is_open:
        raise ValidationError(
            f"{handoff.answered_by} {handoff.answer} this on {handoff.answered_at:%-d %b %Y, %H:%M} UTC already. "
            "That answer stays; yours was not recorded."
        )
    if pending := handoff.pending.live().select_related("by").first():
        raise ValidationError(
            f"{pending.by} {pending.answer} this a moment ago, and may undo it for a few seconds. Yours was not recorded."
        )


def _answer(handoff: Handoff, answer: str, *, by: Person, at: datetime) -> None:
    if at < handoff.offered:
        raise ValidationError("An answer comes after its offer. Nothing was recorded; look at the time you gave.")
    handoff.answer, handoff.answered_by, handoff.answered_at = answer, by, at
    handoff.full_clean()
    handoff.save()
    if answer in (Answer.ACCEPTED, Answer.REJECTED):
        handoff.items.filter(answer="").update(answer=answer, reason=handoff.reason, comment=handoff.comment)
    tell_answered(handoff, at)


def _end_senders_holding(handoff: Handoff):
    """End the sender's holding at the offer; return the period it had, or None if there was none."""
    holding = handoff.deliverable.holdings.at(handoff.offered).filter(person=handoff.sender).first()
    if holding is None:
        return None
    before = holding.period
    holding.period, holding.ended_by = (before.lower, handoff.offered), handoff
    holding.full_clean()
    holding.save()
    return before


def _begin_holding(handoff: Handoff, person: Person, at: datetime, until: datetime | None) -> Holding:
    holding = Holding(deliverable=handoff.deliverable, person=person, period=(at, until), begun_by=handoff)
    holding.full_clean()
    holding.save()
    return holding
