"""Reading initiatives and deliverables."""

import pytest

from initiatives import services
from initiatives.models import Deliverable

pytestmark = pytest.mark.django_db


def test_an_initiative_tells_who_owns_it_and_under_which_charter(company, launch, program):
    body = program(company.member).get("/api/v1/initiatives/atlas/").json()
    assert body["owner"] == {"id": company.owner.pk, "name": "Priya Raman", "email": "priya@example.com"}
    assert (body["state"], body["orphaned"], body["revenue_target"], body["currency"]) == ("live", False, "1200000.00", "USD")
    assert body["charter"]["mandate"] == "Bring Atlas to market."
    assert body["charter"]["confirmed"] is False
    assert {"function": "sales", "right": "decide"} in body["charter"]["rights"]


def test_an_orphaned_initiative_says_so(company, launch, program):
    company.owner.seats.all().delete()
    body = program(company.member).get("/api/v1/initiatives/atlas/").json()
    assert (body["owner"], body["orphaned"]) == (None, True)


def test_a_deliverable_tells_its_holder_and_what_it_needs(company, launch, program):
    rows = program(company.member).get("/api/v1/deliverables/", {"initiative": "atlas"}).json()["results"]
    assert [(row["name"], [holder["name"] for holder in row["holders"]]) for row in rows] == [
        ("Positioning", ["Noor Haddad"]),
        ("Enablement", []),
    ]
    assert rows[1]["depends_on"] == [launch.positioning.pk]


def test_nobody_holds_a_deliverable_on_offer(company, launch, offered, program):
    body = program(company.member).get(f"/api/v1/deliverables/{launch.positioning.pk}/").json()
    assert (body["on_offer"], body["holders"]) == (True, [])


def test_filters_choose(company, launch, program):
    client = program(company.member)
    services.drop_deliverable(deliverable=launch.enablement, by=company.owner, at=launch.morning.replace(hour=9))

    def names(path, **parameters):
        return [row["name"] for row in client.get(path, parameters).json()["results"]]

    assert names("/api/v1/initiatives/", state="live") == ["Atlas"]
    assert names("/api/v1/initiatives/", state="past") == []
    assert names("/api/v1/deliverables/", function="sales") == ["Enablement"]
    assert names("/api/v1/deliverables/", dropped="false") == ["Positioning"]
    assert names("/api/v1/deliverables/", dropped="true") == ["Enablement"]
    assert names("/api/v1/deliverables/", initiative="beacon") == []


def test_lists_come_in_pages(company, launch, program):
    client = program(company.member)
    first = client.get("/api/v1/deliverables/", {"limit": 1}).json()
    assert (first["count"], [row["name"] for row in first["results"]], first["previous"]) == (2, ["Positioning"], None)
    second = client.get(first["next"]).json()
    assert [row["name"] for row in second["results"]] == ["Enablement"]
    assert client.get("/api/v1/deliverables/", {"offset": 10**30}).json()["results"] == []


@pytest.mark.parametrize("path", ["/api/v1/initiatives/", "/api/v1/deliverables/"])
def test_the_number_of_queries_does_not_grow_with_the_rows(company, launch, program, path, queries_of):
    client = program(company.member)
    few = queries_of(lambda: client.get(path))
    for number in range(29):
        again = services.create_initiative(
            **{field: getattr(launch.initiative, field) for field in ("customer_outcome", "revenue_metric", "currency")},
            **{field: getattr(launch.initiative, field) for field in ("revenue_target", "revenue_due", "planned_in_market_on")},
            name=f"Launch {number}",
            by=company.ceo,
            at=launch.morning,
        )
        rights = dict.fromkeys(company.heads, "veto")
        services.name_owner(
            initiative=again,
            owner=company.owner,
            mandate="Go.",
            rights=rights,
            replaces=None,
            by=company.ceo,
            at=launch.morning,
        )
        row = Deliverable(initiative=again, name="Scope", slug="scope", function="product", needed_from=launch.morning)
        row.save()
        services.name_holder(deliverable=row, person=company.member, by=company.owner, at=launch.morning)
    assert queries_of(lambda: client.get(path)) == few
    assert client.get(path).json()["count"] >= 30
