"""Sources, pulls, metrics and readings through the API."""

from datetime import timedelta
from decimal import Decimal

import pytest

from signals.models import Definition, Metric, Pull, RawPage, Reading, Reject, Signature, Source
from tests.signals.rows import NOW, a_source

pytestmark = pytest.mark.django_db


def a_metric(key="speed_to_lead", *, source, person, value=Decimal("3.7")):
    """A metric with one signed definition and one reading."""
    metric = Metric.objects.create(key=key, name=key.replace("_", " "), function="sales")
    definition = Definition.objects.create(
        metric=metric,
        version=1,
        spec={"kind": "count", "what": {"signals": key}, "window": "28 days"},
        unit="h",
        direction="down",
        target=1,
        functions=["sales", "marketing"],
        tolerated_age=timedelta(days=2),
        created_at=NOW,
    )
    definition.sources.add(source)
    Signature.objects.create(definition=definition, function="sales", person=person, at=NOW)
    Reading.objects.create(
        definition=definition,
        computed_at=NOW,
        as_of=NOW,
        value=value,
        records=118,
        series=[{"week": "2026-11-09", "value": "3.1"}, {"week": "2026-11-16", "value": None}],
        provenance={"sources": [source.pk]},
        why_unknown="" if value is not None else "CRM was never pulled.",
    )
    return metric


@pytest.fixture(autouse=True)
def then(noon):
    """It is the morning of the rows."""
    noon.move_to(NOW)


@pytest.fixture
def crm(db):
    source = a_source("CRM", pulled=NOW - timedelta(hours=2))
    source.set_secret("hunter2")
    source.settings = {"base_url": "https://crm.example.com", "headers": {"X-Key": "hunter3"}}
    source.save()
    return source


def test_a_source_tells_how_fresh_it_is_and_no_secret(company, crm, program):
    client = program(company.member)
    row = client.get(f"/api/v1/sources/{crm.pk}/").json()
    assert (row["name"], row["state"], row["interval"], row["age"]) == ("CRM", "active", "P0DT00H05M00S", "P0DT02H00M00S")
    for path in ("/api/v1/sources/", f"/api/v1/sources/{crm.pk}/", "/api/v1/pulls/"):
        assert "hunter" not in client.get(path).content.decode()


def test_an_administrator_asks_for_a_pull(company, crm, program):
    answer = program(company.administrator).send(f"/api/v1/sources/{crm.pk}/pull/")
    assert answer.status_code == 202
    assert answer.json()["state"] == "due"
    assert answer["Location"].endswith(f"/api/v1/pulls/{answer.json()['id']}/")
    again = program(company.administrator).send(f"/api/v1/sources/{crm.pk}/pull/")
    assert again.json()["id"] == answer.json()["id"]


def test_others_do_not_pull_and_a_paused_source_is_not_pulled(company, crm, program):
    refused = program(company.sales).send(f"/api/v1/sources/{crm.pk}/pull/")
    assert refused.status_code == 403
    assert "Only an administrator" in refused.json()["detail"]
    Source.objects.update(state="paused")
    answer = program(company.administrator).send(f"/api/v1/sources/{crm.pk}/pull/")
    assert answer.status_code == 400
    assert "resume it first" in answer.json()["detail"]
    assert not Pull.objects.open().exists()


def test_a_pull_tells_its_counts_and_its_rejects(company, crm, program):
    pull = Pull.objects.get()
    pull.rows_read, pull.rows_new, pull.rows_rejected, pull.streams = 3, 2, 1, {"all": {"read": 3}}
    pull.save()
    page = RawPage.objects.create(pull=pull, stream=crm.streams.get(), number=1, rows=1, payload=b"x")
    Reject.objects.create(pull=pull, stream=page.stream, page=page, ordinal=0, reason="date", field="at", message="No date.")
    client = program(company.member)
    (row,) = client.get("/api/v1/pulls/", {"source": "CRM", "state": "done", "kind": "fresh"}).json()["results"]
    assert (row["rows_read"], row["rows_new"], row["streams"]) == (3, 2, {"all": {"read": 3}})
    assert client.get("/api/v1/pulls/", {"source": "Ledger"}).json()["count"] == 0
    (reject,) = client.get(f"/api/v1/pulls/{pull.pk}/rejects/").json()["results"]
    assert (reject["stream"], reject["message"]) == ("all", "No date.")


def test_a_metric_tells_its_definition_and_what_it_says_now(company, crm, program):
    a_metric(source=crm, person=company.sales)
    body = program(company.member).get("/api/v1/metrics/speed_to_lead/").json()
    assert body["definition"]["version"] == 1
    assert body["definition"]["sources"] == ["CRM"]
    assert [one["person"]["name"] for one in body["definition"]["signatures"]] == ["Tom Halvorsen"]
    assert body["definition"]["unsigned"] == ["marketing"]
    assert (body["reading"]["value"], body["reading"]["state"], body["reading"]["age"]) == ("3.7", "off", "P0DT02H00M00S")


def test_an_unknown_reading_is_null_and_says_why(company, crm, program):
    a_metric(source=crm, person=company.sales, value=None)
    client = program(company.member)
    (row,) = client.get("/api/v1/readings/", {"metric": "speed_to_lead", "unknown": "true"}).json()["results"]
    assert (row["value"], row["why_unknown"]) == (None, "CRM was never pulled.")
    assert client.get("/api/v1/metrics/speed_to_lead/").json()["reading"]["value"] is None
    assert client.get("/api/v1/readings/", {"unknown": "false"}).json()["count"] == 0
    assert client.get("/api/v1/readings/", {"version": 1, "computed_before": NOW.isoformat()}).json()["count"] == 0


def test_the_versions_of_a_definition_are_listed(company, crm, program):
    metric = a_metric(source=crm, person=company.sales)
    Definition.objects.create(metric=metric, version=2, spec={}, created_at=NOW)
    rows = program(company.member).get("/api/v1/metrics/speed_to_lead/definitions/").json()["results"]
    assert [row["version"] for row in rows] == [2, 1]


@pytest.mark.parametrize("path", ["sources", "pulls", "metrics", "readings"])
def test_the_number_of_queries_does_not_grow_with_the_rows(company, crm, program, path, queries_of):
    client = program(company.member)
    a_metric(source=crm, person=company.sales)
    few = queries_of(lambda: client.get(f"/api/v1/{path}/"))
    for number in range(29):
        a_metric(f"metric_{number}", source=a_source(f"Source {number}"), person=company.sales)
    assert queries_of(lambda: client.get(f"/api/v1/{path}/")) == few
    assert client.get(f"/api/v1/{path}/").json()["count"] == 30
