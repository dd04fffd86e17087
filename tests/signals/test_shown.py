"""What other apps show of readings: state, age, sentence, in a fixed number of queries."""

import json
from datetime import timedelta
from decimal import Decimal as D

import pytest

from signals.recompute import recompute
from signals.shown import shared_readings, values_since
from signals.wording import UNKNOWN
from tests.signals.metrics import define
from tests.signals.rows import NOW, a_signal, a_source, day, roll_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def crm():
    source = a_source(pulled=NOW - timedelta(hours=2))
    for back in (3, 4, 5):
        a_signal(source, "visit", day(back))
    roll_up()
    return source


def shown(key="visits", now=NOW):
    return shared_readings([key], now)[0]


def test_a_reading_has_value_state_source_version_and_age(crm):
    recompute(define("visits", crm, target=5, watch=3, tolerated_age="24h"), NOW)
    reading = shown()
    assert (reading.number, reading.state, reading.word, reading.target_text) == ("3", "watch", "Watch", "≥ 5")
    assert (reading.source_label, reading.version, reading.age_text) == ("CRM", 1, "2 h ago")
    assert reading.sentence == "Visits is 3; the target is at least 5."
    assert (reading.functions, reading.unsigned) == (["sales"], ["sales"])


def test_a_reading_older_than_tolerated_is_stale_and_keeps_its_value(crm):
    recompute(define("visits", crm, target=1, tolerated_age="24h"), NOW)
    later = shown(now=NOW + timedelta(days=2))
    assert (later.state, later.number, later.age_text) == ("stale", "3", "2 d ago")


def test_an_export_that_is_pulled_but_dead_is_stale():
    ledger = a_source("Ledger", data_as_of=NOW - timedelta(days=9))
    a_signal(ledger, "visit", day(10))
    roll_up()
    recompute(define("visits", ledger, target=1, tolerated_age="2d"), NOW)
    assert (shown().state, shown().age_text) == ("stale", "9 d ago")


def test_no_data_reads_unknown_with_the_reason_and_never_zero():
    recompute(define("visits", a_source("Ledger", pulled=None)), NOW)
    reading = shown()
    assert (reading.state, reading.value, reading.number, reading.missing) == ("unknown", None, UNKNOWN, ["Ledger"])
    assert reading.sentence == "Visits is unknown. Ledger was never pulled."


def test_without_a_target_it_says_so(crm):
    recompute(define("visits", crm, tolerated_age="24h"), NOW)
    assert (shown().state, shown().word) == ("plain", "No target")


def test_the_number_of_queries_does_not_grow(crm, django_assert_max_num_queries):
    keys = [f"visits_{number}" for number in range(6)]
    for key in keys:
        recompute(define(key, crm), NOW)
    with django_assert_max_num_queries(6):
        assert [reading.key for reading in shared_readings([*reversed(keys), "nobody_knows"], NOW)] == keys[::-1]


def test_it_becomes_plain_data_for_a_brief(crm):
    recompute(define("visits", crm, target=5), NOW)
    plain = json.loads(json.dumps(shown().as_json()))
    assert (plain["value"], plain["age"], plain["target"]) == ("3", 7200, "5")


def test_a_past_instant_shows_what_was_known_then(crm):
    definition = define("visits", crm)
    recompute(definition, NOW)
    a_signal(crm, "visit", day(1))
    roll_up()
    recompute(definition, NOW + timedelta(hours=1))
    assert shown().value == D(3)
    assert shown(now=NOW + timedelta(hours=2)).value == D(4)
    assert [value for _, value in values_since("visits", NOW)] == [D(3), D(4)]
