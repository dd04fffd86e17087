"""A launch as the pictures tell it: Atlas, with its charter, deliverables, readings, and a meeting to decide in."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from initiatives import services as initiatives
from initiatives.models import Initiative
from people.models import Function
from scorecards import services
from scorecards.models import Meeting
from signals.models import Definition, Metric, Reading, Source

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
LOCK = datetime(2026, 9, 28, 9, tzinfo=UTC)
NUMBERS = {
    "speed_to_lead": ("Speed to lead", "h", "down", "3.7", "1", "CRM", "0.7 0.9 0.9 1.1 1.3 1.5 1.9 2.5 3.0 3.3 3.6 3.7"),
    "nrr": ("NRR", "%", "up", "1.08", "1.10", "Ledger", "1.04 1.04 1.05 1.05 1.06 1.06 1.07 1.07 1.07 1.08 1.08 1.08"),
    "time_to_value": ("Time to value", "d", "down", "19", "21", "Events", "28 27 27 26 25 24 24 22 21 20 19 19"),
}


def days(number, hours=0):
    return timedelta(days=number, hours=hours)


@dataclass
class Launch:
    """The initiative, its meeting, and shorthands of its room."""

    initiative: Initiative
    staff: object
    meeting: Meeting
    metrics: dict[str, Metric]
    minute: int = field(default=0)

    def at(self):
        """The next minute of the meeting."""
        self.minute += 1
        return NOW + timedelta(minutes=self.minute)

    def fresh(self):
        """The meeting as the database has it."""
        return Meeting.objects.select_related("initiative").get(pk=self.meeting.pk)

    def do(self, act, by, **arguments):
        """Do one act in the room at the next minute."""
        return act(meeting=self.meeting, by=by, at=self.at(), **arguments)

    def open(self):
        return self.do(services.open_meeting, self.staff.owner)

    def gather(self, *functions):
        for function in functions or Function.values:
            self.do(services.mark_present, self.staff.heads[function])

    def call(self, *functions, call="go"):
        for function in functions or Function.values:
            self.do(services.make_call, self.staff.heads[function], call=call, sentence="Ready.", confidence=80)

    def interpret(self, text="Demand is there."):
        return self.do(services.interpret, self.staff.owner, text=text)

    def agree(self, *functions):
        for function in functions or Function.values:
            self.do(services.agree, self.staff.heads[function])

    def make_ready(self):
        """Everything that GO needs."""
        self.open()
        self.gather()
        self.interpret()
        self.agree()
        self.call()


def read(metric, value, at, *, source_age=timedelta(hours=2), series=()):
    """A reading of `metric` at an instant, and the age of its source."""
    definition = metric.definitions.first()
    definition.sources.update(last_success_at=NOW - source_age)
    return Reading.objects.create(
        definition=definition,
        computed_at=at,
        as_of=at,
        value=value,
        records=118,
        series=[{"week": (date(2026, 9, 7) + timedelta(weeks=n)).isoformat(), "value": v} for n, v in enumerate(series)],
        why_unknown="" if value is not None else "No record.",
    )


@pytest.fixture
def metrics(db):
    made = {}
    for place, (key, (name, unit, direction, value, target, system, series)) in enumerate(NUMBERS.items()):
        source = Source.objects.get_or_create(
            name=system, defaults={"kind": "rest", "function": {"CRM": "sales", "Events": "product"}.get(system, "")}
        )[0]
        metric = Metric.objects.create(key=key, name=name, position=place)
        definition = Definition.objects.create(
            metric=metric,
            version=1,
            spec={"kind": "count", "what": {"signals": key}, "window": "28 days"},
            unit=unit,
            direction=direction,
            target=Decimal(target),
            tolerated_age=timedelta(days=2),
            created_at=LOCK - timedelta(days=60),
        )
        definition.sources.add(source)
        read(metric, Decimal(value), NOW - timedelta(hours=2), series=series.split())
        made[key] = metric
    return made


@pytest.fixture
def atlas(company):
    """The initiative alone: owned, locked, with four deliverables, one of which went dark."""
    launch = initiatives.create_initiative(
        name="Atlas launch",
        slug="atlas",
        customer_outcome="Teams see one plan.",
        revenue_metric="New recurring revenue",
        revenue_target=Decimal(2_000_000),
        currency="USD",
        revenue_due=date(2027, 3, 31),
        planned_in_market_on=date(2026, 12, 11),
        by=company.ceo,
        at=LOCK - days(30),
    )
    rights = dict.fromkeys(Function.values, "decide")
    charter = initiatives.name_owner(
        initiative=launch, owner=company.owner, mandate="Own the arc.", rights=rights, by=company.ceo, at=LOCK - days(29)
    )
    for head in company.heads.values():
        initiatives.acknowledge_charter(charter=charter, by=head, at=LOCK - days(28))
    before = []
    for name, function, start, length in [
        ("Scope", "product", -28, 28),
        ("Positioning", "marketing", -12, 30),
        ("Creative", "creative", -4, 40),
        ("Enablement", "sales", 12, 52),
    ]:
        made = initiatives.add_deliverable(
            initiative=launch,
            name=name,
            function=function,
            needed_from=LOCK + days(start),
            needed_until=LOCK + days(start + length) if start + length < 40 else None,
            planned_start=(LOCK + days(start)).date(),
            planned_finish=(LOCK + days(start + length)).date(),
            by=company.owner,
            at=LOCK - days(28),
        )
        until = LOCK + days(18) if name == "Creative" else None
        initiatives.name_holder(
            deliverable=made, person=company.heads[function], by=company.owner, at=LOCK + days(start), until=until
        )
        if name == "Creative":
            initiatives.name_holder(deliverable=made, person=company.creative, by=company.owner, at=LOCK + days(24))
        before.append(made)
    initiatives.lock_scope(initiative=launch, by=company.owner, at=LOCK)
    initiatives.register_baseline(initiative=launch, declared_days=94, by=company.owner, at=LOCK)
    for made in before:
        made.refresh_from_db()
        initiatives.start_deliverable(deliverable=made, by=company.owner, at=made.needed_from)
    initiatives.finish_deliverable(deliverable=before[0], by=company.owner, at=LOCK)
    return Initiative.objects.get(pk=launch.pk)


@pytest.fixture
def launch(atlas, company, metrics):
    """Atlas with its readings chosen and its meeting scheduled for NOW."""
    services.choose_readings(
        initiative=atlas, metrics=[(metric, True) for metric in metrics.values()], by=company.owner, at=NOW - days(2)
    )
    meeting = services.schedule_meeting(
        initiative=atlas, question="in market on Fri 11 Dec?", scheduled_for=NOW, of=4, by=company.owner, at=NOW - days(1)
    )
    return Launch(atlas, company, meeting, metrics)
