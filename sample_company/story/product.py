"""What the product's event system holds: workspaces, daily usage by feature, milestones."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from sample_company.story.customers import Customer, customers
from sample_company.story.days import FUTURE, HISTORY, Days, chance, level, week_of
from sample_company.story.record import Body, Record, record

FEATURES = ("boards", "routing", "forecasts", "alerts", "exports", "atlas-preview")
# Days from the contract to the first value, twelve weeks, the anchor's own last.
TIME_TO_VALUE = (27, 26.5, 26.5, 25.5, 24.5, 23.5, 22.5, 21, 19.6, 19, 19, 19)
JITTER = (-1.6, 0.4, 1.3, -0.4, 0.0, 1.7, -1.1)
LATE_EVERY = 401
PREVIEWING = 9  # of twenty customers
CHURNED_EVERY = 6


def left_on(customer: Customer) -> int | None:
    """The day on which a customer left, or None. Only small ones did."""
    if customer.segment != "smb" or customer.number % CHURNED_EVERY or customer.since > -300:
        return None
    return -350 + (customer.number * 37) % 340


def workspaces(days: Days) -> Iterator[Record]:
    """One workspace for each customer, from the contract on; renamed once by some."""
    for customer in customers():
        made = days.at(max(customer.since, -HISTORY - 90), 8 + customer.number % 9)
        body: Body = {
            "id": customer.key("events"),
            "name": customer.name_in("events"),
            "domain": customer.product_domain or None,
            "crm_id": customer.key("crm") if customer.product_knows_crm else None,
            "plan": customer.segment,
            "created_at": made.isoformat(),
            "updated_at": made.isoformat(),
        }
        yield record(body["id"], made, body)
        if customer.number % 29 == 0:
            again = made + timedelta(days=40)
            yield record(body["id"], again, body | {"name": f"{body['name']}-hq", "updated_at": again.isoformat()})


def usage(days: Days) -> Iterator[Record]:
    """Who used which feature on which day: a row for each workspace, workday and feature. A few arrive days late."""
    rng = chance("usage")
    for customer in customers():
        if customer.number % (1 if days.scale >= 1 else max(1, round(0.4 / days.scale))):
            continue
        begins, ends = max(-days.history, customer.since), left_on(customer) or FUTURE
        habit = 0.8 + rng.random() * 1.2
        for day in days.workdays(begins, ends):
            for feature in FEATURES[: int(habit + rng.random())]:
                yield usage_row(days, rng, customer, day, feature)
            if day > -46 and customer.number % 20 < PREVIEWING and rng.random() < 0.25:
                yield usage_row(days, rng, customer, day, FEATURES[-1])


def usage_row(days: Days, rng: Random, customer: Customer, day: int, feature: str) -> Record:
    """One day's use of one feature by one workspace, counted during the night after it."""
    date = days.date(day).isoformat()
    counted = days.at(day, 18 + rng.random() * 5)
    late = timedelta(days=2) if rng.random() * LATE_EVERY < 1 else timedelta()
    users = 1 + int(rng.random() * 14)
    body: Body = {
        "id": f"us_{customer.number:04d}_{date}_{feature}",
        "workspace_id": customer.key("events"),
        "feature": feature,
        "day": date,
        "active_users": users,
        "events": users * (3 + int(rng.random() * 37)),
        "received_at": (counted + late).isoformat(),
    }
    return record(body["id"], counted + late, body)


def milestones(days: Days) -> Iterator[Record]:
    """For each new customer the activation, and the first value: the day a forecast of theirs was met."""
    for customer in customers():
        if customer.since < -HISTORY - 90:
            continue
        took = days_to_value(customer)
        for kind, after in (("activated", 3 + customer.number % 5), ("first_value", took)):
            if kind == "activated" and customer.number % 6 == 0:
                continue
            at = days.at(customer.since, 13 + after * 24)
            key = f"ms_{customer.number:04d}_{kind}"
            body: Body = {"id": key, "workspace_id": customer.key("events"), "type": kind, "occurred_at": at.isoformat()}
            yield record(key, at, body | {"received_at": at.isoformat()})


def days_to_value(customer: Customer) -> float:
    """Days from the contract to the first value, as the course has it for the week in which the value comes."""
    took: float = TIME_TO_VALUE[0]
    for _ in range(4):
        took = level(TIME_TO_VALUE, week_of(round(customer.since + took)))
    return took + JITTER[customer.number % len(JITTER)]
