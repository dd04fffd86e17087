"""Evidence in a real browser: work is found and linked, a resource is matched, the time becomes contested; axe throughout."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from initiatives import services
from signals.models import Resource, Work
from signals.services import link_work
from tests.signals.rows import a_source, some_work

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def piece(company, django_db_serialized_rollback):
    """A deliverable that the head of marketing holds; a tracker's issue says so, and then names somebody else."""
    ago = [timezone.now() - timedelta(days=days) for days in range(12)]
    launch = services.create_initiative(
        name="Atlas",
        customer_outcome="Every lead is answered within the hour.",
        revenue_metric="new recurring revenue",
        revenue_target=1_200_000,
        currency="EUR",
        revenue_due=(ago[0] + timedelta(days=90)).date(),
        planned_in_market_on=(ago[0] + timedelta(days=30)).date(),
        by=company.ceo,
        at=ago[11],
    )
    one = services.add_deliverable(initiative=launch, name="Positioning", function="marketing", by=company.ceo, at=ago[10])
    services.name_holder(deliverable=one, person=company.marketing, by=company.ceo, at=ago[10])
    tracker = a_source("Tracker", pulled=ago[0])
    changes = [("holder", company.marketing.email, "", ago[9]), ("holder", "Halvorsen, Tom", "", ago[3])]
    some_work(tracker, 12, kind="issue", title="Atlas positioning", events=changes, opened_at=ago[9])
    steps = [
        ("activity", step, who, ago[place])
        for place, (step, who) in enumerate([("Send", "Ben"), ("Check", "Ben"), ("Write", "Ada")])
    ]
    some_work(tracker, 13, kind="case", title="Case", events=steps)
    return one


def test_work_is_linked_a_resource_matched_and_the_time_contested(open_page, axe, company, piece):
    page = open_page(company.coo, reverse("initiatives:deliverable", args=[piece.pk]))
    page.get_by_role("link", name="Evidence").click()
    assert axe(page) == []
    page.get_by_label("Find work by its title or id").fill("positioning")
    page.get_by_role("button", name="Search").click()
    assert axe(page) == []
    page.get_by_role("button", name="Link Atlas positioning").click()
    page.get_by_text("Not matched").first.wait_for()
    assert axe(page) == []
    page.get_by_role("link", name="“Halvorsen, Tom” in Tracker").click()
    assert axe(page) == []
    page.get_by_role("button", name="It is Tom Halvorsen").click()
    page.goto(reverse("signals:evidence", args=[piece.pk]))
    page.get_by_role("row", name="Contested").get_by_text("Tracker: Tom Halvorsen").wait_for()
    page.get_by_role("button", name="Unlink Atlas positioning").click()
    page.get_by_text("No work is linked yet").wait_for()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing_and_nothing_overflows(open_page, axe, company, piece, width, scheme):
    work = Work.objects.get(kind="issue")
    link_work(deliverable=piece, work=work, by=company.coo, at=timezone.now())
    page = open_page(company.coo, "/resources/", width=width, height=844, scheme=scheme)
    resource = Resource.objects.get(state="unknown")
    for name, args in (
        ("resources", []),
        ("resource", [resource.pk]),
        ("evidence", [piece.pk]),
        ("handovers", [work.source_id]),
    ):
        page.goto(reverse(f"signals:{name}", args=args))
        assert axe(page) == [], name
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), name
