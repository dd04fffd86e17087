"""The reference of the API in a browser: nothing for axe to find, readable on a phone."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_the_reference_is_accessible(open_page, axe, company, scheme, width):
    page = open_page(company.member, "/api/", width=width, height=800, scheme=scheme)
    expect(page.get_by_role("heading", name="POST /api/v1/handoffs/", exact=True)).to_be_visible()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
