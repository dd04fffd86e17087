"""Delegations through the API."""

import pytest

pytestmark = pytest.mark.django_db
LIST = "/api/v1/delegations/"


def test_one_makes_lists_and_ends_a_delegation(company, program):
    given = {"person": "tom@example.com", "delegate": "noor@example.com"}
    given |= {"since": "2026-11-05T08:00:00Z", "until": "2026-11-09T08:00:00Z"}
    assert program(company.marketing).send(LIST, given).status_code == 403
    tom = program(company.sales)
    made = tom.send(LIST, given)
    assert (made.status_code, made.json()["delegate"]["name"]) == (201, "Noor Haddad")
    [row] = tom.get(LIST + "?delegate=noor@example.com").json()["results"]
    assert (row["since"], row["ended_at"]) == ("2026-11-05T08:00:00Z", None)
    assert tom.send(f"{LIST}{row['id']}/end/").json()["ended_at"] == "2026-11-04T12:00:00Z"
    refused = tom.send(LIST, given | {"until": "2026-11-01T08:00:00Z"})
    assert (refused.status_code, "The end comes after the start" in refused.json()["detail"]) == (400, True)
