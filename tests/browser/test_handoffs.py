"""The inbox in a browser: by htmx, and without JavaScript; axe over the pages of initiatives and people."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from initiatives import services
from initiatives.models import Answer, Handoff, PendingAnswer

pytestmark = pytest.mark.django_db(transaction=True)


def written():
    """The handoff, once nothing can be undone any more."""
    services.settle_answers(at=timezone.now() + timedelta(seconds=11))
    return Handoff.objects.get()


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
