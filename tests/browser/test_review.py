"""Suggested joins in a real browser: single keys, the result announced, the next one focused; and without JavaScript."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from signals.models import PartyLink
from signals.suggesting import suggest_joins
from tests.signals.rows import a_customer, a_source

pytestmark = pytest.mark.django_db(transaction=True)
REVIEW = reverse("signals:review")


@pytest.fixture
def alike(django_db_serialized_rollback):
    now = timezone.now()
    crm, studio = a_source(pulled=now), a_source("Studio", function="creative", pulled=now)
    for name, other in (
        ("Alder Freight", "Alder Freight Ltd"),
        ("Birch Labs", "Birch Labs Inc."),
        ("Cedar Railways", "Cedar Raiways"),
    ):
        a_customer(crm, name, external_id=f"1 {name}")
        a_customer(studio, other, external_id=f"2 {name}")
    suggest_joins(at=now)


def focused(page, name):
    """Wait until the suggestion of that name stands there with the focus."""
    page.locator("#suggestion:focus", has_text=name).wait_for()


def states():
    return list(PartyLink.objects.order_by("pk").values_list("state", flat=True))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_suggestions_are_decided_with_single_keys(open_page, axe, company, alike, scheme):
    page = open_page(company.sales, REVIEW, scheme=scheme)
    says = page.get_by_role("status")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    assert axe(page) == []
    page.keyboard.press("?")
    page.keyboard.press("j")
    focused(page, "Birch Labs")
    page.keyboard.press("k")
    focused(page, "Alder Freight")
    page.keyboard.press("a")
    says.get_by_text("Alder Freight and Alder Freight Ltd are one customer now.").wait_for()
    focused(page, "Birch Labs")
    page.keyboard.press("r")
    says.get_by_text("stay two customers, and are not suggested again").wait_for()
    focused(page, "Cedar Railways")
    assert axe(page) == []
    page.keyboard.press("u")
    says.get_by_text("the decision is taken back").wait_for()
    assert states() == ["joined", "suggested", "suggested"]


def test_a_key_typed_before_the_next_suggestion_is_there_is_meant_for_that(open_page, company, alike):
    page = open_page(company.sales, REVIEW)

    def type_meanwhile(route):
        page.keyboard.press("a")
        route.continue_()

    page.route("**/?link=*", type_meanwhile)
    page.keyboard.press("j")
    expect(page.get_by_role("status")).to_contain_text("Birch Labs and Birch Labs Inc. are one customer now.")
    assert states() == ["suggested", "joined", "suggested"]


def test_single_keys_can_be_switched_off(open_page, company, alike):
    company.sales.single_keys = False
    company.sales.save()
    page = open_page(company.sales, REVIEW)
    page.keyboard.press("a")
    page.keyboard.press("?")
    assert page.get_by_role("dialog", name="Keys").is_hidden()
    assert states() == ["suggested"] * 3


def test_suggestions_are_decided_without_javascript(open_page, company, alike):
    page = open_page(company.sales, REVIEW, javascript=False, width=390, height=844)
    page.get_by_role("button", name="They are one").click()
    expect(page.get_by_text("are one customer now")).to_be_visible()
    page.get_by_role("button", name="They are two").click()
    expect(page.get_by_text("stay two customers")).to_be_visible()
    assert states() == ["joined", "rejected", "suggested"]


def test_a_phone_is_shown_no_keys_and_nothing_is_cut(open_page, company, alike):
    page = open_page(company.sales, REVIEW, width=390, height=844, touch=True)
    expect(page.get_by_role("button", name="They are one")).to_be_visible()
    expect(page.locator("kbd").first).to_be_hidden()
    expect(page.locator(".keys-hint")).to_be_hidden()
    cut = "cells => cells.filter(cell => cell.scrollWidth > cell.clientWidth + 1).map(cell => cell.textContent)"
    assert page.locator(".sides :is(td, th)").evaluate_all(cut) == []
    page = open_page(company.sales, REVIEW)
    expect(page.locator(".keys-hint")).to_be_visible()
