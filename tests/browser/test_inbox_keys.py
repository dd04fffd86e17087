"""The single keys of the inbox, at any speed of typing and of the network."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from initiatives import services
from initiatives.models import PendingAnswer

pytestmark = pytest.mark.django_db(transaction=True)


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


def test_keys_typed_faster_than_the_server_answers_are_pressed_in_their_order(open_page, company, offered):
    send_batch(offered, company, "118 Atlas MQLs")
    page = open_page(company.sales, reverse("initiatives:inbox"))

    def type_meanwhile(route):
        for key in ("1", "Enter", "a") if route.request.method == "GET" else ():
            page.keyboard.press(key)
        route.continue_()

    page.route("**/reject/", type_meanwhile)
    page.keyboard.press("r")
    expect(page.get_by_role("status")).to_contain_text("Accepted: 118 Atlas MQLs.")
    given = PendingAnswer.objects.order_by("pk").values_list("handoff__title", "answer", "reason__code")
    assert list(given) == [("Positioning", "rejected", "not-our-customer"), ("118 Atlas MQLs", "accepted", None)]


def test_keys_typed_on_top_of_what_did_not_arrive_are_dropped_and_it_says_so(open_page, company, offered):
    page = open_page(company.sales, reverse("initiatives:inbox"))

    def answer_nothing(route):
        page.keyboard.press("a")
        route.fulfill(status=204)

    page.route("**/reject/", answer_nothing)
    page.keyboard.press("r")
    expect(page.get_by_role("alert")).to_contain_text("The console did not answer.")
    page.unroute("**/reject/")
    page.keyboard.press("r")
    expect(page.get_by_text("Why are you rejecting it?")).to_be_visible()
    expect(page.get_by_role("alert")).to_be_empty()
    assert not PendingAnswer.objects.exists()


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
