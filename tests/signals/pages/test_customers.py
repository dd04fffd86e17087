"""Customers: found by any name, known as what and where, four layers on one line."""

from urllib.parse import unquote

import pytest
from django.urls import reverse

from signals.buying_group import buying_group
from signals.customers import known_as, links_of
from signals.models import PartyKey, PartyLink, PartyRecords
from signals.timeline import layers
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
    assert '<td class="sub"><bdi>acme.io</bdi></td>' in shown


def test_customers_without_a_name_come_last(client_of, company, acme):
    for name, number in (("", "0001"), ("Zenith", "z"), ("001B42B8", "001B42B8")):
        a_customer(acme.source, name, external_id=number)
    shown = words_of(client_of(company.member), CUSTOMERS)
    places = [shown.index(f"<bdi>{name}</bdi>") for name in ("Acme GmbH", "Zenith", "0001", "001B42B8")]
    assert places == sorted(places)


def test_a_name_that_says_its_direction_turns_nothing_around_it(client_of, company, acme):
    turned = a_customer(acme.source, "\u202eemcA", external_id="turned")
    client = client_of(company.member)
    shown = words_of(client, reverse("signals:customer", args=[turned.pk]))
    assert "<h1><bdi>\u202eemcA</bdi></h1>" in shown
    assert "<title>emcA" in "".join(shown.split("\n"))
    assert "<bdi>\u202eemcA</bdi>" in words_of(client, CUSTOMERS)
    told = client.get(CUSTOMERS + "?export=csv").getvalue().decode()
    assert "\u202eemcA" in told


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
    answer = client_of(company.member).get(reverse("signals:customer", args=[member.pk]))
    assert (answer.status_code, answer["Location"]) == (303, reverse("signals:customer", args=[acme.pk]))


def _line(shown):
    return shown.partition('<ol class="timeline">')[2].partition("</ol>")[0]


def pages_of(client, address):
    """Each page of a time line, by following its link to the next."""
    after = {}
    for _ in range(9):
        shown = words_of(client, address, **after)
        yield [line.partition("<time")[0] for line in _line(shown).split("<li")[1:]]
        if 'href="?after=' not in shown:
            return
        after = {"after": unquote(shown.partition('href="?after=')[2].partition("#")[0])}


def test_the_time_line_pages_back_and_skips_nothing_of_one_instant(client_of, company, acme):
    for number in range(90):
        a_signal(acme.source, f"crm.call_{number}", day(number // 45), party=acme)
        some_work(acme.source, number + 100, kind="task", title=f"Task {number}.", party=acme, opened_at=day(1))
    pages = list(pages_of(client_of(company.member), reverse("signals:customer", args=[acme.pk])))
    lines = [line for page in pages for line in page]
    assert len(pages) == 5
    assert len(lines) == 183
    for number in range(90):
        assert sum(f"Crm call {number}<" in line for line in lines) == 1
        assert sum(f"Task {number}." in line for line in lines) == 1


@pytest.mark.parametrize(
    "after", ["nonsense", "2026-11-20T09:00:00+00:00_9_1", "2026-11-20T09:00:00_0_1", "2026-99-20T09:00:00Z_0_1"]
)
def test_a_place_that_is_none_gives_the_newest(client_of, company, acme, after):
    assert "Deal closed" in words_of(client_of(company.member), reverse("signals:customer", args=[acme.pk]), after=after)


@pytest.fixture
def people(acme):
    """Ada, whom two systems know by one address, and Ben, of whom only his address is known."""
    leads = a_source("Leads", function="marketing")
    ada = a_customer(acme.source, "Ada Byron", external_id="c1", kind="person", joined_to=acme, dimensions={"role": "Buyer"})
    lead = a_customer(leads, "Acme GmbH lead", external_id="ada@acme.io", kind="person", joined_to=acme)
    ben = a_customer(leads, "ben@acme.io", kind="person", joined_to=acme)
    for party in (lead, ben):
        PartyKey.objects.create(namespace="email", value=party.external_id, party=party)
    PartyLink.objects.create(a=ada, b=lead, state="joined", namespace="email", evidence="the same email", made_at=NOW)
    PartyRecords.objects.create(stream=leads.streams.get(), party=lead, work=2)
    PartyRecords.objects.create(stream=acme.source.streams.get(), party=ada, signals=3)
    some_work(leads, 7, party=lead, opened_at=day(4), title="Asked for a demo", events=[("contact", "call", "Tom", day(3))])
    return ada


def test_the_buying_group_is_each_person_once_with_who_touched_them(client_of, company, acme, people):
    shown = words_of(client_of(company.member), reverse("signals:customer", args=[acme.pk]))
    group = shown.partition('id="group-h"')[2].partition("</section>")[0]
    assert group.count("<li") == 2
    for words in (
        "Ada Byron",
        "Buyer",
        "ada@acme.io",
        "Marketing 3",
        "Sales 3",
        "6 touch points, last 16 Nov 2026",
        "ben@acme.io",
    ):
        assert words in group
    assert "Acme GmbH lead" not in group
    assert group.index("Ada") < group.index("ben@")


def test_a_name_that_several_people_bear_is_their_company_s(client_of, company):
    crm = a_source()
    customer = a_customer(crm, "Teal Travel", kind="person", external_id="l1")
    for number, address in enumerate(("hugo@teal.example", "nadia@teal.example"), 2):
        person = a_customer(crm, "Teal Travel", kind="person", external_id=f"l{number}", joined_to=customer)
        PartyKey.objects.create(namespace="email", value=address, party=person)
    shown = words_of(client_of(company.member), reverse("signals:customer", args=[customer.pk]))
    group = shown.partition('id="group-h"')[2].partition("</section>")[0]
    assert "<b><bdi>hugo@teal.example</bdi></b>" in group
    assert "Teal Travel" not in group
    assert "Only its people are known in CRM; 3 people" in shown


def test_open_work_is_what_is_neither_closed_nor_finished(client_of, company, acme):
    some_work(acme.source, 2, kind="deal", title="Renewal", party=acme, opened_at=day(3), status_category="open", holder="Tom")
    some_work(acme.source, 3, kind="deal", title="Finished", party=acme, opened_at=day(3), status_category="done")
    some_work(acme.source, 4, kind="deal", title="Gone", party=acme, opened_at=day(3), deleted_at=NOW)
    shown = words_of(client_of(company.member), reverse("signals:customer", args=[acme.pk]))
    opened = shown.partition('id="open-h"')[2].partition("</section>")[0]
    assert "Renewal" in opened
    assert "held by Tom" in opened
    assert not any(title in opened for title in ("Finished", "Gone", "Atlas for Acme"))


def test_much_of_a_customer_asks_as_many_queries_as_little(client_of, company, acme, people):
    client, address = client_of(company.member), reverse("signals:customer", args=[acme.pk])
    client.get(address)
    before = count_queries(client, address)
    for number in range(30):
        person = a_customer(acme.source, f"person{number}@acme.io", kind="person", joined_to=acme)
        PartyLink.objects.create(a=acme, b=person, state="joined", namespace="domain", evidence="the same", made_at=NOW)
        some_work(acme.source, number + 200, party=person, opened_at=day(2), events=[("contact", "call", "Tom", day(1))])
        a_signal(acme.source, f"crm.call_{number}", day(number % 20), party=person)
    assert count_queries(client, address) == before
    shown = words_of(client, address)
    assert "And 11 more, older." in shown


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
    other.refresh_from_db()
    assert other.joined_to is None
    assert "the suggestion waits again" in answer.content.decode()


def test_a_join_by_a_key_that_was_undone_leads_to_both_halves_and_back(client_of, company, acme):
    other = a_customer(acme.source, "Acme Holding", joined_to=acme)
    link = PartyLink.objects.create(a=acme, b=other, state="joined", namespace="domain", evidence="acme.io", made_at=NOW)
    head = client_of(company.marketing)
    answer = head.post(reverse("signals:undo_join", args=[link.pk]), {"next": "customer"}, follow=True)
    shown = answer.content.decode()
    assert "Acme GmbH and Acme Holding stand apart again." in shown
    assert "Join again" in shown
    for half in (acme, other):
        shown = words_of(head, reverse("signals:customer", args=[half.pk]))
        assert reverse("signals:join", args=[link.pk]) in shown
        assert "Join again" in shown


def test_a_layer_counts_work_that_was_opened_and_closed(acme):
    leads = a_source("Leads", function="marketing")
    some_work(leads, 7, party=acme, opened_at=day(9), closed_at=day(3))
    some_work(leads, 8, party=acme, opened_at=day(700), deleted_at=None)
    found = layers([acme], day(300))
    assert sum(found["marketing"].values()) == 2
    assert sum(found["sales"].values()) == 2


def test_a_member_is_called_by_a_name_of_a_person(client_of, company, acme):
    names = {"1": "ACME GmbH", "2": "Head of purchasing", "3": "Sven Haas", "4": "sven.haas@acme.io"}
    role = {"title": "Head of purchasing"}
    parties = [
        a_customer(acme.source, name, external_id=f"p{place}", kind="person", joined_to=acme, dimensions=role)
        for place, name in names.items()
    ]
    PartyKey.objects.create(namespace="email", value="sven.haas@acme.io", party=parties[0])
    for party in parties[1:]:
        PartyLink.objects.create(a=parties[0], b=party, state="joined", namespace="email", evidence="the same", made_at=NOW)
    known = known_as([acme])[acme.pk]
    (sven,) = buying_group(known, links_of([item.party for item in known]))
    assert (sven.name, sven.address, sven.role) == ("Sven Haas", "sven.haas@acme.io", "Head of purchasing")
