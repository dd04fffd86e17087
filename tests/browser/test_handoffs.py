"""The inbox in a browser: by htmx, and without JavaScript; axe over the pages of initiatives and people."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from initiatives import services
from initiatives.models import Answer, Handoff, PendingAnswer, Reason

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def offered(company):
    """A dark offer of positioning from marketing to sales, on a launch with an owner."""
    Reason.objects.get_or_create(kind="handoff", code="missing-information", label="Missing information", position=3)
    now = timezone.now()
    ago = [now - timedelta(days=days) for days in range(6)]
    launch = services.create_initiative(
        name="Atlas",
        customer_outcome="Every lead is answered within the hour.",
        revenue_metric="new recurring revenue",
        revenue_target=Decimal(1_200_000),
        currency="EUR",
        revenue_due=date(2030, 3, 31),
        planned_in_market_on=(now + timedelta(days=30)).date(),
        by=company.ceo,
        at=ago[5],
    )
    rights = dict.fromkeys(company.heads, "decide")
    services.name_owner(initiative=launch, owner=company.owner, mandate="Do it.", rights=rights, by=company.ceo, at=ago[5])
    piece = services.add_deliverable(initiative=launch, name="Positioning", function="marketing", by=company.owner, at=ago[5])
    services.name_holder(deliverable=piece, person=company.marketing, by=company.owner, at=ago[4])
    services.lock_scope(initiative=launch, by=company.owner, at=ago[4])
    return services.offer_handoff(
        deliverable=piece,
        receiver=company.sales,
        acceptance_criteria="One page: audience, promise, proof.",
        answer_by=ago[2],
        by=company.marketing,
        at=ago[3],
    )


def written():
    """The handoff, once nothing can be undone any more."""
    services.settle_answers(at=timezone.now() + timedelta(seconds=11))
    return Handoff.objects.get()


def send_batch(offered, company, title):
    services.offer_handoff(
        deliverable=offered.deliverable,
        receiver=company.sales,
        title=title,
        batch_size=4,
        acceptance_criteria="Each has a name.",
        by=company.marketing,
        at=timezone.now() - timedelta(minutes=1),
    )


def focused(page):
    return page.evaluate("document.activeElement.textContent")


@pytest.mark.parametrize("javascript", [True, False])
def test_rejecting_takes_three_interactions(open_page, company, offered, javascript):
    page = open_page(company.sales, reverse("initiatives:inbox"), javascript=javascript)
    page.get_by_role("link", name="Reject Positioning").click()
    page.get_by_text("Missing information").click()
    page.get_by_role("button", name="Reject with this reason").click()
    page.get_by_text("Luis Ferreira is told why, and has it again.").wait_for()
    handoff = written()
    assert (handoff.answer, handoff.reason.code) == (Answer.REJECTED, "missing-information")


@pytest.mark.parametrize("javascript", [True, False])
def test_accepting_takes_one(open_page, company, offered, javascript):
    page = open_page(company.sales, reverse("initiatives:inbox"), javascript=javascript)
    page.get_by_role("button", name="Accept Positioning").click()
    page.get_by_role("status").get_by_text("Accepted: Positioning.").wait_for()
    assert written().answer == Answer.ACCEPTED


def test_from_handing_over_to_the_answer_and_back(open_page, company, offered, axe):
    """The whole way: turned down with a reason, handed over again from the deliverable, accepted by a key."""
    here = open_page(company.sales, reverse("initiatives:inbox"))
    here.keyboard.press("r")
    here.get_by_text("Why are you rejecting it?").wait_for()
    here.keyboard.press("1")
    here.keyboard.press("Enter")
    here.get_by_role("status").get_by_text("Rejected: Positioning").wait_for()
    assert written().answer == Answer.REJECTED
    page = open_page(company.marketing, reverse("initiatives:deliverable", args=[offered.deliverable.pk]))
    page.get_by_role("link", name="Hand it over").click()
    page.get_by_role("heading", name="Hand over Positioning").wait_for()
    assert page.get_by_label("What does “done” mean?").input_value() == "One page: audience, promise, proof."
    assert axe(page) == []
    page.get_by_label("To whom?").select_option(str(company.sales.pk))
    page.get_by_role("button", name="Offer it").click()
    page.wait_for_url(lambda address: "hand-over" not in address)
    here.goto(reverse("initiatives:inbox"))
    here.keyboard.press("a")
    here.get_by_role("status").get_by_text("Accepted: Positioning.").wait_for()
    services.settle_answers(at=timezone.now() + timedelta(seconds=11))
    assert [handoff.answer for handoff in Handoff.objects.order_by("pk")] == [Answer.REJECTED, Answer.ACCEPTED]


@pytest.mark.parametrize("javascript", [True, False])
def test_an_answer_is_undone_by_its_button(open_page, company, offered, javascript):
    page = open_page(company.sales, reverse("initiatives:inbox"), javascript=javascript)
    page.get_by_role("button", name="Accept Positioning").click()
    page.get_by_role("button", name="Undo Accepted: Positioning").click()
    page.get_by_role("status").get_by_text("Undone: Positioning waits for an answer again.").wait_for()
    assert PendingAnswer.objects.get().undone_at


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_inbox_is_answered_with_single_keys(open_page, company, offered, axe, scheme):
    for title in ("118 Atlas MQLs", "Four films"):
        send_batch(offered, company, title)
    page = open_page(company.sales, reverse("initiatives:inbox"), scheme=scheme)
    says = page.get_by_role("status")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    assert axe(page) == []
    page.keyboard.press("?")
    page.keyboard.press("j")
    assert focused(page) == "118 Atlas MQLs"
    page.keyboard.press("k")
    assert focused(page) == "Positioning"
    page.keyboard.press("r")
    page.get_by_text("Why are you rejecting it?").wait_for()
    assert axe(page) == []
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    says.get_by_text("Rejected: Positioning").wait_for()
    page.wait_for_function("document.activeElement.textContent === '118 Atlas MQLs'")
    page.keyboard.press("a")
    says.get_by_text("Accepted: 118 Atlas MQLs").wait_for()
    assert axe(page) == []
    page.keyboard.press("u")
    says.get_by_text("Undone: 118 Atlas MQLs").wait_for()
    assert [row.undone_at is not None for row in PendingAnswer.objects.all()] == [True, False]


def test_single_keys_are_switched_off_for_the_person(open_page, company, offered):
    page = open_page(company.sales, reverse("initiatives:inbox"))
    page.get_by_role("button", name="Keys").click()
    page.get_by_role("button", name="Switch single keys off").click()
    page.get_by_role("status").get_by_text("Single keys are off.").wait_for()
    for key in ("a", "r", "?", "u"):
        page.keyboard.press(key)
    assert not page.get_by_role("dialog").is_visible()
    assert not PendingAnswer.objects.exists()
    assert not page.get_by_text("Why are you rejecting it?").is_visible()


def test_a_rejection_without_a_reason_is_refused_in_place(open_page, company, offered):
    page = open_page(company.sales, reverse("initiatives:inbox"))
    page.get_by_role("link", name="Reject Positioning").click()
    page.get_by_role("button", name="Reject with this reason").click()
    page.get_by_role("alert").get_by_text("Choose a reason").wait_for()
    assert Handoff.objects.get().is_open


def test_the_menu_and_the_theme_work_without_javascript(open_page, company, offered):
    page = open_page(company.sales, reverse("initiatives:inbox"), width=390, height=844, javascript=False)
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="People").click()
    page.get_by_role("heading", name="People", level=1).wait_for()
    page.get_by_role("button", name="Your account, Tom Halvorsen").click()
    page.get_by_role("button", name="Dark").click()
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    assert page.url.endswith(reverse("people:list"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page, company, offered, axe, scheme):
    piece = offered.deliverable
    pages = [reverse(f"initiatives:{name}") for name in ("portfolio", "new", "inbox")]
    pages += [reverse(f"initiatives:{name}", args=["atlas"]) for name in ("initiative", "charter", "name_owner")]
    pages += [reverse("initiatives:deliverable", args=[piece.pk])]
    pages += [reverse("initiatives:handoff", args=[offered.pk])]
    pages += [reverse("people:list"), reverse("people:account"), reverse("people:password")]
    pages += [reverse("initiatives:reasons"), reverse("initiatives:company"), reverse("scorecards:rejections")]
    pages += [reverse(f"initiatives:{name}", args=[company.ceo.pk]) for name in ("away", "left_behind")]
    page = open_page(company.ceo, pages[0], scheme=scheme)
    for address in pages:
        page.goto(address)
        assert axe(page) == [], address


@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_no_page_scrolls_sideways(open_page, company, offered, width):
    page = open_page(company.owner, reverse("initiatives:portfolio"), width=width, height=844)
    for address in (
        reverse("initiatives:portfolio"),
        reverse("initiatives:initiative", args=["atlas"]),
        reverse("initiatives:charter", args=["atlas"]),
        reverse("initiatives:new_deliverable", args=["atlas"]),
        reverse("people:list"),
    ):
        page.goto(address)
        spare = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert spare <= 0, address
