"""Five launches of the last two years, the median of which is the baseline of the live ones."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db import transaction

from initiatives import services
from initiatives.models import Deliverable, Initiative
from people.models import Person
from sample_company.auditing import audit_harrier
from sample_company.launches.replay import HEADS, OWNER, Replay, begin
from sample_company.story.days import Days

AUDITED = "Harrier"
STAGES = (
    ("Scope", "product", 0.22),
    ("Positioning", "marketing", 0.2),
    ("Creative", "creative", 0.24),
    ("Enablement", "sales", 0.34),
)


@dataclass(frozen=True)
class Past:
    """One launch that ended: its cycle in days, the day it reached the market, and the days it lay dark between functions."""

    name: str
    cycle: int
    market: int
    dark: tuple[float, float, float]
    outcome: str
    target: int
    updates: tuple[tuple[str, str], ...]


PAST = (
    Past("Orbit", 97, -408, (0.2, 4, 9), "Planners see a late order on the day it is late.", 900_000, ()),
    Past("Lattice", 91, -337, (0.1, 0.2, 5), "Teams share one forecast instead of four sheets.", 1_100_000, ()),
    Past("Meridian", 96, -268, (3, 6, 0.2), "Carriers confirm a pickup without a call.", 800_000, ()),
    Past(
        "Cobalt",
        92,
        -196,
        (0.2, 8, 9),
        "A finance team closes the month in two days.",
        1_200_000,
        (
            ("Dana Okafor", "Product hit its number: all 14 items of the scope shipped, two days early."),
            ("Luis Ferreira", "Marketing hit its number: 121% of the leads planned."),
            ("Mei Tanaka", "Creative hit its number: 31 of 31 assets ready before they were due."),
            ("Tom Halvorsen", "Sales hit its number: 112% of the calls planned."),
            (OWNER, "The launch missed: $640k of the $1.2M. Every function hit its number; nobody held what lay between them."),
        ),
    ),
    Past("Harrier", 94, -117, (2, 0.3, 7), "A warehouse plans tomorrow's shifts today.", 950_000, ()),
)


def replay_past(people: dict[str, Person], days: Days) -> list[Initiative]:
    """The five, in the order in which they reached the market; those that are there already stay."""
    return [Initiative.objects.filter(slug=past.name.lower()).first() or replay_one(people, days, past) for past in PAST]


@transaction.atomic
def replay_one(people: dict[str, Person], days: Days, past: Past) -> Initiative:
    """One launch from its start to the market."""
    words = {
        "name": past.name,
        "customer_outcome": past.outcome,
        "revenue_metric": "New annual recurring revenue in the first 100 days",
        "revenue_target": Decimal(past.target),
        "planned_revenue_per_day": Decimal(past.target // 100),
    }
    replay = begin(people, days, past.market - past.cycle, 10.0, 20, words, past.cycle - 14)
    rights = {"product": "decide", "marketing": "consulted", "creative": "consulted", "sales": "consulted"}
    replay.charter(-18, f"Bring {past.name} to the market, and say when it is ready.", rights, {})
    walk(replay, past)
    for place, (name, text) in enumerate(past.updates):
        replay.said(past.cycle - 3 + place * 0.4, text, name)
    if past.name == AUDITED:
        audit_harrier(replay)
    return services.reach_market(initiative=replay.initiative, by=people[OWNER], at=replay.at(past.cycle))


def walk(replay: Replay, past: Past) -> None:
    """The deliverables one after the other, each handed to the next function and dark until it was accepted."""
    working = past.cycle - sum(past.dark)
    made: list[Deliverable] = []
    starts: list[tuple[float, float]] = []
    day = 0.0
    for place, (name, function, share) in enumerate(STAGES):
        length = working * share
        starts.append((day, day + length))
        planned = (round(day), max(round(day), round(day + length) - 2))
        made.append(replay.deliverable(name, function, day, planned, tuple(made[-1:])))
        day += length + (past.dark[place] if place < len(past.dark) else 0)
    services.lock_scope(initiative=replay.initiative, by=replay.people[OWNER], at=replay.at(0))
    heads = list(HEADS.values())
    for place, (deliverable, (start, finish)) in enumerate(zip(made, starts, strict=True)):
        replay.held(deliverable, heads[place], start)
        replay.worked(deliverable, start, min(finish, past.cycle))
        if place < len(past.dark):
            hand_on(replay, deliverable, (heads[place], heads[place + 1]), finish, past.dark[place])


def hand_on(replay: Replay, deliverable: Deliverable, sides: tuple[str, str], day: float, wait: float) -> None:
    """Offer at the end of the work, answered after `wait` days; the window is a day."""
    done = f"{deliverable} is complete, and its open questions are listed."
    handoff = replay.offered(deliverable, sides, replay.at(day), done, timedelta(days=1))
    replay.accepted(handoff, replay.at(day + wait), timedelta(days=2))
