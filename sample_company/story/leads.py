"""The leads: who asked, how long they waited for a person, and what sales made of them.

Marketing and sales both keep them, and disagree: marketing calls a lead qualified by its score, sales when it is routed. Most
of marketing's others never reach sales' system, some lie there as new; and every tenth that is routed never had the score.
"""

from dataclasses import dataclass
from functools import cache
from random import Random

from sample_company.story.customers import Customer, customers
from sample_company.story.days import FUTURE, Days, chance, level, spread, week_of
from sample_company.story.names import FAMILY, GIVEN, PROSPECT_FIRST, PROSPECT_SECOND

# Twelve weeks, the anchor's own last: what the decision view is to tell.
QUALIFIED = (74, 75, 78, 80, 84, 88, 92, 97, 101, 108, 118, 118)
WAIT = (0.7, 0.75, 0.75, 0.8, 0.85, 1.0, 1.3, 1.8, 2.5, 3.1, 3.5, 3.7)
ACCEPTED = (0.49, 0.475, 0.49, 0.46, 0.45, 0.43, 0.41, 0.38, 0.35, 0.33, 0.315, 0.31)
CONTACTED = 76 / 118
PROMPT = 30
ATLAS_FROM = -46
LIKED_BY_MARKETING = 0.42
PARKED_IN_SALES = 0.14
UNSCORED_EVERY = 10
REASONS = ("not-our-customer", "no-budget-or-timing", "missing-information", "duplicate", "wrong-owner")
REPS = ("Grace Mbeki", "Diego Santos", "Elena Popova")
QUEUE = "Atlas inbound queue"


@dataclass(frozen=True)
class Lead:
    """One lead. Hours are local, of the day it came in; `contacted` is None where it was turned down at first sight."""

    number: int
    day: int
    hour: float
    customer: Customer | None
    company: str
    email: str
    launch: str
    routed: bool
    liked: bool
    parked: bool
    picked: float | None
    contacted: float | None
    accepted: bool
    reason: str
    rep: str

    @property
    def key(self) -> str:
        """The id in marketing's system, which sales keeps too."""
        return f"L-{self.number:06d}"


def waits(week: int, count: int) -> list[float]:
    """Hours until the first contact: `count` values whose median is the week's; 30 under an hour in the anchor's."""
    middle = level(WAIT, week)
    if week == 0:
        return spread(0.15, 0.95, PROMPT) + spread(1.2, 3.65, 8) + spread(3.75, 6.4, count - PROMPT - 8)
    low = count // 2
    return spread(middle * 0.3, middle * 0.97, low) + spread(middle * 1.03, min(6.4, middle * 1.9), count - low)


def routed_in_week(days: Days, week: int) -> list[int]:
    """The days on which the week's qualified leads came in, one entry per lead.

    The anchor itself brings none: a window that ends today then holds the whole week, at whatever hour it is read.
    """
    last = -1 if week == 0 else -7 * week
    open_days = list(days.workdays(-7 * week - 6, last))
    count = round(level(QUALIFIED, week))
    return sorted(open_days[index % len(open_days)] for index in range(count))


def routed_ahead(days: Days) -> list[list[int]]:
    """The same for the weeks after the anchor."""
    weeks = [list(days.workdays(start, start + 6)) for start in range(1, FUTURE, 7)]
    return [sorted(week[index % len(week)] for index in range(QUALIFIED[-1])) for week in weeks]


@cache
def leads(days: Days) -> tuple[Lead, ...]:
    """All leads, those that marketing alone keeps included, in order of their day and hour."""
    rng = chance("leads")
    made: list[Lead] = []
    past = [routed_in_week(days, week) for week in reversed(range(days.history // 7))]
    for coming in [*past, *routed_ahead(days)]:
        made += week_of_leads(rng, days, coming, first=len(made))
    return tuple(made)


def week_of_leads(rng: Random, days: Days, coming: list[int], first: int) -> list[Lead]:
    """One week's leads: those that reach sales, then those that marketing liked and never routed, and the rest."""
    week = week_of(coming[-1])
    count = len(coming)
    contacted = round(count * CONTACTED)
    accepted = round(count * level(ACCEPTED, week))
    plan: list[tuple[float | None, bool]] = [
        (wait, index % contacted < accepted) for index, wait in enumerate(shuffled(rng, waits(week, contacted)))
    ]
    plan += [(None, False)] * (count - contacted)
    rng.shuffle(plan)
    made = [
        lead(rng, first + index, day, wait, won, liked=index % UNSCORED_EVERY != UNSCORED_EVERY - 1)
        for index, (day, (wait, won)) in enumerate(zip(coming, plan, strict=True))
    ]
    liked = count * LIKED_BY_MARKETING + count // UNSCORED_EVERY
    for extra in range(round(count * (LIKED_BY_MARKETING + 0.6))):
        day, parked = rng.choice(coming), extra < count * PARKED_IN_SALES
        number = first + count + extra
        made.append(lead(rng, number, day, None, False, routed=False, liked=extra < liked, parked=parked))
    return made


def shuffled(rng: Random, values: list[float]) -> list[float]:
    """The values in another order."""
    return rng.sample(values, len(values))


def lead(
    rng: Random,
    number: int,
    day: int,
    wait: float | None,
    accepted: bool,
    *,
    routed: bool = True,
    liked: bool = True,
    parked: bool = False,
) -> Lead:
    """One lead that waited `wait` hours, inside one working day, so that working time and calendar time agree."""
    hour = 9.05 + rng.random() * max(0.1, 8.2 - (wait or 1.0))
    customer = rng.choice(customers()) if rng.random() < 0.35 else None
    company = customer.name_in("campaigns") if customer else f"{rng.choice(PROSPECT_FIRST)} {rng.choice(PROSPECT_SECOND)}"
    person = f"{rng.choice(GIVEN)}.{rng.choice(FAMILY)}".lower()
    email = customer.email(person) if customer else f"{person}@{company.lower().replace(' ', '')}.example"
    return Lead(
        number=number,
        day=day,
        hour=hour,
        customer=customer,
        company=company,
        email=email,
        launch="atlas" if day >= ATLAS_FROM else "",
        routed=routed,
        liked=liked,
        parked=parked,
        picked=None if wait is None else wait * (0.82 if day >= ATLAS_FROM else 0.4),
        contacted=wait,
        accepted=accepted,
        reason="" if accepted or not routed else rng.choice(REASONS),
        rep=rng.choice(REPS),
    )
