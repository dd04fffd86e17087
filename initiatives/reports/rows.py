"""The rows that reports are computed from, read in a fixed number of queries."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from initiatives.models import Answer, Deliverable, Handoff, Holding, Initiative, SystemClaim
from initiatives.ownership import Claim, Hold, Interval, Offer


def with_record(deliverables: QuerySet[Deliverable]) -> QuerySet[Deliverable]:
    """The deliverables with their dependencies, holdings, handoffs, corrections and what systems say of them."""
    return deliverables.select_related("initiative").prefetch_related(
        "depends_on",
        Prefetch("claims", SystemClaim.objects.select_related("person").order_by("pk")),
        Prefetch("holdings", Holding.objects.select_related("person").prefetch_related("person__seats").order_by("pk")),
        Prefetch(
            "handoffs",
            Handoff.objects.select_related("reason__merged_into", "sender", "receiver")
            .prefetch_related("corrections")
            .order_by("pk"),
        ),
    )


def deliverables_of(initiatives: Iterable[Initiative]) -> dict[int, list[Deliverable]]:
    """By the initiative's key, its deliverables in the template's order, each with its record."""
    by_initiative: dict[int, list[Deliverable]] = {initiative.pk: [] for initiative in initiatives}
    for deliverable in with_record(Deliverable.objects.filter(initiative__in=by_initiative)):
        by_initiative[deliverable.initiative_id].append(deliverable)
    return by_initiative


def ended_by(initiative: Initiative, now: datetime) -> datetime | None:
    """When the launch ended, if it had by then."""
    return initiative.ended_at if initiative.ended_at and initiative.ended_at <= now else None


def window_of(deliverable: Deliverable, now: datetime) -> Interval:
    """When the deliverable was needed, up to now: until its date, until it was dropped, else until the launch ended."""
    until = deliverable.needed_until or ended_by(deliverable.initiative, now) or now
    return Interval(deliverable.needed_from, min(until, deliverable.dropped_at or now, now))


def holds_of(deliverable: Deliverable) -> list[Hold]:
    """Its holdings; one ends where its person left."""
    return [
        Hold(holding.person_id, holding.period.lower, _earlier(holding.period.upper, holding.person.left_at))
        for holding in deliverable.holdings.all()
    ]


def offers_of(deliverable: Deliverable, now: datetime) -> list[Offer]:
    """The offers of the deliverable itself as they stood at `now`; withdrawn ones leave no trace (rule 7)."""
    return [
        Offer(handoff.sender_id, handoff.offered, handoff.answer_by, known(handoff.answered, now), handoff.receiver_id)
        for handoff in deliverable.handoffs.all()
        if not handoff.is_batch and handoff.answer != Answer.WITHDRAWN
    ]


def claims_of(deliverable: Deliverable) -> list[Claim]:
    """What systems say of who held it; a claim of somebody who left ends there, as a holding does."""
    told = [
        Claim(
            deliverable.pk,
            row.person_id,
            row.period.lower,
            _earlier(row.period.upper, row.person.left_at if row.person else None),
            row.system,
            row.resource,
            row.is_known,
            row.about,
            row.record,
        )
        for row in deliverable.claims.all()
    ]
    return [claim for claim in told if claim.end is None or claim.start < claim.end]


def _earlier(first: datetime | None, second: datetime | None) -> datetime | None:
    """The earlier of two instants, where None is never."""
    return min((instant for instant in (first, second) if instant), default=None)


def known(instant: datetime | None, now: datetime) -> datetime | None:
    """An instant that had come by `now`."""
    return instant if instant and instant <= now else None
