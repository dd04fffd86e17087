"""The guided audit in a browser, page by page; tests/browser/test_audit_journey.py walks it from start to end."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from audits import services as audits
from tests.browser.launches import DAY, START, atlas, clock, go_on  # noqa: F401 - two are fixtures

pytestmark = pytest.mark.django_db(transaction=True)


def test_without_javascript_the_map_is_frozen_by_hand(open_page, company, atlas):  # noqa: F811
    audit = audits.start_audit(initiative=atlas, lead=company.coo, on=(START + 20 * DAY).date(), at=START + 20 * DAY)
    page = open_page(company.coo, reverse("audits:check", args=[audit.pk]), javascript=False)
    page.get_by_role("link", name="Answer Positioning brief What arrived?").click()
    go_on(page, "I do not know")
    page.goto(reverse("audits:check", args=[audit.pk]))
    page.get_by_role("button", name="Freeze the accountability map").click()
    page.get_by_text("Frozen as revision 1.").wait_for()
    assert audit.documents.get().frozen_by == company.coo


def test_in_the_dark_on_a_phone_axe_finds_nothing_and_nothing_scrolls_sideways(open_page, company, atlas, axe):  # noqa: F811
    at = START + 20 * DAY
    audit = audits.start_audit(initiative=atlas, lead=company.coo, on=at.date(), at=at)
    row = audit.rows.get(handoff__title="Positioning brief")
    held = audits.record_interview(audit=audit, person=company.coo, held_on=at.date(), by=company.coo, at=at)
    audits.add_quote(interview=held, text="I found it.", rows=[row], consents=True, by=company.coo, at=at)
    audits.freeze_document(audit=audit, by=company.coo, at=at)
    paths = [
        reverse(f"audits:{name}", args=[audit.pk]) for name in ("audit", "people", "asked", "interviews", "check", "document")
    ]
    paths += [reverse("audits:section", args=[audit.pk, part]) for part in ("walk", "confirm")]
    paths += [reverse("audits:question", args=[audit.pk, item]) for item in ("arc", f"promised-{row.pk}", "calendar-sales")]
    paths += [reverse("audits:row", args=[row.pk]), reverse("audits:interview", args=[held.pk]), reverse("audits:start")]
    page = open_page(company.coo, paths[0], scheme="dark", width=390)
    for path in paths:
        page.goto(path)
        assert axe(page) == [], path
        spare = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert spare <= 0, path


def test_on_a_phone_the_names_stay_while_the_map_scrolls(open_page, company, atlas):  # noqa: F811
    at = START + 20 * DAY
    audit = audits.start_audit(initiative=atlas, lead=company.coo, on=at.date(), at=at)
    page = open_page(company.coo, reverse("audits:draft", args=[audit.pk]), width=390)
    chart = page.get_by_role("group", name="Map")
    expect(chart.locator(".map-names:visible")).to_have_count(1)
    chart.evaluate("map => map.scrollTo(map.scrollWidth, 0)")
    names, whole = chart.locator(".map-names.is-short").bounding_box(), chart.bounding_box()
    assert whole["x"] - 21 <= names["x"] <= whole["x"] + 21
    assert names["width"] < whole["width"] / 2
