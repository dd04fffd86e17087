"""What is wrong with a fresh source, in a real browser: the marks can be hit, and nothing overflows."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from tests.signals.pages.test_sources import GONE
from tests.signals.rows import a_source

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_the_marks_of_a_source_lead_to_what_is_wrong(open_page, axe, company, django_db_serialized_rollback, width, scheme):
    source = a_source(pulled=timezone.now())
    source.pulls.update(rows_read=29, rows_rejected=29)
    source.streams.update(drift=[{**GONE, "mapped": True}])
    page = open_page(company.administrator, "/sources/", width=width, height=844, scheme=scheme)
    for address in (reverse("signals:sources"), reverse("signals:source", args=[source.pk])):
        page.goto(address)
        expect(page.get_by_role("link", name="Columns changed")).to_be_visible()
        assert axe(page) == []
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.get_by_role("link", name="Nothing loads").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("ejected")
