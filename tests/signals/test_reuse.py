"""After a pull only what it touched is computed, and every reading says what computing it whole would say."""

import random
from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from signals import rollups
from signals.freshness import freshness_of
from signals.loading.copying import cursor
from signals.models import Definition, PartyLink, Reading, Signal, Source, Touched, Work, WorkEvent
from signals.recompute import evaluated_at, recompute, recompute_after
from tests.signals.metrics import define
from tests.signals.rows import NOW, a_customer, a_signal, a_source, day, some_work

pytestmark = pytest.mark.django_db
LEAD = {"work": "lead", "window": "3 weeks"}
QUALIFIED, ACCEPTED = {"event": "status", "to": "qualified"}, {"event": "status", "to": "accepted"}
VISIT = {"signals": "visit"}
RULES = {
    "visits": {"kind": "count", "what": VISIT, "window": "7 days"},
    "paid": {"kind": "sum", "what": {"signals": "paid"}, "window": "4 weeks"},
    "middle": {"kind": "median", "what": {"signals": "paid"}, "window": "2 weeks"},
    "visitors": {"kind": "distinct", "what": VISIT, "window": "2 weeks"},
    "level": {"kind": "last", "what": {"signals": "paid"}, "window": "4 weeks"},
    "won": {"kind": "count", "what": {"work": "lead", "by": "closed", "category": "won"}, "window": "2 weeks"},
    "open": {"kind": "count", "what": {"work": "lead", "by": "open"}, "window": "7 days"},
    "became": {"kind": "count", "what": {"events": "status", "work": "lead", "to": "qualified"}, "window": "7 days"},
    "reasons": {"kind": "ranked", "what": {"work": "lead", "by": "opened"}, "rank_by": "status", "window": "3 weeks"},
    "share": {
        "kind": "ratio",
        "numerator": [{"work": "lead", "by": "closed", "category": "won"}],
        "denominator": [{"work": "lead", "by": "closed"}, {"signals": "visit"}],
        "window": "4 weeks",
    },
    "cohort": {"kind": "cohort", "enters": QUALIFIED, "reaches": ACCEPTED, **LEAD},
    "wait": {"kind": "median_between", "from": {"field": "opened"}, "to": ACCEPTED, **LEAD},
    "waiting": {
        "kind": "median_between",
        "from": {"field": "opened"},
        "to": ACCEPTED,
        "unfinished": "so_far",
        "counted_by": "start",
        **LEAD,
    },
    "value": {"kind": "median_between", "from": {"field": "opened"}, "to": {"signal": "paid"}, "counted_by": "start", **LEAD},
}


def define_all(*sources):
    for key, spec in RULES.items():
        unit = "h" if spec["kind"] == "median_between" else "count"
        define(key, *sources, definition=spec, unit=unit)


class History:
    """Something happens to two sources, at random but always the same."""

    def __init__(self, seed):
        self.pick = random.Random(seed)
        self.crm, self.events = a_source(), a_source("Events", function="product")
        self.customers = [a_customer(self.crm, f"Customer {number}") for number in range(4)]
        self.number = 0

    def goes_on(self):
        happening = self.pick.choice(
            [self.visit, self.paid, self.lead, self.event, self.ends, self.forgotten, self.signal_gone]
        )
        return happening()

    def instant(self):
        return day(self.pick.randrange(90), self.pick.randrange(24))

    def visit(self):
        return self._signal("visit", 1)

    def paid(self):
        return self._signal("paid", self.pick.randrange(1, 9))

    def _signal(self, key, value):
        made = a_signal(self.events, key, self.instant(), value, party=self.pick.choice(self.customers))
        return self._mark(made)

    def _mark(self, signal):
        rollups.mark(cursor(), self.events.pk, {(signal.metric_key, signal.at.date())})
        rollups.roll_up(self.events.pk)
        return self.events

    def signal_gone(self):
        signal = Signal.objects.order_by("at").first() or a_signal(self.events, "visit", self.instant())
        Signal.objects.filter(external_id=signal.external_id).update(deleted_at=NOW)
        return self._mark(signal)

    def lead(self):
        self.number += 1
        some_work(self.crm, self.number, opened_at=self.instant(), party=self.pick.choice(self.customers), status="New")
        return self.crm

    def _some_lead(self):
        return Work.objects.order_by("pk")[self.pick.randrange(Work.objects.count())] if Work.objects.exists() else None

    def event(self):
        work = self._some_lead()
        if work:
            at = work.opened_at + timedelta(hours=self.pick.randrange(400))
            to = self.pick.choice(["qualified", "accepted"])
            place = {"source": self.crm, "work": work, "work_key": f"lead:{work.external_id}"}
            WorkEvent.objects.create(**place, external_id=f"e{WorkEvent.objects.count()}", kind="status", to_value=to, at=at)
        return self.crm

    def ends(self):
        if work := self._some_lead():
            end = self.pick.choice([None, work.opened_at + timedelta(days=self.pick.randrange(20))])
            Work.objects.filter(pk=work.pk).update(closed_at=end, status_category="won" if end else "open")
        return self.crm

    def forgotten(self):
        if work := self._some_lead():
            Work.objects.filter(pk=work.pk).update(deleted_at=NOW)
        return self.crm


@pytest.mark.parametrize("seed", [1, 2])
def test_a_reading_after_a_pull_says_what_the_whole_would_say(seed):
    history = History(seed)
    for _ in range(20):
        history.goes_on()
    define_all(history.crm, history.events)
    for definition in Definition.objects.in_force():
        recompute(definition, NOW)
    at = NOW
    for _ in range(25):
        at += timedelta(minutes=20)
        source = history.goes_on()
        Source.objects.update(last_success_at=at)
        recompute_after(source=source, at=at)
        for reading in Reading.objects.newest(at).select_related("definition__metric"):
            definition = reading.definition
            sources = list(definition.sources.all())
            whole = evaluated_at(definition, sources, freshness_of(sources, None, at), at)
            said = (reading.value, reading.series, reading.breakdown, reading.records)
            assert said == (whole.point.value, whole.series, whole.breakdown, whole.point.records), definition.metric.key


def test_nothing_is_evaluated_that_nothing_touched():
    crm = a_source()
    a_signal(crm, "visit", day(1))
    definition = define("visits", crm)
    recompute(definition, NOW)
    with CaptureQueriesContext(connection) as queries:
        assert recompute_after(source=crm, at=NOW + timedelta(minutes=5)) == 0
    assert not [query for query in queries if "signals_rollup" in query["sql"]]


def test_a_touched_day_reads_the_weeks_that_hold_it_and_no_other():
    crm = a_source()
    for back in range(60):
        a_signal(crm, "visit", day(back))
    rollups.mark(cursor(), crm.pk, {("visit", day(back).date()) for back in range(60)})
    rollups.roll_up(crm.pk)
    definition = define("visits", crm, definition=RULES["visits"])
    before, _ = recompute(definition, NOW)
    recompute_after(source=crm, at=NOW)
    Signal.objects.filter(at=day(1)).update(deleted_at=NOW)
    Signal.objects.filter(at=day(40)).update(deleted_at=NOW)
    rollups.mark(cursor(), crm.pk, {("visit", day(1).date())})
    rollups.roll_up(crm.pk)
    recompute_after(source=crm, at=NOW + timedelta(minutes=1))
    after = Reading.objects.newest(NOW + timedelta(minutes=1)).get()
    changed = [place for place, (was, now) in enumerate(zip(before.series, after.series, strict=True)) if was != now]
    assert changed == [11]
    assert (before.value, after.value) == (D(7), D(6))


def test_a_join_of_two_customers_reads_who_is_counted_once_anew():
    crm = a_source()
    one, two = a_customer(crm, "Acme"), a_customer(crm, "ACME")
    for party in (one, two):
        a_signal(crm, "visit", day(30), party=party)
        a_signal(crm, "visit", day(1), party=party)
    recompute(define("visitors", crm, definition=RULES["visitors"]), NOW)
    two.joined_to = one
    two.save()
    at = NOW + timedelta(minutes=5)
    PartyLink.objects.create(a=one, b=two, state="joined", evidence="domain", made_at=NOW + timedelta(minutes=1))
    recompute_after(source=crm, at=at)
    reading = Reading.objects.newest(at).get()
    assert reading.value == 1
    assert "2" not in {item["value"] for item in reading.series}


def test_the_first_look_of_a_day_is_whole():
    crm = a_source()
    definition = define("visits", crm)
    recompute(definition, NOW)
    recompute_after(source=crm, at=NOW + timedelta(minutes=5))
    assert definition.look.whole_at == NOW
    recompute_after(source=crm, at=NOW + timedelta(days=1))
    definition.look.refresh_from_db()
    assert definition.look.whole_at == NOW + timedelta(days=1)


def test_what_a_pull_touched_is_noted_with_the_change_and_forgotten_with_the_look():
    crm = a_source()
    work = some_work(crm, 1, opened_at=day(9), events=[("status", "New", "", day(8))])
    Work.objects.filter(pk=work.pk).update(closed_at=day(1))
    assert {(told.subject, told.day) for told in Touched.objects.all()} == {
        ("work:lead", day(9).date()),
        ("work:lead", day(8).date()),
    }
    recompute_after(source=crm, at=NOW)
    assert not Touched.objects.exists()
