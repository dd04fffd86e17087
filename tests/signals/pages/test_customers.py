"""Customers: found by any name, known as what and where, four layers on one line."""

import pytest
from django.urls import reverse

from signals.models import PartyKey, PartyLink
from tests.signals.asking import count_queries
from tests.signals.rows import NOW, a_customer, a_signal, a_source, day, some_work

pytestmark = pytest.mark.django_db
CUSTOMERS = reverse("signals:customers")


@pytest.fixture
def acme():
    crm, events = a_source(), a_source("Events", function="product")
    customer = a_customer(crm, "Acme GmbH")
    other = a_customer(events, "acme.io", joined_to=customer)
    PartyKey.objects.create(namespace="domain", value="acme.io", party=other)
    a_customer(events, "ACME GMBH", joined_to=customer)
    some_work(crm, 1, kind="deal", title="Atlas for Acme", party=customer, opened_at=day(20), closed_at=day(2), status="Won")
    a_signal(events, "product.activated", day(5), party=other, page_id=0)
    return customer


def words_of(client, address, **data):
    answer = client.get(address, data)
    assert answer.status_code == 200
    return answer.content.decode()


def test_no_customer_says_where_they_come_from(client_of, company):
    assert "Customers come with the records of the sources" in words_of(client_of(company.member), CUSTOMERS)


@pytest.mark.parametrize("words", ["acme", "ACME GM", "acme.io"])
def test_a_customer_is_found_by_any_of_its_names_and_keys(client_of, company, acme, words):
    a_customer(acme.source, "Bolt")
    shown = words_of(client_of(company.member), CUSTOMERS, q=words)
    assert "Acme GmbH" in shown
    assert "Bolt" not in shown
    assert shown.count(">Events</span>") == 1
    assert "1 customer found" in shown
    assert '<td class="sub">acme.io</td>' in shown


def test_a_search_without_a_hit_offers_all(client_of, company, acme):
    assert "No customer of that name" in words_of(client_of(company.member), CUSTOMERS, q="zz")


def test_fifty_customers_ask_as_many_queries_as_one(client_of, company, acme):
    client = client_of(company.member)
    client.get(CUSTOMERS)
    before = count_queries(client, CUSTOMERS)
    for number in range(60):
        a_customer(acme.source, f"Customer {number}")
    assert count_queries(client, CUSTOMERS) == before


def test_a_customer_shows_its_names_its_keys_and_its_time_line(client_of, company, acme):
    shown = words_of(client_of(company.member), reverse("signals:customer", args=[acme.pk]))
    for words in ("acme.io", "domain: acme.io", "Deal closed: Atlas for Acme", "Product activated", "Product 1"):
        assert words in shown
    assert shown.index("Deal closed") < shown.index("Product activated") < shown.index("Deal opened")


def test_a_name_that_was_joined_leads_to_the_customer(client_of, company, acme):
    member = acme.members.get(name="acme.io")
    assert "Acme GmbH" in words_of(client_of(company.member), reverse("signals:customer", args=[member.pk]))


def test_the_time_line_pages_back(client_of, company, acme):
    for number in range(70):
        a_signal(acme.source, "crm.call", day(number % 28, hour=number % 24), party=acme)
    client = client_of(company.member)
    address = reverse("signals:customer", args=[acme.pk])
    assert "Earlier" in words_of(client, address)
    assert "Deal opened" in words_of(client, address, before=day(19).isoformat())
    assert "before=" not in words_of(client, address, before="nonsense").split("Earlier")[1]


def test_a_join_is_confirmed_refused_and_undone_by_a_head(client_of, company, acme):
    other = a_customer(acme.source, "Acme Holding")
    link = PartyLink.objects.create(a=acme, b=other, state="suggested", evidence="Names alike", score="0.950", made_at=NOW)
    address = reverse("signals:customer", args=[acme.pk])
    assert "They are one" not in words_of(client_of(company.member), address)
    assert client_of(company.member).post(reverse("signals:confirm_join", args=[link.pk])).status_code == 403
    head = client_of(company.marketing)
    assert "Names alike, likeness 0.950" in words_of(head, address)
    head.post(reverse("signals:confirm_join", args=[link.pk]))
    other.refresh_from_db()
    assert other.customer == acme
    answer = head.post(reverse("signals:undo_join", args=[link.pk]), {"next": "customer"}, follow=True)
    assert "the decision is taken back" in answer.content.decode()
    other.refresh_from_db()
    assert other.joined_to is None
    assert "not a suggestion" in head.post(reverse("signals:reject_join", args=[link.pk]), follow=True).content.decode()
