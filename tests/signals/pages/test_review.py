"""Suggested joins, decided one by one, with their evidence side by side."""

import pytest
from django.urls import reverse

from signals.models import PartyKey, PartyLink, PartyRecords
from signals.suggesting import suggest_joins
from tests.signals.asking import count_queries
from tests.signals.rows import NOW, a_customer, a_source, day, some_work

pytestmark = pytest.mark.django_db
REVIEW = reverse("signals:review")


@pytest.fixture
def crm():
    return a_source("CRM")


@pytest.fixture
def studio():
    return a_source("Studio", function="creative")


@pytest.fixture
def alike(crm, studio):
    """Two look-alikes: the CRM keeps both, the studio one more spelling of the second."""
    north = a_customer(crm, "Northwind Carriers Ltd", external_id="001")
    south = a_customer(studio, "Northwind Carrier", external_id="aud1")
    a_customer(crm, "Northwind Carrier GmbH & Sons", external_id="002", joined_to=south)
    PartyKey.objects.create(namespace="domain", value="northwind.example", party=north)
    PartyKey.objects.create(namespace="domain", value="carrier.example", party=south)
    some_work(crm, 1, kind="deal", title="Fleet licence", party=north, opened_at=day(9), status="Open")
    PartyRecords.objects.create(stream=crm.streams.get(), party=north, work=1, signals=1200)
    suggest_joins(at=NOW)
    return PartyLink.objects.get()


def words_of(client, address=REVIEW, **data):
    answer = client.get(address, data)
    assert answer.status_code == 200
    return answer.content.decode()


def test_nothing_to_decide_says_what_comes_here(client_of, company):
    assert "compared every five minutes" in words_of(client_of(company.sales))


def test_a_suggestion_shows_both_sides_and_what_speaks_against(client_of, company, alike):
    shown = words_of(client_of(company.sales))
    for words in (
        "1 suggestion to decide",
        "Their names are 99% alike.",
        "CRM keeps them as two.",
        "Their domains differ: northwind.example and carrier.example.",
        "Fleet licence",
        "Sales 1,201",
        "Creative 0",
        "Northwind Carrier GmbH &amp; Sons",
    ):
        assert words in shown


def test_a_member_reads_and_a_head_decides(client_of, company, alike):
    assert "They are one" not in words_of(client_of(company.member)).replace("they are one customer", "")
    assert "They are two" in words_of(client_of(company.marketing))


@pytest.mark.parametrize(
    ("deed", "state", "said"),
    [("confirm", "joined", "are one customer now"), ("reject", "rejected", "stay two customers, and are not suggested again")],
)
def test_a_decision_is_kept_told_and_can_be_undone(client_of, company, alike, deed, state, said):
    client = client_of(company.sales)
    answer = client.post(reverse(f"signals:{deed}_join", args=[alike.pk]))
    assert answer.status_code == 303
    assert answer["Location"].endswith("#suggestion")
    shown = words_of(client, answer["Location"].partition("#")[0])
    assert said in shown
    assert "data-undo" in shown
    alike.refresh_from_db()
    assert (alike.state, alike.decided_by, alike.decided_at) == (state, company.sales, NOW)
    client.post(reverse("signals:undo_join", args=[alike.pk]))
    alike.refresh_from_db()
    assert (alike.state, alike.decided_by) == ("suggested", None)
    assert list(PartyLink.objects.to_decide()) == [alike]
    assert [event.state for event in alike.events.order_by("pgh_id")][-2:] == [state, "suggested"]


def test_the_next_one_stands_there_after_a_decision(client_of, company, alike, crm, studio):
    a_customer(crm, "Birch Labs", external_id="003")
    a_customer(studio, "Birch Labs Inc.", external_id="aud3")
    suggest_joins(at=NOW)
    client = client_of(company.sales)
    assert "<bdi>Birch Labs</bdi> <" in words_of(client)
    client.post(reverse("signals:confirm_join", args=[PartyLink.objects.to_decide().first().pk]))
    assert "<bdi>Northwind Carriers Ltd</bdi> <" in words_of(client)


def test_another_is_asked_for_by_its_number_and_nonsense_gives_the_first(client_of, company, alike, crm, studio):
    a_customer(crm, "Birch Labs", external_id="003")
    a_customer(studio, "Birch Labs Inc.", external_id="aud3")
    suggest_joins(at=NOW)
    client = client_of(company.sales)
    assert "<bdi>Northwind Carriers Ltd</bdi> <" in words_of(client, link=alike.pk)
    for nonsense in ("999999", "x", "9" * 30):
        assert "<bdi>Birch Labs</bdi> <" in words_of(client, link=nonsense, decided=nonsense)


def test_a_decision_on_what_is_suggested_no_longer_changes_nothing(client_of, company, alike):
    client, address = client_of(company.sales), reverse("signals:reject_join", args=[alike.pk])
    client.post(reverse("signals:confirm_join", args=[alike.pk]))
    assert "nothing was changed" in client.post(address, follow=True).content.decode()


def test_decisions_are_listed_by_who_and_when(client_of, company, alike):
    client = client_of(company.sales)
    address = reverse("signals:decided")
    assert "Nothing decided yet" in words_of(client, address)
    client.post(reverse("signals:reject_join", args=[alike.pk]))
    shown = words_of(client, address)
    assert f"by {company.sales.name}" in shown
    assert "Take the rejection back" in shown
    assert "Nothing decided yet" in words_of(client, address, state="undone")
    back = client.post(reverse("signals:undo_join", args=[alike.pk]), {"next": "decided"})
    assert back["Location"] == address


def test_one_join_has_a_page_of_its_own(client_of, company, alike):
    assert "side by side" in words_of(client_of(company.member), reverse("signals:join", args=[alike.pk]))


def test_many_suggestions_ask_as_many_queries_as_one(client_of, company, alike, crm, studio):
    client = client_of(company.sales)
    client.get(REVIEW)
    before = count_queries(client, REVIEW)
    for number in range(40):
        name = f"{chr(97 + number % 26) * 4} {chr(97 + number // 26) * 5}"
        a_customer(crm, f"{name} Ltd", external_id=f"c{number}")
        a_customer(studio, name, external_id=f"s{number}")
    suggest_joins(at=NOW)
    assert PartyLink.objects.to_decide().count() == 41
    assert count_queries(client, REVIEW) == before
    for link in PartyLink.objects.to_decide():
        client.post(reverse("signals:reject_join", args=[link.pk]))
    client.get(reverse("signals:decided"))
    assert count_queries(client, reverse("signals:decided")) <= before
