"""Every refusal of the API is a problem detail with a sentence."""

import pytest
from django.db import IntegrityError
from django.test import Client

from initiatives.api.handoff import HandoffView
from initiatives.api.initiative import InitiativeView
from initiatives.models import Handoff

pytestmark = pytest.mark.django_db
LIST = "/api/v1/handoffs/"


def told(answer, status):
    """The detail of a problem, having looked at its form."""
    body = answer.json()
    assert (answer.status_code, answer["Content-Type"], body["status"]) == (status, "application/problem+json", status)
    assert body["type"] == "about:blank"
    assert body["title"]
    return body["detail"]


def test_without_a_token_nothing_is_told():
    for path in (LIST, "/api/v1/initiatives/", "/api/schema/", "/api/v1/nowhere/"):
        answer = Client().get(path)
        assert "api_token" in told(answer, 401)
        assert answer["WWW-Authenticate"] == "Bearer"


def test_a_signed_in_session_reads_but_writes_only_with_its_csrf_token(company, offered, client_of):
    client = client_of(company.sales, enforce_csrf_checks=True)
    assert client.get(LIST).status_code == 200
    path = f"{LIST}{offered.pk}/accept/"
    assert "CSRF" in told(client.post(path, {}, content_type="application/json"), 403)
    assert Handoff.objects.get().is_open
    client.get("/account/")
    sent = client.post(path, {}, content_type="application/json", headers={"X-CSRFToken": client.cookies["csrftoken"].value})
    assert sent.status_code == 200


def test_unknown_addresses_rows_and_methods(company, program):
    client = program(company.member)
    assert "ends with a slash" in told(client.get("/api/v1/handoffs"), 404)
    assert "ends with a slash" in told(client.post("/api/v2/"), 404)
    assert told(client.get(f"{LIST}1/"), 404)
    assert told(client.get(f"{LIST}{10**30}/"), 404)
    refused = client.delete(LIST)
    assert "DELETE" in told(refused, 405)
    assert refused["Allow"] == "GET, POST, HEAD, OPTIONS"


@pytest.mark.parametrize(
    ("parameters", "name"),
    [
        ({"answer": "maybe"}, "answer"),
        ({"deliverable": "x"}, "deliverable"),
        ({"deliverable": 2**63}, "deliverable"),
        ({"offered_after": "yesterday"}, "offered_after"),
        ({"offered_after": "0001-01-01T00:00:00+12:00"}, "offered_after"),
        ({"sender": "a\0b"}, "sender"),
        ({"limit": "0"}, "limit"),
        ({"limit": "-1"}, "limit"),
        ({"offset": "many"}, "offset"),
    ],
)
def test_a_parameter_that_makes_no_sense_is_named(company, program, parameters, name):
    answer = program(company.member).get(LIST, parameters)
    assert told(answer, 400).startswith(f"{name}: ")
    assert list(answer.json()["errors"]) == [name]


def test_bodies_that_are_no_json_not_objects_or_too_large(company, program):
    client = program(company.member)
    assert "JSON parse error" in told(client.post(LIST, "{", content_type="application/json"), 400)
    assert "Invalid data" in told(client.post(LIST, "[]", content_type="application/json"), 400)
    assert "text/plain" in told(client.post(LIST, "x", content_type="text/plain"), 415)
    assert "1,000,000 bytes" in told(client.post(LIST, " " * 1_000_001, content_type="application/json"), 413)
    assert told(client.get(LIST, headers={"accept": "text/csv"}), 406)


def test_too_many_requests_are_told_when_to_come_back(company, program, settings):
    settings.API_RATE = "3/min"
    client = program(company.member)
    answers = [client.get(LIST) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert told(answers[3], 429)
    assert int(answers[3]["Retry-After"]) == 60
    assert program(company.sales).get(LIST).status_code == 200


def test_the_slower_of_two_at_once_is_told_that_nothing_was_kept(company, offered, program, monkeypatch):
    def collide(*args, **kwargs):
        raise IntegrityError("duplicate key")

    monkeypatch.setattr(HandoffView, "_read", collide)
    assert "nothing of yours was kept" in told(program(company.member).send(LIST, {}), 409)


def test_an_unforeseen_error_tells_no_detail_and_is_logged(company, program, monkeypatch, caplog):
    def break_down(*args, **kwargs):
        raise RuntimeError("the secret is 42")

    monkeypatch.setattr(InitiativeView, "get_object", break_down)
    detail = told(program(company.member).get("/api/v1/initiatives/atlas/"), 500)
    assert "42" not in detail
    assert "the secret is 42" in caplog.text


@pytest.mark.django_db
def test_what_there_is_not_is_told_in_our_words(company, program):
    answer = program(company.member).get("/api/v1/sources/999999/")
    assert answer.status_code == 404
    assert answer.json()["detail"].startswith("There is nothing at this address, or it is gone.")
