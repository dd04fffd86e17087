"""Durations between two moments, and cohorts."""

from datetime import timedelta
from decimal import Decimal as D

import pytest

from signals.definitions import parse_spec
from signals.evaluation import Asked, evaluate
from tests.signals.rows import NOW, a_customer, a_signal, a_source, day, some_work

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
SPEED = {
    "kind": "median_between",
    "work": "lead",
    "from": {"field": "opened"},
    "to": {"event": "contact", "by_person": True, "not_by": ["Mailer"]},
    "split_at": {"event": "holder"},
    "split_names": ["routing", "rep"],
    "window": "4 weeks",
}


def value_of(spec, *sources, **asked):
    return evaluate(parse_spec(spec), Asked(sources=sources, as_of=NOW, now=NOW, **{"unit": "h", **asked}))


def a_lead(source, number, *, routed, contacted, back=2):
    at = day(back)
    events = [("contact", "", "", at), ("contact", "", "mailer", at), ("holder", "Rae", "Rae", at + routed * HOUR)]
    contact = [("contact", "", "Rae", at + contacted * HOUR)] if contacted else []
    return some_work(source, number, opened_at=at, events=[*events, *contact])


def test_speed_to_lead_ends_with_the_first_contact_by_a_person():
    crm = a_source()
    for number, contacted in enumerate((2, 4, 9)):
        a_lead(crm, number, routed=1, contacted=contacted)
    found = value_of(SPEED, crm, direction="down", target=D(3))
    assert found.point.value == D(4)
    assert (found.point.numerator, found.point.denominator) == (D(2), D(3))
    assert [(part["name"], part["value"]) for part in found.breakdown] == [("routing", "1"), ("rep", "3")]


def test_a_lead_that_still_waits_counts_with_its_wait_so_far():
    crm = a_source()
    a_lead(crm, 1, routed=1, contacted=2)
    a_lead(crm, 2, routed=1, contacted=None)
    left_out = value_of({**SPEED, "counted_by": "start"}, crm)
    assert left_out.point.value == D(2)
    assert [part["value"] for part in left_out.breakdown] == ["1", "1"]
    waiting = {**SPEED, "unfinished": "so_far", "counted_by": "start"}
    assert value_of(waiting, crm).point.value == D(25)
    assert value_of(waiting, crm).point.records == 2


def test_working_time_leaves_nights_and_weekends_out():
    crm = a_source()
    friday = day(7, hour=16)
    some_work(crm, 1, opened_at=friday, events=[("contact", "", "Rae", friday + 66 * HOUR)])
    assert value_of({**SPEED, "split_at": None}, crm).point.value == D(66)
    assert value_of({**SPEED, "split_at": None, "clock": "working"}, crm).point.value == D(2)


def test_time_to_value_joins_the_customer_over_all_its_names():
    crm, events = a_source(), a_source("Events", function="product")
    customer = a_customer(crm, "Acme")
    known_as = a_customer(events, "acme.io", joined_to=customer)
    some_work(crm, 1, kind="deal", status_category="won", closed_at=day(30), party=customer)
    for back in (40, 11, 5):
        a_signal(events, "first_value", day(back), party=known_as)
    spec = {
        "kind": "median_between",
        "work": "deal",
        "category": "won",
        "from": {"field": "closed"},
        "to": {"signal": "first_value"},
        "window": "12 weeks",
    }
    assert value_of(spec, crm, events, unit="d").point.value == D(19)


def test_a_cohort_is_read_by_the_week_in_which_it_was_formed():
    crm = a_source()
    for number in range(4):
        accepted = [("status", "Accepted", "Rae", day(5))] if number == 0 else []
        some_work(crm, number, opened_at=day(20), events=[("status", "qualified", "", day(9)), *accepted])
    some_work(crm, 9, opened_at=day(20), events=[("status", "qualified", "", day(60)), ("status", "accepted", "", day(1))])
    cohort = {"kind": "cohort", "work": "lead", "window": "4 weeks"}
    spec = {**cohort, "enters": {"event": "status", "to": "qualified"}, "reaches": {"event": "status", "to": "accepted"}}
    found = value_of(spec, crm, unit="%")
    assert (found.point.value, found.point.numerator, found.point.denominator) == (D("0.25"), D(1), D(4))
    assert found.series[-2]["value"] == "0.25"
    assert found.series[-3]["value"] is None
    assert value_of({**spec, "settle_days": 14}, crm, unit="%").point.value is None
