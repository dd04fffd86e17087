"""Where rejections come from: reasons counted and weighed, by pair of functions and by quarter; the funnel with its losses."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from initiatives import services
from initiatives.batches import Disposition, ItemDraft
from initiatives.models import Reason
from scorecards.quarters import Quarter
from scorecards.rejections import Step, Tally, funnel, handoffs_turned_down, headline, over, ranked
from tests.signals.rows import NOW, a_source, day, some_work

QUARTER = Quarter(2026, 4)


def a_tally(word, count, amount=None, currency="EUR"):
    tally = Tally(word)
    tally.add(count, amount, currency)
    return tally


def test_quarters_follow_each_other():
    assert Quarter.of(date(2026, 12, 31)) == QUARTER == Quarter.named("2026-Q4")
    assert (str(QUARTER.next), str(QUARTER.back(4)), QUARTER.starts) == (
        "2027-Q1",
        "2025-Q4",
        datetime(2026, 10, 1, tzinfo=UTC),
    )
    assert Quarter.named("2026-Q5") is Quarter.named("Q4") is Quarter.named("") is None


def test_reasons_are_ranked_by_count_and_by_value():
    often, dear, none = a_tally("often", 9, Decimal(10)), a_tally("dear", 2, Decimal(500)), a_tally("none", 2)
    assert [tally.word for tally in ranked([none, dear, often], "count")] == ["often", "dear", "none"]
    assert [tally.word for tally in ranked([none, dear, often], "value")] == ["dear", "often", "none"]
    assert none.worth == []
    assert [tally.share for tally in (often, dear, none)] == [2, 100, 0]


def test_the_headline_says_what_was_lost_and_between_whom():
    pairs = {("Marketing", "Sales"): [a_tally("x", 2), a_tally("y", 1)], ("Product", "Sales"): [a_tally("x", 2)]}
    step = Step("Deals", 9, [], 3, 4, [a_tally("Price", 2, Decimal(300))])
    assert headline(QUARTER, [step], pairs) == (
        "2 of 9 deals (300 EUR) were lost in 2026-Q4. 5 rejections of handoffs, most from Marketing to Sales."
    )
    even = {pair: tallies[:1] for pair, tallies in pairs.items()}
    assert headline(QUARTER, [], even) == "4 rejections of handoffs, from Marketing to Sales and Product to Sales."
    assert headline(QUARTER, [], {}) == "No handoff was rejected in 2026-Q4."


@pytest.fixture
def routing(company):
    launch = services.create_initiative(
        name="Atlas",
        customer_outcome="One map.",
        revenue_metric="new revenue",
        revenue_target=Decimal(1),
        currency="USD",
        revenue_due=date(2027, 3, 31),
        planned_in_market_on=date(2026, 12, 11),
        by=company.ceo,
        at=day(9),
    )
    return services.add_deliverable(initiative=launch, name="Lead routing", function="sales", by=company.ceo, at=day(9))


@pytest.mark.django_db
def test_each_rejected_item_counts_by_its_own_reason_and_a_whole_handoff_once(company, routing):
    fields = {"deliverable": routing, "receiver": company.sales, "acceptance_criteria": "x", "answer_by": NOW}
    items = [ItemDraft(key, "", Decimal(100), "EUR") for key in "abc"]
    batch = services.offer_handoff(**fields, title="3 leads", items=items, by=company.marketing, at=day(3))
    given = [Disposition("a", True), Disposition("b", False, "duplicate"), Disposition("c", False, "wrong-owner")]
    services.answer_items(handoff=batch, dispositions=given, by=company.sales, at=day(2))
    other = services.offer_handoff(**fields, title="x", batch_size=7, by=company.product, at=day(3))
    duplicate = Reason.objects.get(kind="handoff", code="duplicate")
    services.reject_handoff(handoff=other, reason=duplicate, by=company.sales, at=day(2))
    pairs = handoffs_turned_down(QUARTER)
    assert {pair: {tally.word: (tally.count, tally.worth) for tally in tallies} for pair, tallies in pairs.items()} == {
        ("Marketing", "Sales"): {"Duplicate": (1, [("EUR", Decimal(100))]), "Wrong owner": (1, [("EUR", Decimal(100))])},
        ("Product", "Sales"): {"Duplicate": (1, [])},
    }
    assert [(tally.word, tally.count) for tally in ranked(over(pairs), "count")] == [("Duplicate", 2), ("Wrong owner", 1)]
    assert handoffs_turned_down(QUARTER.next) == {}


@pytest.mark.django_db
def test_the_funnel_says_what_each_step_lost_and_why(company):
    campaigns, crm = a_source("Campaigns"), a_source("CRM")
    some_work(campaigns, 1, status_category="open", opened_at=day(2))
    for number, (category, reason) in enumerate([("accepted", ""), ("rejected", "duplicate"), ("rejected", ""), ("open", "")]):
        some_work(crm, number, status_category=category, reason=reason, opened_at=day(2))
    deal = {"kind": "opportunity", "currency": "USD", "opened_at": day(2)}
    some_work(crm, 10, status_category="won", amount=500, **deal)
    some_work(crm, 11, status_category="lost", amount=300, reason="Price", **deal)
    some_work(crm, 12, status_category="lost", reason="Whim", **deal)
    price = Reason.objects.get(kind="deal", code="price")
    into = Reason.objects.get(kind="deal", code="competitor")
    services.merge_reasons(reason=price, into=into, by=company.coo, at=NOW)
    leads, deals = funnel(QUARTER)
    assert (leads.entered, leads.went_on, leads.lost_count, leads.open, leads.lost_worth) == (4, 1, 2, 1, [])
    assert {tally.word for tally in leads.lost} == {"Duplicate", "No reason given"}
    assert (deals.entered_worth, deals.lost_worth) == ([("USD", Decimal(800))], [("USD", Decimal(300))])
    assert {tally.word: tally.count for tally in deals.lost} == {"Went to a competitor": 1, "Whim": 1}


@pytest.mark.django_db
def test_the_page_shows_a_quarter(client_of, company, routing):
    crm = a_source("CRM")
    some_work(
        crm, 11, kind="opportunity", status_category="lost", amount=1300, currency="USD", reason="Price", opened_at=day(2)
    )
    url = reverse("scorecards:rejections")
    page = client_of(company.member).get(url + "?quarter=2026-Q4&by=value").content.decode()
    assert "The funnel of 2026-Q4" in page
    assert "1,300 USD" in page
    assert "1 of 1 deals (1,300 USD) were lost in 2026-Q4. No handoff was rejected in 2026-Q4." in page
    assert "Quarter by quarter" in page
    assert client_of(company.member).get(url + "?quarter=never").status_code == 200
