"""What a brief says: the readings and facts of an initiative at one instant, as plain values. A fixed number of queries."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from initiatives.models import Charter, Initiative
from initiatives.reports import CycleOfInitiative, OwnershipOfInitiative, cycle_of, ownership_of_initiative
from people.models import Function, Person, Role, Seat
from scorecards.charts import Piece, owned_row
from scorecards.models import Meeting, RequiredReading
from signals.shown import shared_readings


def of_meeting(meeting: Meeting, at: datetime, *, frozen_by: Person | None = None) -> dict[str, Any]:
    """Everything the brief of this meeting freezes; before it is frozen, what the screen shows."""
    initiative = meeting.initiative
    ownership = ownership_of_initiative(initiative, at)
    cycle = cycle_of(initiative, at)
    return {
        "frozen_at": at,
        "frozen_by": frozen_by.name if frozen_by else None,
        "meeting": {
            "id": meeting.pk,
            "number": meeting.number,
            "of": meeting.of,
            "question": meeting.question,
            "scheduled_for": meeting.scheduled_for,
        },
        "initiative": _initiative(initiative),
        "charter": _charter(initiative.charter_in_force(at), at),
        "heads": _heads(at),
        "readings": readings_of(initiative, at),
        "ownership": _ownership(ownership),
        "cycle": _cycle(cycle),
        "arc": _arc(cycle, ownership),
    }


def readings_of(initiative: Initiative, at: datetime) -> list[dict[str, Any]]:
    """The readings chosen for the initiative, in the order of the screen, each with whether GO needs it."""
    chosen = {row.metric.key: row for row in RequiredReading.objects.filter(initiative=initiative).select_related("metric")}
    return [{**asdict(shown), "required": chosen[shown.key].required} for shown in shared_readings(list(chosen), at)]


def _initiative(initiative: Initiative) -> dict[str, Any]:
    names = (
        "name slug customer_outcome revenue_metric revenue_target currency revenue_due planned_in_market_on "
        "scope_locked_at in_market_at scope_fingerprint"
    )
    return {"id": initiative.pk, **{name: getattr(initiative, name) for name in names.split()}}


def _charter(charter: Charter | None, at: datetime) -> dict[str, Any] | None:
    if charter is None:
        return None
    return {
        "owner": {"id": charter.owner_id, "name": charter.owner.name},
        "owner_can_act": charter.owner_can_act(at),
        "named_by": charter.named_by.name,
        "named_at": charter.named_at,
        "confirmed": charter.confirmed,
        "acknowledgements": [
            {"function": said.function, "person": said.person.name, "at": said.at, "reservation": said.reservation}
            for said in charter.acknowledgements.all()
            if said.at <= at
        ],
    }


def _heads(at: datetime) -> dict[str, str | None]:
    seats = Seat.objects.filter(role=Role.HEAD, period__contains=at, person__is_active=True).select_related("person")
    return {**dict.fromkeys(Function.values), **{seat.function: seat.person.name for seat in seats}}


def _ownership(ownership: OwnershipOfInitiative) -> dict[str, Any]:
    handoffs = ownership.handoffs
    return {
        "dark_days": ownership.dark_days,
        "dark_deliverable_days": ownership.dark_deliverable_days,
        "dark": [[interval.start, interval.end] for interval in ownership.dark],
        "coverage": round(ownership.coverage, 4) if ownership.coverage is not None else None,
        "deliverables": [
            {
                "name": one.deliverable.name,
                "function": one.deliverable.function,
                "dark_days": one.dark_days,
                "never_owned": one.never_owned,
                "holder": one.holder.name if one.holder else None,
            }
            for one in ownership.deliverables
        ],
        "handoffs": {
            **{name: getattr(handoffs, name) for name in ("number", "open", "accepted", "rejected", "withdrawn", "late")},
            "median_to_answer": handoffs.median_to_answer,
            "p90_to_answer": handoffs.p90_to_answer,
            "rejections": [[label, count] for label, count in handoffs.rejections],
        },
    }


def _cycle(cycle: CycleOfInitiative) -> dict[str, Any]:
    names = (
        "cycle_days so_far_days forecast_at forecast_days baseline_days target_days declared sequential_days parallel_days "
        "avoidable_days withheld"
    )
    return {
        **{name: getattr(cycle, name) for name in names.split()},
        "without_dark": cycle.dark_path.sentence if cycle.dark_path else "",
    }


def _arc(cycle: CycleOfInitiative, ownership: OwnershipOfInitiative) -> dict[str, Any]:
    """The arc strip: what was done when, what is left, the same in sequence, and who owned it."""
    locked = cycle.initiative.scope_locked_at
    sequence = {placed.key: placed for placed in cycle.sequence if placed.finish > placed.start}
    tracks = []
    for work in cycle.work:
        placed = sequence.get(work.deliverable.pk)
        tracks.append(
            {
                "name": work.deliverable.name,
                "function": work.deliverable.function,
                "done": [[work.start, work.finish or cycle.now]] if work.start else [],
                "todo": _left(work, cycle.now),
                "sequence": [[locked + placed.start, locked + placed.finish]] if locked and placed else [],
            }
        )
    return {"tracks": tracks, "owned": [asdict(stretch) for stretch in owned_row(list(_pieces(ownership)))]}


def _left(work, now: datetime) -> list[list[datetime]]:
    if not work.left:
        return []
    planned = work.deliverable.planned_start
    start = now
    if not work.start and planned and planned > now.date():
        start = now + timedelta(days=(planned - now.date()).days)
    return [[start, start + work.left]]


def _pieces(ownership: OwnershipOfInitiative) -> Iterable[Piece]:
    people = {key for one in ownership.deliverables for key in one.people}
    seats: dict[int, list[Seat]] = {}
    for seat in Seat.objects.filter(person__in=people).exclude(function=""):
        seats.setdefault(seat.person_id, []).append(seat)
    for one in ownership.deliverables:
        for segment in () if one.never_owned else one.segments:
            held_by = seats.get(segment.people[0], []) if segment.people else []
            function = next((seat.function for seat in held_by if segment.start in seat.period), "")
            yield Piece(segment.kind.value, segment.start, segment.end, function, one.deliverable.order)
