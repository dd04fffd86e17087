"""What finance exports every night: recurring revenue (billing), and the cost of selling with the new customers (ledger)."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from random import Random

from sample_company.story.customers import OLD_CUSTOMERS, Customer, customers
from sample_company.story.days import FUTURE, Days, chance
from sample_company.story.product import left_on

FIRST_DAY = -455
LEDGER_DIED = -9
# Net revenue retention over twelve months, twelve weeks, the anchor's own last.
RETENTION = (1.045, 1.045, 1.052, 1.052, 1.06, 1.06, 1.066, 1.066, 1.073, 1.073, 1.08, 1.08)
COST_OF_A_CUSTOMER = 14_200.0
COST_CENTRE_DAY = -55
COST_SLOPE = 20.8
CATEGORIES = (("Sales payroll", 0.46), ("Marketing payroll", 0.21), ("Paid media", 0.24), ("Tools and events", 0.09))
CUSTOMERS_A_DAY = 35 / 91


@dataclass(frozen=True)
class Movement:
    """One change of recurring revenue, in dollars a year."""

    day: int
    customer: Customer
    kind: str
    amount: float


@cache
def movements() -> tuple[Movement, ...]:
    """All movements in order of day; expansions make up each week's net movement so that retention takes its course."""
    rng = chance("movements")
    weeks = list(range(FIRST_DAY, FUTURE, 7))
    book = opening_book()
    opening: list[float] = []
    nets: list[float] = []
    made: list[Movement] = []
    for index, start in enumerate(weeks):
        opening.append(book)
        week = list(new_and_lost(start))
        net = net_of_week(index, start, opening, nets)
        shrunk = round(book * 0.0006, 2)
        week.append(Movement(start + 2, pick(rng, start), "contraction", shrunk))
        grown = net + shrunk + sum(item.amount for item in week if item.kind == "churn")
        parts = rng.randint(2, 4)
        week += [Movement(start + 1 + part, pick(rng, start), "expansion", round(grown / parts, 2)) for part in range(parts)]
        nets.append(net)
        book += net + sum(item.amount for item in week if item.kind == "new")
        made += sorted(week, key=lambda item: item.day)
    return tuple(made)


def opening_book() -> float:
    """Recurring revenue a year, of those who were customers before the first day."""
    return float(sum(customer.monthly * 12 for customer in (*customers()[:OLD_CUSTOMERS], *customers()[-2:])))


def pick(rng: Random, day: int) -> Customer:
    """Some customer who was there for a while and has not left."""
    while True:
        customer = rng.choice(customers())
        if customer.since < day - 90 and left_on(customer) is None:
            return customer


def new_and_lost(start: int) -> Iterator[Movement]:
    """The contracts signed and the customers lost in the week from `start`."""
    for customer in customers():
        if start <= customer.since < start + 7:
            yield Movement(customer.since, customer, "new", customer.monthly * 12.0)
        gone = left_on(customer)
        if gone is not None and start <= gone < start + 7:
            yield Movement(gone, customer, "churn", customer.monthly * 12.0)


def net_of_week(index: int, start: int, opening: list[float], nets: list[float]) -> float:
    """Expansion less contraction less churn, so that the last 52 weeks over their opening follow RETENTION."""
    before_anchor = max(0, -(start + 6) // 7)
    if index < 52 or before_anchor > len(RETENTION) - 1:
        return opening[0] * (RETENTION[0] - 1) / 52
    target = RETENTION[len(RETENTION) - 1 - before_anchor]
    return opening[index - 51] * (target - 1) - sum(nets[index - 51 : index])


@cache
def books() -> dict[int, float]:
    """Recurring revenue a year at the start of each day."""
    book, made, rest = opening_book(), {}, list(movements())
    for day in range(FIRST_DAY, FUTURE):
        made[day] = round(book, 2)
        while rest and rest[0].day <= day:
            item = rest.pop(0)
            book += item.amount if item.kind in ("new", "expansion") else -item.amount
    return made


def billing_rows(days: Days, last: int) -> Iterator[dict[str, str]]:
    """The whole billing export as of the night after day `last`: each day's book, and each movement."""
    for day, book in books().items():
        if day <= last:
            yield billing_row(days, f"BOOK-{day - FIRST_DAY:04d}", day, "book", book, None)
    for number, item in enumerate(movements()):
        if item.day <= last:
            yield billing_row(days, f"MOV-{number:05d}", item.day, item.kind, item.amount, item.customer)


def billing_row(days: Days, key: str, day: int, kind: str, amount: float, customer: Customer | None) -> dict[str, str]:
    """One line of the billing export; every fifth customer's lacks the sales system's id."""
    return {
        "entry": key,
        "date": f"{days.date(day):%Y-%m-%d}",
        "type": kind,
        "customer": customer.key("billing") if customer else "",
        "name": customer.name_in("billing") if customer else "",
        "crm_id": customer.key("crm") if customer and customer.number % 5 else "",
        "amount": f"{amount:.2f}",
    }


def ledger_rows(days: Days, last: int) -> Iterator[dict[str, str]]:
    """The whole ledger export as of the night after day `last`: cost of selling by category, and each new customer."""
    for day in range(FIRST_DAY, last + 1):
        each = max(12_400.0, COST_OF_A_CUSTOMER + COST_SLOPE * (day - COST_CENTRE_DAY))
        for number, (category, share) in enumerate(CATEGORIES):
            amount = each * CUSTOMERS_A_DAY * share
            yield ledger_row(days, f"GL-{day - FIRST_DAY:04d}-{number}", day, category, amount, "")
    for customer in customers():
        if FIRST_DAY <= customer.since <= last:
            yield ledger_row(days, f"NC-{customer.number:05d}", customer.since, "New customer", 0.0, customer.key("billing"))


def ledger_row(days: Days, key: str, day: int, category: str, amount: float, customer: str) -> dict[str, str]:
    """One line of the ledger: day-first dates and thousands separators, as finance has it."""
    return {
        "Entry": key,
        "Booked": f"{days.date(day):%d.%m.%Y}",
        "Category": category,
        "Amount": f"{amount:,.2f}",
        "Currency": "USD",
        "Customer": customer,
    }
