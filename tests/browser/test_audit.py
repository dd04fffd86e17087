"""The guided audit in a browser, from day 1 to the frozen map: six people signed in as themselves, and the clock moved."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from audits import services as audits
from audits.models import Audit
from audits.tasks import close_audits
from initiatives import services

pytestmark = pytest.mark.django_db(transaction=True)
START = datetime(2026, 11, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def clock():
    with time_machine.travel(START + 20 * DAY, tick=True) as traveller:
        yield traveller


@pytest.fixture
def atlas(company, clock):
    """Positioning, handed from marketing to creative and dark for six days; lead routing, held by nobody."""
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
    return launch


def go_on(page, answer, text=""):
    """Answer the question on the page."""
    page.get_by_label(answer, exact=True).check()
    if text:
        page.get_by_label("In your words").fill(text)
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("status").get_by_text("Saved at").first.wait_for()


def begin(open_page, company):
    page = open_page(company.coo, reverse("audits:start"))
    page.get_by_label("Initiative").select_option("atlas")
    page.get_by_role("button", name="Begin day 1").click()
    page.get_by_role("button", name="Send the link to").click()
    page.get_by_text("links are on their way").wait_for()
    return Audit.objects.get()


def test_from_day_one_to_the_frozen_map(open_page, company, atlas, clock, mailoutbox):
    audit = begin(open_page, company)
    assert {company.creative.email, company.marketing.email} <= {letter.to[0] for letter in mailoutbox}
    asked = reverse("audits:asked", args=[audit.pk])

    creative = open_page(company.creative, asked)
    creative.get_by_role("link", name="Begin").click()
    go_on(creative, "It is as shown")
    go_on(creative, "In my words", "A brief that names who takes it.")
    creative.get_by_label("Part of it", exact=True).check()
    creative.get_by_label("In your words").fill("It lay in a shared inbox.")
    creative.locator("#autosave").get_by_text("Saved at").wait_for()
    go_on(creative, "Part of it")
    go_on(creative, "I do not know")

    marketing = open_page(company.marketing, asked)
    marketing.get_by_role("link", name="Positioning brief: What was promised?").click()
    assert marketing.get_by_text("A brief that names who takes it.").is_visible()
    go_on(marketing, "It is as shown")
    marketing.goto(asked)
    marketing.get_by_role("link", name="Positioning brief", exact=True).click()
    marketing.get_by_label("No, I dispute it").check()
    marketing.get_by_label("In your words").fill("Sent, and chased once.")
    marketing.get_by_role("button", name="Keep it on the row").click()
    marketing.get_by_text("Kept on the row, with your name.").wait_for()

    for head in (company.product, company.sales):
        page = open_page(head, asked)
        page.get_by_role("link", name="What was the function paid on?").click()
        go_on(page, "In my words", "Its own number.")

    clock.move_to(START + 20 * DAY + 30 * DAY)
    close_audits()
    ceo = open_page(company.ceo, reverse("audits:document", args=[audit.pk]))
    assert ceo.get_by_role("heading", level=1).inner_text().split("\n") == [
        "The one handoff went dark.",
        "One job never had an owner.",
    ]
    assert "day 30 of 30" in ceo.locator(".doc-kick").inner_text()
    assert ceo.get_by_text("Sent, and chased once.").first.is_visible()
    assert ceo.get_by_text("not answered").first.is_visible()
    answer = ceo.request.get(ceo.get_by_role("link", name="Download PDF").get_attribute("href"))
    assert (answer.status, answer.body()[:5]) == (200, b"%PDF-")
    ceo.get_by_role("button", name="Start the charter and its 45 days").click()
    ceo.get_by_label("Who owns the arc?").wait_for()


def test_without_javascript_the_map_is_frozen_by_hand(open_page, company, atlas):
    audit = audits.start_audit(initiative=atlas, lead=company.coo, on=(START + 20 * DAY).date(), at=START + 20 * DAY)
    page = open_page(company.coo, reverse("audits:check", args=[audit.pk]), javascript=False)
    page.get_by_role("link", name="Answer Positioning brief What arrived?").click()
    go_on(page, "I do not know")
    page.goto(reverse("audits:check", args=[audit.pk]))
    page.get_by_role("button", name="Freeze the accountability map").click()
    page.get_by_text("Frozen as revision 1.").wait_for()
    assert audit.documents.get().frozen_by == company.coo


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(open_page, company, atlas, axe, scheme, width):
    at = START + 20 * DAY
    audit = audits.start_audit(initiative=atlas, lead=company.coo, on=at.date(), at=at)
    row = audit.rows.get(handoff__isnull=False)
    held = audits.record_interview(audit=audit, person=company.coo, held_on=at.date(), by=company.coo, at=at)
    audits.add_quote(interview=held, text="I found it.", rows=[row], consents=True, by=company.coo, at=at)
    audits.freeze_document(audit=audit, by=company.coo, at=at)
    paths = [
        reverse(f"audits:{name}", args=[audit.pk]) for name in ("audit", "people", "asked", "interviews", "check", "document")
    ]
    paths += [reverse("audits:section", args=[audit.pk, part]) for part in ("walk", "confirm")]
    paths += [reverse("audits:question", args=[audit.pk, item]) for item in ("arc", f"promised-{row.pk}", "calendar-sales")]
    paths += [reverse("audits:row", args=[row.pk]), reverse("audits:interview", args=[held.pk]), reverse("audits:start")]
    page = open_page(company.coo, paths[0], scheme=scheme, width=width)
    for path in paths:
        page.goto(path)
        assert axe(page) == [], path
        spare = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert spare <= 0, path
