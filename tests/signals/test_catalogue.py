"""The shipped definitions over small data sets, each with its value worked out by hand."""

from decimal import Decimal as D

import pytest

from initiatives.reports.cycle import CycleOfInitiative
from signals.definitions import CycleTime, MetricEntry, explain, parse_spec
from signals.evaluation import Asked, cycle, evaluate
from tests.signals.rows import NOW, a_customer, a_signal, a_source, day, roll_up, some_work

pytestmark = pytest.mark.django_db
DEAL, ASSET = {"kind": "opportunity"}, {"kind": "asset"}


def read(key, *sources, **own):
    entry = MetricEntry.model_validate({"from_catalogue": key, "sources": [source.name for source in sources], **own})
    asked = {"unit": entry.unit, "currency": entry.currency, "direction": entry.direction, "target": entry.target}
    return evaluate(entry.definition, Asked(sources=sources, as_of=NOW, now=NOW, **asked))


@pytest.fixture
def crm():
    return a_source()


@pytest.fixture
def deals(crm):
    """Four deals closed in the window: one won after 40 days, one after 60; lost on price twice. One is open, for 900."""
    for number, (category, opened, reason) in enumerate(
        [("won", 50, ""), ("won", 70, ""), ("lost", 30, "Price"), ("lost", 20, "Price")]
    ):
        some_work(crm, number, opened_at=day(opened), closed_at=day(10), status_category=category, reason=reason, **DEAL)
    some_work(crm, 9, opened_at=day(5), status_category="open", amount=900, currency="USD", **DEAL)
    return crm


def test_win_rate_is_won_over_won_and_lost(deals):
    assert read("win_rate", deals).point.value == D("0.5")


def test_sales_cycle_is_the_middle_of_forty_and_sixty_days(deals):
    assert read("sales_cycle", deals).point.value == D(50)


def test_closed_lost_reasons_are_ranked(deals):
    found = read("closed_lost_reasons", deals)
    assert (found.point.value, found.breakdown) == (D(2), [{"name": "Price", "value": "2", "unit": "count"}])


def test_pipeline_coverage_is_the_open_amount_over_the_quota(deals):
    a_signal(deals, "sales.quota", day(30), 300, unit="USD")
    roll_up()
    assert read("pipeline_coverage", deals).point.value == D(3)


def test_activation_and_adoption_count_each_customer_once():
    events = a_source("Events", function="product")
    for number in range(4):
        party = a_customer(events, f"Customer {number}")
        a_signal(events, "product.signed_up", day(9), party=party)
        a_signal(events, "product.active", day(2), party=party)
        a_signal(events, "product.active", day(3), party=party)
        if number < 3:
            a_signal(events, "product.activated", day(5), party=party)
        if number < 1:
            a_signal(events, "product.feature_used", day(1), party=party)
    assert read("activation_rate", events).point.value == D("0.75")
    assert read("feature_adoption", events).point.value == D("0.25")


def test_churn_and_nrr_are_shares_of_the_opening_revenue():
    billing = a_source("Billing", function="")
    moves = [(360, "opening", 1000), (200, "expansion", 150), (100, "contraction", 20), (50, "churn", 50)]
    for back, kind, amount in moves:
        a_signal(billing, f"revenue.{kind}", day(back), amount, unit="USD")
    roll_up()
    assert read("churn", billing).point.value == D("0.05")
    assert read("nrr", billing).point.value == D("1.08")


def test_cac_is_cost_over_the_customers_won_in_the_same_quarter(deals):
    for key, amount in (("cost.sales", 3000), ("cost.marketing", 1000)):
        a_signal(deals, key, day(20), amount, unit="USD")
    roll_up()
    assert read("cac", deals).point.value == D(2000)


def test_engagement_rate_and_asset_readiness():
    studio = a_source("Studio", function="creative")
    a_signal(studio, "creative.impression", day(3), 200)
    a_signal(studio, "creative.engagement", day(3), 30)
    roll_up()
    for number, category in enumerate(["done", "done", "done", "open"]):
        some_work(studio, number, due_at=day(6), status_category=category, **ASSET)
    assert read("creative_engagement_rate", studio).point.value == D("0.15")
    assert read("asset_readiness", studio).point.value == D("0.75")


def test_qualified_leads_and_mql_to_sal_count_by_the_day_of_qualification(crm):
    for number in range(4):
        then = [("status", "accepted", "Rae", day(4))] if number == 0 else []
        some_work(crm, number, opened_at=day(9), events=[("status", "qualified", "", day(8)), *then])
    assert read("qualified_leads", crm).point.value == D(4)
    assert read("mql_to_sal", crm).point.value == D("0.25")


def test_conversion_leakage_is_what_comes_in_times_what_is_missing_to_the_benchmark(crm):
    """Step one: 4 × 1,000 × (0.50 − 1/4) = 1,000. Step two: 1,000 × (0.50 − 0/1) = 500."""  # noqa: RUF002
    for number in range(4):
        events = [("status", "Proposal", "Rae", day(10))] if number == 0 else []
        some_work(crm, number, opened_at=day(30), amount=1000, currency="USD", events=events, **DEAL)
    found = read("conversion_leakage", crm)
    assert found.point.value == D(1500)
    assert [(part["name"], part["value"]) for part in found.breakdown] == [
        ("opened to proposal", "1000"),
        ("proposal to won", "500"),
    ]


def test_leakage_in_another_currency_is_unknown_and_no_deal_is_unknown_too(crm):
    assert read("conversion_leakage", crm).point.value is None
    some_work(crm, 1, opened_at=day(30), amount=1000, currency="EUR", **DEAL)
    assert "not in USD alone" in read("conversion_leakage", crm).point.why


def test_slippage_cost_is_avoidable_days_times_planned_revenue_per_day():
    """20 avoidable days at 5,000 a day."""
    from initiatives.models import Initiative

    launch = Initiative(name="Atlas", slug="atlas", currency="USD", planned_revenue_per_day=D(5000))
    told = dict.fromkeys(CycleOfInitiative.__dataclass_fields__, None) | {"initiative": launch, "avoidable_days": D(20)}
    spec = parse_spec({"kind": "cycle_time", "initiative": "atlas", "measure": "slippage_cost"})
    assert isinstance(spec, CycleTime)
    found = cycle._slippage(CycleOfInitiative(**told), "USD")
    assert (found.point.value, found.point.numerator, found.point.denominator) == (D(100000), D(20), D(5000))
    assert "not in EUR" in cycle._slippage(CycleOfInitiative(**told), "EUR").point.why
    assert explain(spec).startswith("What the avoidable days")
