"""The client posts as it gets, and leaves a vendor's refusals and quotas to its connector."""

import json

import httpx
import pytest
from werkzeug import Request, Response

from signals.client import Client, Quota, Refusal
from signals.failures import Permanent, PullFailed, QuotaNearlySpent, Reconnect
from signals.secrets import Secret


def client(url: str, **how) -> Client:
    return Client(
        url, **{"allow_private": True, "allow_http": True, "secret": Secret("s3cret"), "sleep": lambda _: None, **how}
    )


def test_a_body_is_posted_as_json_with_the_credential(httpserver):
    httpserver.expect_request(
        "/search", method="POST", json={"limit": 3}, headers={"Authorization": "Bearer s3cret"}
    ).respond_with_json({"rows": []}, headers={"X-Left": "7"})
    with client(httpserver.url_for("/"), auth="bearer") as here, here.post("search", {"limit": 3}) as answer:
        assert answer.parsed() == {"rows": []}
        assert answer.headers["x-left"] == "7"


def test_a_busy_source_is_posted_to_again(httpserver):
    httpserver.expect_oneshot_request("/search", method="POST").respond_with_data("busy", status=429)
    httpserver.expect_request("/search", method="POST").respond_with_json([1])
    with client(httpserver.url_for("/")) as here, here.post("search", {"a": 1}) as answer:
        assert answer.parsed() == [1]
    assert [request.json for request, _ in httpserver.log] == [{"a": 1}] * 2


def test_nothing_is_posted_to_another_host(httpserver):
    with client(httpserver.url_for("/")) as here, pytest.raises(Permanent, match="another host"):
        here.post("https://evil.example/search", {})
    assert httpserver.log == []


@pytest.mark.parametrize("status", [301, 302, 303])
def test_a_search_that_has_moved_is_named(httpserver, status):
    httpserver.expect_request("/search").respond_with_data("", status=status, headers={"Location": "/new"})
    with client(httpserver.url_for("/")) as here, pytest.raises(Permanent, match="/search has moved"):
        here.post("search", {})


def test_a_redirect_that_keeps_the_body_is_followed(httpserver):
    httpserver.expect_request("/search").respond_with_data("", status=308, headers={"Location": "/new"})
    httpserver.expect_request("/new", method="POST", json={"a": 1}).respond_with_json([1])
    with client(httpserver.url_for("/")) as here, here.post("search", {"a": 1}) as answer:
        assert answer.parsed() == [1]


def test_a_vendor_s_refusal_has_the_meaning_that_its_connector_gives(httpserver):
    seen: list[Refusal] = []

    def explain(said: Refusal) -> PullFailed | None:
        seen.append(said)
        return Permanent("No such property.") if said.status == 400 else None

    httpserver.expect_request("/a").respond_with_json({"category": "VALIDATION_ERROR"}, status=400)
    httpserver.expect_request("/b").respond_with_data("no", status=410)
    with client(httpserver.url_for("/"), explain=explain) as here:
        with pytest.raises(Permanent, match="No such property"):
            here.get("a")
        with pytest.raises(Permanent, match="is gone for good"):
            here.get("b")
    assert [said.body for said in seen] == [{"category": "VALIDATION_ERROR"}, None]


def left(headers: httpx.Headers) -> Quota | None:
    return Quota(left=int(headers["x-left"]), allowed=100) if "x-left" in headers else None


def test_the_client_stops_before_it_would_touch_the_reserve(httpserver):
    remaining = iter([12, 11, 10])

    def serve(request: Request) -> Response:
        return Response(json.dumps([]), content_type="application/json", headers={"X-Left": str(next(remaining))})

    httpserver.expect_request("/rows").respond_with_handler(serve)
    with client(httpserver.url_for("/"), quota=left, reserve=10) as here:
        for _ in range(3):
            here.get("rows").__exit__()
        with pytest.raises(QuotaNearlySpent, match="10 are left: the reserve of 10%"):
            here.get("rows")
    assert len(httpserver.log) == 3


@pytest.mark.parametrize("copied", ["s3cret\n", "s3crét", "s3\tcret"])
def test_a_credential_that_no_header_can_carry_is_refused_in_a_sentence(httpserver, copied):
    with client(httpserver.url_for("/"), auth="bearer", secret=Secret(copied)) as here, pytest.raises(Reconnect) as refused:
        here.get("search")
    assert refused.value.what == "The credential has characters that no credential has."
    assert httpserver.log == []
