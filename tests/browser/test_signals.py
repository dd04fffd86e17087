"""The pages of signals in a real browser: a clean console under the strict policy, axe, true progress, the trend drawn."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from signals.models import Pull
from signals.recompute import recompute
from tests.signals.metrics import define
from tests.signals.rows import a_customer, a_signal, a_source, roll_up

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def visits(django_db_serialized_rollback):
    now = timezone.now()
    crm = a_source(pulled=now)
    acme = a_customer(crm, "Acme")
    for back in (2, 9, 16, 40):
        a_signal(crm, "visit", now - timezone.timedelta(days=back), party=acme)
    roll_up()
    definition = define("visits", crm, name="Visits", target=2, tolerated_age="24h", at=now)
    recompute(definition, now)
    return definition


def addresses(visits):
    source, customer = visits.sources.get(), visits.sources.get().parties.get()
    names = ["sources", "connect", "customers", "metrics", "new_metric"]
    keyed = [("metric", "visits"), ("records", "visits"), ("edit_metric", "visits"), ("source", source.pk)]
    keyed += [("edit_source", source.pk), ("pull", source.pulls.get().pk), ("customer", customer.pk)]
    return [reverse(f"signals:{name}") for name in names] + [reverse(f"signals:{name}", args=[key]) for name, key in keyed]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing_and_nothing_overflows(open_page, axe, company, visits, width, scheme):
    page = open_page(company.administrator, "/sources/", width=width, height=844, scheme=scheme)
    for address in addresses(visits):
        page.goto(address)
        assert axe(page) == [], address
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), address


def test_the_trend_is_drawn_when_it_comes_into_view(open_page, company, visits):
    page = open_page(company.member, reverse("signals:metric", args=["visits"]))
    page.wait_for_selector('[data-trend][data-drawn="yes"] .scatterlayer')
    assert page.locator(".trend").get_attribute("aria-label").startswith("Visits ")


def test_without_javascript_the_data_is_there_as_a_table(open_page, company, visits):
    page = open_page(company.member, reverse("signals:metric", args=["visits"]), javascript=False)
    page.locator("summary", has_text="The data as a table").click()
    expect(page.locator("details tbody tr").first).to_be_visible()


def test_progress_moves_by_itself_and_then_stops_asking(open_page, company, visits):
    source = visits.sources.get()
    pull = Pull.objects.create(
        source=source, state="running", due_at=timezone.now(), rows_read=100, rows_new=100, rows_known=400
    )
    page = open_page(company.member, reverse("signals:source", args=[source.pk]))
    page.get_by_text("100 of 400 rows read").first.wait_for()
    Pull.objects.filter(pk=pull.pk).update(rows_read=300, rows_new=300)
    page.get_by_text("300 of 400 rows read").first.wait_for()
    Pull.objects.filter(pk=pull.pk).update(state="done", rows_read=400, rows_new=400, finished_at=timezone.now())
    page.get_by_text("400 read = 400 new").first.wait_for()
    assert page.locator("[hx-trigger='every 2s']").count() == 0


def test_a_preview_comes_into_view_and_is_told_first(open_page, company, visits):
    for javascript in (True, False):
        page = open_page(company.sales, reverse("signals:edit_metric", args=["visits"]), javascript=javascript, height=600)
        page.get_by_role("button", name="Preview on real data").click()
        expect(page.locator("#preview")).to_be_in_viewport()
        expect(page.locator("#preview")).to_be_focused()


def test_a_long_word_as_a_name_leaves_every_column_in_view(open_page, company, visits):
    visits.sources.update(name="x" * 120)
    for width in (1280, 390):
        page = open_page(company.member, "/sources/", width=width)
        expect(page.locator("#sources .chip").first).to_be_in_viewport(ratio=1)
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
