"""Customers and their joins through the API: the same services and refusals as the pages."""

import pytest

from signals.models import PartyKey, PartyLink
from tests.api.conftest import NOON
from tests.signals.rows import a_customer, a_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def alike(company):
    crm, events = a_source("CRM"), a_source("Events", function="product")
    one, other = a_customer(crm, "Acme GmbH", external_id="001"), a_customer(events, "acme", external_id="ws1")
    PartyKey.objects.create(namespace="domain", value="acme.example", party=one)
    return PartyLink.objects.create(a=one, b=other, state="suggested", evidence="names alike", score="1.000", made_at=NOON)


def test_a_customer_is_told_whole_by_the_number_of_any_of_its_records(alike, company, program):
    client = program(company.sales)
    client.send(f"/api/v1/links/{alike.pk}/confirm/")
    told = client.get(f"/api/v1/customers/{alike.b_id}/").json()
    assert (told["id"], told["name"]) == (alike.a_id, "Acme GmbH")
    assert [record["source"] for record in told["records"]] == ["CRM", "Events"]
    assert told["records"][0]["keys"] == [{"namespace": "domain", "value": "acme.example", "is_own": False}]
    assert [link["state"] for link in told["links"]] == ["joined"]


def test_joins_are_listed_by_state_and_record(alike, company, program):
    client = program(company.member)
    (row,) = client.get("/api/v1/links/", {"state": "suggested", "party": alike.b_id}).json()["results"]
    assert (row["a"]["name"], row["b"]["source"], row["score"]) == ("Acme GmbH", "Events", "1.000")
    assert client.get("/api/v1/links/", {"state": "joined"}).json()["count"] == 0


def test_what_waits_for_a_person_is_asked_for(alike, company, program):
    client = program(company.sales)
    assert [row["id"] for row in client.get("/api/v1/links/", {"waiting": "true"}).json()["results"]] == [alike.pk]
    assert client.get("/api/v1/links/", {"waiting": "false"}).json()["count"] == 0
    client.send(f"/api/v1/links/{alike.pk}/reject/")
    assert client.get("/api/v1/links/", {"waiting": "true"}).json()["count"] == 0
    assert client.get("/api/v1/links/", {"waiting": "false"}).json()["count"] == 1


@pytest.mark.parametrize(
    ("deeds", "state"), [(["confirm"], "joined"), (["reject"], "rejected"), (["reject", "undo", "confirm"], "joined")]
)
def test_a_head_decides_and_is_named(alike, company, program, deeds, state):
    client = program(company.sales)
    answers = [client.send(f"/api/v1/links/{alike.pk}/{deed}/") for deed in deeds]
    assert [answer.status_code for answer in answers] == [200] * len(deeds)
    told = answers[-1].json()
    assert (told["state"], told["decided_by"]["name"]) == (state, "Tom Halvorsen")
    assert (told["a"]["customer"] == told["b"]["customer"]) == (state == "joined")


def test_what_cannot_be_decided_is_refused_with_a_sentence(alike, company, program):
    assert program(company.member).send(f"/api/v1/links/{alike.pk}/confirm/").status_code == 403
    answer = program(company.sales).send(f"/api/v1/links/{alike.pk}/undo/")
    assert (answer.status_code, answer.json()["detail"]) == (
        400,
        "Acme GmbH and acme are not joined, only suggested; nothing was changed.",
    )


def test_who_decides_second_is_told_what_the_first_decided(alike, company, program):
    program(company.sales).send(f"/api/v1/links/{alike.pk}/reject/")
    answer = program(company.marketing).send(f"/api/v1/links/{alike.pk}/confirm/")
    told = "Tom Halvorsen has decided that Acme GmbH and acme are two customers; nothing was changed."
    assert (answer.status_code, answer.json()["detail"]) == (400, told)


def test_a_filter_that_the_list_does_not_have_is_refused(alike, company, program):
    client = program(company.member)
    assert client.get("/api/v1/customers/", {"seen": "all"}).json()["count"] == 0
    assert client.get("/api/v1/customers/", {"seen": "none"}).status_code == 400
    answer = client.get("/api/v1/customers/", {"name": "acme"})
    assert answer.status_code == 400
    assert answer.json()["errors"] == {"name": ["There is no such filter here. There are: q, seen, limit, offset."]}


@pytest.mark.parametrize("path", ["customers", "links"])
def test_the_number_of_queries_does_not_grow_with_the_rows(alike, company, program, path, queries_of):
    client = program(company.member)
    few = queries_of(lambda: client.get(f"/api/v1/{path}/"))
    for number in range(20):
        other = a_customer(alike.a.source, f"Other {number}")
        PartyLink.objects.create(a=alike.a, b=other, state="suggested", evidence="x", score=1, made_at=NOON)
    assert queries_of(lambda: client.get(f"/api/v1/{path}/")) == few
