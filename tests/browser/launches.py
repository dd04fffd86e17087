"""A launch under way, as the tests of audits in a browser find it, and a clock that moves."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine

from initiatives import services

START = datetime(2026, 11, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def clock():
    with time_machine.travel(START + 20 * DAY, tick=True) as traveller:
        yield traveller


@pytest.fixture
def atlas(company, clock):
    """Positioning, handed from marketing to creative and dark for six days; landing pages, handed from one member to another in
    time; lead routing, held by nobody.
    """
    launch = services.create_initiative(
        name="Atlas launch",
        slug="atlas",
        customer_outcome="Every lead is answered within the hour.",
        revenue_metric="new recurring revenue",
        revenue_target=Decimal(1_200_000),
        planned_revenue_per_day=Decimal(4000),
        currency="EUR",
        revenue_due=date(2027, 3, 31),
        planned_in_market_on=date(2026, 12, 18),
        by=company.ceo,
        at=START,
    )
    add = {"initiative": launch, "by": company.ceo, "at": START}
    piece = services.add_deliverable(name="Positioning", function="marketing", **add)
    services.add_deliverable(name="Lead routing", function="sales", **add)
    services.name_holder(deliverable=piece, person=company.marketing, by=company.ceo, at=START)
    pages = services.add_deliverable(name="Landing pages", function="creative", **add)
    services.name_holder(deliverable=pages, person=company.member, by=company.ceo, at=START)
    services.lock_scope(initiative=launch, by=company.ceo, at=START + DAY)
    handoff = services.offer_handoff(
        deliverable=piece,
        receiver=company.creative,
        acceptance_criteria="Message, proof and three headlines.",
        answer_by=START + 4 * DAY,
        by=company.marketing,
        at=START + 3 * DAY,
        title="Positioning brief",
    )
    services.accept_handoff(handoff=handoff, by=company.creative, at=START + 9 * DAY)
    pages = services.offer_handoff(
        deliverable=pages,
        receiver=company.owner,
        acceptance_criteria="Three pages, proofread.",
        by=company.member,
        at=START + 10 * DAY,
        title="Three landing pages",
    )
    services.accept_handoff(handoff=pages, by=company.owner, at=START + 10 * DAY + timedelta(hours=2))
    return launch


def go_on(page, answer, text="", **days):
    """Answer the question on the page; it is saved, and the next one comes."""
    page.get_by_label(answer, exact=True).check()
    for name, day in days.items():
        page.locator(f"[name={name}]").fill(day)
    if text:
        page.locator("[name=text]").fill(text)
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("status").get_by_text("Saved at").first.wait_for()
