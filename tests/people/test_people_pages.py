"""Who is who."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from people.models import Seat

pytestmark = pytest.mark.django_db
PEOPLE = reverse("people:list")


def test_the_leading_seats_come_first_and_a_vacant_one_says_so(client_of, company):
    Seat.objects.filter(person=company.creative).update(
        period=(datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 6, 1, tzinfo=UTC))
    )
    page = client_of(company.member).get(PEOPLE).content.decode()
    assert page.index("Ingrid Solberg") < page.index("Tom Halvorsen") < page.index("Everybody")
    assert "Nobody holds this seat" in page


def test_the_number_of_queries_does_not_grow_with_people(client_of, company, person, django_assert_num_queries):
    client = client_of(company.member)
    with django_assert_num_queries(QUERIES):
        client.get(PEOPLE)
    for number in range(30):
        person(f"P{number} Somebody", role="member", function="sales")
    with django_assert_num_queries(QUERIES):
        page = client.get(PEOPLE).content.decode()
    assert "39 people" in page


def test_a_long_list_has_pages(client_of, company, person):
    for number in range(60):
        person(f"P{number} Somebody")
    page = client_of(company.member).get(PEOPLE, {"page": 2}).content.decode()
    assert "51 to 69 of 69 people" in page
    assert 'href="?page=1"' in page


def test_a_person_shows_the_seats_they_held(client_of, company):
    page = client_of(company.member).get(reverse("people:person", args=[company.sales.pk])).content.decode()
    assert "Head of Sales" in page
    assert "Mon 1 Jan 2024 to now" in page


def test_a_person_who_left_is_shown_as_gone(client_of, company):
    company.sales.is_active = False
    company.sales.left_at = datetime(2026, 3, 2, tzinfo=UTC)
    company.sales.save()
    page = client_of(company.member).get(reverse("people:person", args=[company.sales.pk])).content.decode()
    assert "Tom Halvorsen has left on Mon 2 Mar 2026." in page


def test_nobody_has_that_number(client_of, company):
    answer = client_of(company.member).get(reverse("people:person", args=[10**9]))
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.content.decode()


QUERIES = 7  # session, reader, leading seats, count, page, its seats; for the badge: what waits
