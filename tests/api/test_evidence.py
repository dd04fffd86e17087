"""What connected systems say of who held a deliverable, over the API."""

from datetime import timedelta

import pytest

from initiatives import services
from tests.api.conftest import NOON

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def says(launch):
    """Jira says who held the positioning: `says((person, start, end, resource), ...)`."""

    def claims(*told):
        drafts = [
            services.ClaimDraft(start, end, person, person is not None, resource, "Jira", "issue ATL-1")
            for person, start, end, resource in told
        ]
        return services.replace_claims(work=7, drafts={launch.positioning.pk: drafts})

    return claims


def evidence(client, deliverable):
    return client.get(f"/api/v1/deliverables/{deliverable.pk}/evidence/")


def test_pieces_tell_both_sides_and_cover_the_window(company, launch, says, program):
    says(
        (company.member, NOON - 24 * HOUR, NOON - 12 * HOUR, "noor"),
        (company.sales, NOON - 12 * HOUR, NOON - 6 * HOUR, "tom"),
        (None, NOON - 6 * HOUR, None, "queue-7"),
    )
    body = evidence(program(company.member), launch.positioning).json()
    assert (body["deliverable"], body["name"], body["not_matched"]) == (
        launch.positioning.pk,
        "Positioning",
        [{"source": "Jira", "resource": "queue-7"}],
    )
    assert {"standing": "contested", "days": "0.3"} in body["standings"]
    pieces = body["pieces"]
    assert [piece["standing"] for piece in pieces][-3:] == ["confirmed", "contested", "unknown"]
    assert [piece["end"] for piece in pieces] == [piece["start"] for piece in pieces[1:]] + [None]
    contested = pieces[-2]
    assert contested["record"] == "Noor Haddad"
    [claim] = contested["claims"]
    assert (claim["source"], claim["about"], claim["person"]["name"]) == ("Jira", "issue ATL-1", "Tom Halvorsen")
    [claim] = pieces[-1]["claims"]
    assert (claim["person"], claim["resource"], claim["matched"], claim["end"]) == (None, "queue-7", False, None)


def test_ownership_says_how_the_time_stands(company, launch, says, program):
    client = program(company.member)
    says((company.sales, NOON - 12 * HOUR, NOON, "tom"))
    rows = client.get("/api/v1/initiatives/atlas/ownership/").json()["deliverables"]
    told = {row["name"]: row["standings"] for row in rows}
    assert told["Positioning"] == evidence(client, launch.positioning).json()["standings"]
    assert {"standing": "contested", "days": "0.5"} in told["Positioning"]
    assert [one["standing"] for one in told["Enablement"]] in (["dark"], [])


def test_a_deliverable_without_linked_work_stands_by_the_record_alone(company, launch, program):
    body = evidence(program(company.member), launch.positioning).json()
    assert body["not_matched"] == []
    assert all(piece["claims"] == [] for piece in body["pieces"])
    assert "confirmed" not in {one["standing"] for one in body["standings"]}


def test_evidence_needs_a_token_and_a_deliverable(company, launch, program, client):
    assert evidence(client, launch.positioning).status_code == 401
    assert program(company.member).get("/api/v1/deliverables/0/evidence/").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_claims(company, launch, says, program, queries_of):
    client = program(company.member)
    says((company.sales, NOON - 2 * HOUR, NOON - HOUR, "tom"))
    few = queries_of(lambda: evidence(client, launch.positioning))
    says(*[(company.sales, NOON - n * 2 * HOUR, NOON - n * 2 * HOUR + HOUR, "tom") for n in range(1, 9)])
    assert queries_of(lambda: evidence(client, launch.positioning)) == few
