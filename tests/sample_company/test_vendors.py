from datetime import timedelta

import httpx
import pytest

from tests.sample_company.conftest import NOW


def get(service, path, **params):
    """One call, again where the vendor says that it is busy."""
    headers = {"Authorization": f"Bearer {service.vendor.token}"}
    answer = httpx.get(f"{service.address}{path}", params=params or None, headers=headers)
    return answer if answer.status_code != 429 else get(service, path, **params)


def test_events_are_read_by_an_opaque_cursor(serve):
    service, ids, cursor = serve("events"), [], None
    while True:
        body = get(service, "/v1/workspaces", limit=150, **({"cursor": cursor} if cursor else {})).json()
        ids += [row["id"] for row in body["data"]]
        cursor = body["meta"]["next_cursor"]
        if not cursor:
            break
    assert len(ids) == len(set(ids)) > 380


def test_campaigns_are_read_by_page_number(serve):
    service = serve("campaigns")
    first = get(service, "/api/leads", page=1, per_page=500).json()
    ids = [row["lead_id"] for page in range(1, first["total_pages"] + 1) for row in page_of(service, page)]
    assert len(ids) == len(set(ids)) == first["total"]


def page_of(service, page):
    return get(service, "/api/leads", page=page, per_page=500).json()["results"]


def test_the_studio_is_read_by_offset(serve):
    body = get(serve("studio"), "/v2/assets", offset=120, limit=50).json()
    assert body["total"] == 132
    assert len(body["items"]) == 12


def test_the_crm_names_the_next_page_in_a_link_header(serve):
    service, ids, path = serve("crm"), [], "/crm/leads?limit=400"
    while path:
        answer = get(service, path)
        ids += [row["Id"] for row in answer.json()]
        path = answer.links["next"]["url"] if "next" in answer.links else None
    assert len(ids) == len(set(ids)) > 1000


def test_a_wrong_token_is_refused(serve):
    answer = httpx.get(f"{serve('crm').address}/crm/leads", headers={"Authorization": "Bearer guess"})
    assert answer.status_code == 401


def test_the_same_call_of_every_run_is_one_too_many(serve):
    service = serve("events")
    headers = {"Authorization": f"Bearer {service.vendor.token}"}
    codes = [httpx.get(f"{service.address}/v1/milestones?limit=1", headers=headers) for _ in range(45)]
    busy = [index for index, answer in enumerate(codes) if answer.status_code == 429]
    assert busy == [4, 41]
    assert codes[4].headers["Retry-After"] == "1"


@pytest.mark.parametrize("path", ["/crm/nothing", "/leads", "/v1/leads"])
def test_another_address_is_not_found(serve, path):
    assert get(serve("crm"), path).status_code == 404


@pytest.mark.parametrize("params", [{"limit": "many"}, {"modified_since": "yesterday"}, {"after": "-1"}])
def test_a_parameter_that_makes_no_sense_is_refused_with_a_sentence(serve, params):
    answer = get(serve("crm"), "/crm/leads", **params)
    assert answer.status_code == 400
    assert answer.json()["error"].endswith(".")


def test_only_what_changed_since_is_sent(serve):
    since = NOW - timedelta(days=2)
    rows = get(serve("crm"), "/crm/leads", modified_since=since.isoformat(), limit=500).json()
    assert rows
    assert all(row["LastModified"] >= since.isoformat() for row in rows)


def test_records_of_the_future_show_when_their_time_comes(serve):
    today = get(serve("campaigns"), "/api/leads", per_page=1).json()["total"]
    later = get(serve("campaigns", now=NOW + timedelta(days=8)), "/api/leads", per_page=1).json()["total"]
    assert later > today + 100


def test_a_lead_is_shown_as_it_stands(serve):
    rows = get(serve("crm", now=NOW), "/crm/leads", modified_since=(NOW - timedelta(days=9)).isoformat(), limit=500).json()
    assert {row["Status"] for row in rows} == {"Accepted", "Rejected", "New"}  # some are never qualified
