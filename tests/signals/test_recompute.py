"""Reading runs: append-only, the same twice, unknown without a pull."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.db import ProgrammingError

from signals.models import Reading, Source
from signals.recompute import recompute, recompute_after, recompute_as_of, recompute_live
from signals.shown import values_since
from tests.signals.metrics import VISITS, define
from tests.signals.rows import NOW, a_signal, a_source, day, roll_up

pytestmark = pytest.mark.django_db


def test_computing_twice_keeps_one_row():
    crm = a_source()
    a_signal(crm, "visit", day(1))
    roll_up()
    definition = define("visits", crm)
    first, new = recompute(definition, NOW)
    again, newer = recompute(definition, NOW + timedelta(minutes=5))
    assert (first, new, newer) == (again, True, False)
    assert first.value == D(1)
    assert first.provenance["pulls"] == [crm.pulls.get().pk]


def test_a_pull_recomputes_only_what_reads_its_source():
    crm, other = a_source(), a_source("Other")
    define("visits", crm)
    define("others", other)
    assert recompute_after(source=crm, at=NOW) == 1
    assert Reading.objects.get().definition.metric.key == "visits"


def test_a_changed_value_adds_a_row_and_leaves_the_old_one():
    crm = a_source()
    definition = define("visits", crm)
    for back in (1, 2):
        a_signal(crm, "visit", day(back))
        roll_up()
        recompute(definition, NOW)
    assert [reading.value for reading in Reading.objects.order_by("pk")] == [D(1), D(2)]


def test_a_reading_cannot_be_edited():
    crm = a_source()
    reading, _ = recompute(define("visits", crm), NOW)
    with pytest.raises(ProgrammingError, match="Cannot update"):
        Reading.objects.filter(pk=reading.pk).update(records=7)


def test_a_source_that_was_never_pulled_makes_it_unknown_and_is_named():
    crm, ledger = a_source(), a_source("Ledger", pulled=None)
    reading, _ = recompute(define("visits", crm, ledger), NOW)
    assert (reading.value, reading.why_unknown) == (None, "Ledger was never pulled.")
    assert len(reading.series) == 12


def test_a_dead_export_stops_the_series_where_its_data_ends():
    crm = a_source(data_as_of=NOW - timedelta(days=9))
    a_signal(crm, "visit", day(10))
    roll_up()
    reading, _ = recompute(define("visits", crm), NOW)
    assert reading.as_of == NOW - timedelta(days=9)
    assert [week["value"] for week in reading.series[-2:]] == ["1", None]


def test_a_source_that_died_long_ago_keeps_its_last_value():
    crm = a_source(data_as_of=NOW - timedelta(days=200))
    a_signal(crm, "visit", day(205))
    roll_up()
    reading, _ = recompute(define("visits", crm), NOW)
    assert reading.value == D(1)
    assert [week["value"] for week in reading.series] == [None] * 12


def test_once_a_day_every_reading_is_looked_at():
    crm = a_source()
    define("visits", crm)
    assert recompute_live(at=NOW) == 1
    assert recompute_live(at=NOW + timedelta(minutes=10)) == 0
    Source.objects.update(last_success_at=NOW + timedelta(days=7))
    assert recompute_live(at=NOW + timedelta(days=7)) == 1


def test_an_earlier_instant_can_be_read_again():
    crm = a_source()
    for back in (1, 20):
        a_signal(crm, "visit", day(back))
    roll_up()
    definition = define("visits", crm)
    recompute(definition, NOW)
    recompute_as_of(metric_keys=["visits"], at=day(10))
    assert Reading.objects.newest(day(9)).get().value == D(1)
    assert Reading.objects.newest(NOW).get().value == D(2)


def test_an_older_version_is_read_on_once_a_day_and_is_no_part_of_what_the_metric_says():
    crm = a_source()
    a_signal(crm, "visit", day(40))
    roll_up()
    first = define("visits", crm, at=day(30))
    second = define("visits", crm, at=day(20), definition={**VISITS, "window": "60 days"})
    recompute_live(at=NOW)
    assert {reading.definition: reading.value for reading in Reading.objects.newest(NOW)} == {first: D(0), second: D(1)}
    assert values_since("visits", day(1)) == [(NOW, D(1))]
