"""Counts, sums, ratios, medians and customers, computed from rows."""

from decimal import Decimal as D

import pytest

from signals.definitions import parse_spec
from signals.evaluation import Asked, evaluate
from tests.signals.rows import NOW, a_customer, a_signal, a_source, day, roll_up, some_work

pytestmark = pytest.mark.django_db


def value_of(spec, *sources, **asked):
    return evaluate(parse_spec(spec), Asked(sources=sources, as_of=NOW, now=NOW, **asked))


def test_a_count_reads_its_sources_only_and_its_window_only():
    crm, other = a_source(), a_source("Other")
    for back in (1, 3, 30):
        a_signal(crm, "visit", day(back))
    a_signal(other, "visit", day(2))
    roll_up()
    found = value_of({"kind": "count", "what": {"signals": "visit"}, "window": "28 days"}, crm)
    assert found.point.value == D(2)
    assert [week["value"] for week in found.series[-2:]] == ["1", "2"]


def test_dimensions_and_launch_narrow_what_is_counted():
    crm = a_source()
    for launch, channel in (("atlas", "mail"), ("atlas", "web"), ("beacon", "web")):
        a_signal(crm, "visit", day(1), dimensions={"launch": launch, "channel": channel})
    roll_up()
    what = {"signals": "visit", "launch": "atlas", "dimensions": {"channel": ["web", "fair"]}}
    assert value_of({"kind": "count", "what": what, "window": "4 weeks"}, crm).point.value == 1


def test_net_revenue_retention_is_a_ratio_of_sums():
    ledger = a_source("Ledger", function="")
    for back, key, value in ((300, "opening", 1000), (270, "opening", 1100), (200, "expansion", 200), (90, "churn", 120)):
        a_signal(ledger, key, day(back), value, unit="USD")
    roll_up()
    first = {"signals": "opening", "measure": "first"}
    plus = {"signals": "expansion", "measure": "sum"}
    minus = {"signals": "churn", "measure": "sum", "sign": "minus"}
    spec = {"kind": "ratio", "numerator": [first, plus, minus], "denominator": [first], "window": "12 months"}
    point = value_of(spec, ledger, unit="%").point
    assert (point.value, point.numerator, point.denominator) == (D("1.08"), D(1080), D(1000))


def test_cost_over_new_customers_and_no_customers_is_unknown():
    crm, ledger = a_source(), a_source("Ledger", function="")
    a_signal(ledger, "cost", day(20), 28000, unit="USD")
    won = {"work": "opportunity", "by": "closed", "category": "won"}
    spec = {
        "kind": "ratio",
        "numerator": [{"signals": "cost", "measure": "sum"}],
        "denominator": [won],
        "window": "this quarter",
    }
    some_work(crm, 1, kind="opportunity", status_category="won", closed_at=day(300))
    roll_up()
    unknown = value_of(spec, crm, ledger, unit="money", currency="USD").point
    assert unknown.value is None
    assert unknown.why == "Nothing to divide by: the denominator is 0 in this quarter."
    for number in (2, 3):
        some_work(crm, number, kind="opportunity", status_category="won", closed_at=day(number))
    assert value_of(spec, crm, ledger, unit="money", currency="USD").point.value == D(14000)


def test_two_currencies_are_never_added():
    crm = a_source()
    for currency in ("USD", "EUR"):
        a_signal(crm, "cost", day(1), 10, unit=currency)
        some_work(crm, currency, kind="deal", amount=10, currency=currency, closed_at=day(1))
    roll_up()
    for what in ({"signals": "cost"}, {"work": "deal", "by": "closed"}):
        point = value_of({"kind": "sum", "what": what, "window": "4 weeks"}, crm, unit="money", currency="USD").point
        assert point.value is None
        assert "in EUR and USD, which are never added" in point.why


@pytest.mark.parametrize(("kind", "value"), [("median", "2.5"), ("p90", "10"), ("average", "4"), ("distinct", "2")])
def test_values_and_customers_of_signals(kind, value):
    crm = a_source()
    whole = a_customer(crm, "Acme")
    parties = [whole, a_customer(crm, "ACME Inc", joined_to=whole), a_customer(crm, "Bolt"), None]
    for amount, party in zip((1, 2, 3, 10), parties, strict=True):
        a_signal(crm, "use", day(2), amount, party=party)
    roll_up()
    assert value_of({"kind": kind, "what": {"signals": "use"}, "window": "4 weeks"}, crm).point.value == D(value)


def test_open_work_is_what_was_open_when_the_window_ended():
    crm = a_source()
    some_work(crm, 1, kind="deal", opened_at=day(60), amount=100)
    some_work(crm, 2, kind="deal", opened_at=day(60), closed_at=day(10), amount=50)
    found = value_of({"kind": "sum", "what": {"work": "deal", "by": "open"}, "window": "4 weeks"}, crm)
    assert found.point.value == D(100)
    assert found.series[-3]["value"] == "150"


def test_no_data_at_all_is_unknown_for_every_kind():
    crm = a_source()
    for kind in ("count", "sum", "first", "average", "median", "p90", "distinct"):
        point = value_of({"kind": kind, "what": {"signals": "none"}, "window": "28 days"}, crm).point
        assert (point.value, point.why) == (None, "No records in 28 days.")


def test_an_event_counts_its_work_once_however_often_it_happened():
    crm = a_source()
    again = [("status", "Qualified", "Rae", day(back)) for back in (9, 5)]
    some_work(crm, 1, events=again)
    some_work(crm, 2, events=[("status", "qualified", "", day(3)), ("status", "lost", "", day(2))])
    what = {"events": "status", "work": "lead", "to": "qualified"}
    assert value_of({"kind": "count", "what": what, "window": "28 days"}, crm).point.value == 2


def test_deleted_rows_are_left_out():
    crm = a_source()
    some_work(crm, 1, kind="deal", opened_at=day(3), deleted_at=day(1))
    some_work(crm, 2, kind="deal", opened_at=day(3))
    assert value_of({"kind": "count", "what": {"work": "deal", "by": "opened"}, "window": "28 days"}, crm).point.value == 1


def test_reasons_are_ranked():
    crm = a_source()
    for number, reason in enumerate(("price", "price", "timing", "")):
        some_work(crm, number, kind="deal", status_category="lost", reason=reason, closed_at=day(3))
    what = {"work": "deal", "by": "closed", "category": "lost"}
    found = value_of({"kind": "ranked", "what": what, "rank_by": "reason", "window": "4 weeks"}, crm)
    assert found.point.value == 4
    assert [(part["name"], part["value"]) for part in found.breakdown] == [("price", "2"), ("not said", "1"), ("timing", "1")]
