"""The pipeline in the sales system: opportunities with the history of their stages and owners."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from random import Random

from sample_company.story.customers import Customer, customers
from sample_company.story.days import FUTURE, Days, chance
from sample_company.story.leads import REPS
from sample_company.story.record import Body, Record, record

STAGES = ("Discovery", "Evaluation", "Proposal", "Negotiation")
LOST = ("no-decision", "price", "missing-capability", "competitor", "no-budget-or-timing")
LOST_WEIGHTS = (31, 24, 18, 15, 12)
EVERY = 0.26
WON = 0.27


@dataclass(frozen=True)
class Deal:
    """One opportunity: the day and hour of each step, and how it ended; `ends` is None while it is still open."""

    number: int
    customer: Customer | None
    amount: int
    steps: tuple[tuple[float, str], ...]
    ended: str
    reason: str
    launch: str
    reps: tuple[str, str]

    @property
    def key(self) -> str:
        """The id in the sales system."""
        return f"006{self.number:09d}"


def two_of(rng: Random) -> tuple[str, str]:
    """Who opens a deal, and who takes it over after the evaluation."""
    first, second = rng.sample(REPS, 2)
    return first, second


@cache
def deals(days: Days) -> tuple[Deal, ...]:
    """All opportunities in order of opening. Every eighth names no account."""
    rng = chance("deals")
    made = []
    for number in range(int((days.history + FUTURE) / EVERY)):
        opened = -days.history + number * EVERY
        customer = None if number % 8 == 3 else rng.choice(customers())
        won = rng.random() < WON
        length = rng.uniform(24, 74) * (0.9 if won else 1.15)
        count = 5 if won else rng.randint(1, 4)
        marks = sorted(rng.random() for _ in range(count - 1))
        steps = [(opened, STAGES[0])]
        steps += [(opened + mark * length, STAGES[index + 1]) for index, mark in enumerate(marks) if index + 1 < len(STAGES)]
        steps.append((opened + length, "Closed Won" if won else "Closed Lost"))
        reason = "" if won else rng.choices(LOST, LOST_WEIGHTS)[0]
        amount = round(rng.lognormvariate(9.6, 0.55))
        launch = "atlas" if opened > -40 and rng.random() < 0.5 else ""
        made.append(Deal(number, customer, amount, tuple(steps), steps[-1][1], reason, launch, two_of(rng)))
    return tuple(made)


def opportunities(days: Days) -> Iterator[Record]:
    """Each opportunity, once for every stage that it entered; a few are deleted at the end."""
    for deal in deals(days):
        opened = days.at(0, deal.steps[0][0] * 24)
        for step, (day, stage) in enumerate(deal.steps):
            at = days.at(0, day * 24)
            ended = stage == deal.ended
            body: Body = {
                "Id": deal.key,
                "Name": f"{deal.customer.name if deal.customer else 'New business'} {1000 + deal.number}",
                "AccountId": deal.customer.key("crm") if deal.customer else None,
                "StageName": stage,
                "Amount": f"{deal.amount:.2f}",
                "Currency": "USD",
                "Launch": deal.launch,
                "OwnerName": deal.reps[step > 1],
                "LostReason": deal.reason if ended and deal.reason else None,
                "CreatedDate": opened.isoformat(),
                "ClosedDate": at.isoformat() if ended else None,
                "LastModified": at.isoformat(),
                "IsDeleted": ended and deal.number % 181 == 0,
            }
            yield record(deal.key, at, body)


def opportunity_history(days: Days) -> Iterator[Record]:
    """Each change of stage, and the change of owner after the evaluation."""
    for deal in deals(days):
        before = ""
        for step, (day, stage) in enumerate(deal.steps):
            at = days.at(0, day * 24)
            changes = [("StageName", before, stage)]
            if step == 2:
                changes.append(("Owner", deal.reps[0], deal.reps[1]))
            for field, old, new in changes:
                key = f"017{deal.number:07d}{step}{field[0]}"
                body: Body = {"Id": key, "OpportunityId": deal.key, "Field": field, "OldValue": old, "NewValue": new}
                body |= {"ChangedBy": deal.reps[step > 2], "At": at.isoformat(), "LastModified": at.isoformat()}
                yield record(key, at, body)
            before = stage
