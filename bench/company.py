"""A company of six people with one launch, six readings of the bench's events, and a meeting: what the view is measured on."""

from datetime import date, datetime, timedelta
from decimal import Decimal

KEYS = [f"feature_{number}" for number in range(6)]


def found(at: datetime):
    """Make the company, its launch and its meeting; return the meeting and the owner."""
    from initiatives import services as initiatives
    from people.models import Function, Person, Role, Seat
    from scorecards import services

    since = at - timedelta(days=90)
    people = {
        name: Person.objects.create_user(f"{name}@example.com", name=name.title()) for name in ("ceo", "owner", *Function)
    }
    seats = [("ceo", Role.CEO, ""), ("owner", Role.MEMBER, Function.PRODUCT), *((f, Role.HEAD, f) for f in Function)]
    for name, role, function in seats:
        Seat.objects.create(person=people[name], role=role, function=function, period=(since, None))
    owner = people["owner"]
    launch = initiatives.create_initiative(
        name="Bench launch",
        customer_outcome="Everybody sees the same.",
        revenue_metric="New recurring revenue",
        revenue_target=Decimal(1_000_000),
        currency="USD",
        revenue_due=(at + timedelta(days=90)).date(),
        planned_in_market_on=(at + timedelta(days=20)).date(),
        by=people["ceo"],
        at=since,
    )
    rights = dict.fromkeys(Function.values, "decide")
    initiatives.name_owner(initiative=launch, owner=owner, mandate="Own it.", rights=rights, by=people["ceo"], at=since)
    _deliverables(launch, people, owner, since)
    initiatives.lock_scope(initiative=launch, by=owner, at=since + timedelta(days=20))
    initiatives.register_baseline(initiative=launch, declared_days=Decimal(94), by=owner, at=since + timedelta(days=20))
    services.choose_readings(initiative=launch, metrics=[(metric, True) for metric in _metrics(at)], by=owner, at=at)
    meeting = services.schedule_meeting(
        initiative=launch, question="in market?", scheduled_for=at + timedelta(hours=1), by=owner, at=at
    )
    return meeting, owner


def _deliverables(launch, people, owner, since: datetime) -> None:
    from initiatives import services as initiatives
    from people.models import Function

    for place, function in enumerate(Function.values):
        start = since + timedelta(days=8 * place)
        made = initiatives.add_deliverable(
            initiative=launch,
            name=f"Work of {function}",
            function=function,
            needed_from=start,
            planned_start=start.date(),
            planned_finish=date.fromordinal(start.date().toordinal() + 40),
            by=owner,
            at=since,
        )
        initiatives.name_holder(deliverable=made, person=people[function], by=owner, at=start + timedelta(days=2 * place))
        initiatives.start_deliverable(deliverable=made, by=owner, at=start)


def _metrics(at: datetime) -> list:
    from signals.models import Definition, Metric, Source

    made = []
    for place, key in enumerate(KEYS):
        metric = Metric.objects.create(key=key, name=key.replace("_", " ").capitalize(), position=place)
        spec = {"kind": ("count", "sum", "average")[place % 3], "what": {"signals": f"{key}_used"}, "window": "12 months"}
        definition = Definition.objects.create(
            metric=metric, version=1, spec=spec, target=Decimal(50), created_at=at, tolerated_age=timedelta(days=9999)
        )
        definition.sources.set(Source.objects.all())
        made.append(metric)
    return made
