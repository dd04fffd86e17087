"""The portfolio."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from initiatives import services
from initiatives.models import Initiative
from tests.initiatives.days import monday, tuesday, wednesday

pytestmark = pytest.mark.django_db
URL = reverse("initiatives:portfolio")


def test_an_empty_portfolio_says_what_it_is_for_and_offers_the_next_step_to_those_who_may(client_of, company, words):
    page = client_of(company.coo).get(URL)
    assert "No initiative yet" in words(page)
    assert reverse("initiatives:new") in page.content.decode()
    assert reverse("initiatives:new") not in client_of(company.member).get(URL).content.decode()


def test_a_launch_without_an_owner_says_so(client_of, company, launch, words):
    page = words(client_of(company.member).get(URL))
    assert "1 live launch, 1 without an owner." in page
    assert "No owner The CEO has not named one." in page
    assert "Dark now: Positioning" in page


def test_a_launch_under_an_owner_names_them_and_their_charter(client_of, company, owned, words):
    page = words(client_of(company.member).get(URL))
    assert "1 live launch, each under one owner." in page
    assert "PR Priya Raman Owner of the arc" in page
    assert "In force, not confirmed" in page


def test_an_owner_who_left_leaves_it_orphaned(client_of, company, owned, words):
    company.owner.is_active, company.owner.left_at = False, tuesday(9)
    company.owner.save()
    assert "Orphaned Priya Raman no longer holds a seat." in words(client_of(company.member).get(URL))


def test_a_past_launch_shows_its_days_to_market(client_of, company, launch, words):
    locked = services.lock_scope(initiative=launch.initiative, by=company.ceo, at=monday(9))
    services.reach_market(initiative=locked, by=company.ceo, at=wednesday(9))
    page = words(client_of(company.member).get(URL))
    assert "Past launches 1 launch" in page
    assert "Atlas Nobody was named 2 none 0 0%" in page


def test_the_number_of_queries_does_not_grow_with_launches(client_of, company, owned, queries):
    client = client_of(company.member)
    one = queries(client, URL)
    for number in range(30):
        made = services.create_initiative(
            name=f"Launch {number}",
            customer_outcome="More.",
            revenue_metric="revenue",
            revenue_target=Decimal(1),
            currency="EUR",
            revenue_due=date(2027, 1, 1),
            planned_in_market_on=date(2026, 12, 1),
            by=company.ceo,
            at=monday(9),
        )
        services.name_owner(
            initiative=made,
            owner=company.owner,
            mandate="Do it.",
            rights=dict.fromkeys(company.heads, "veto"),
            by=company.ceo,
            at=monday(9),
        )
    assert queries(client, URL) == one
    assert Initiative.objects.count() == 31
