"""The address to which other systems push: who is let in, what is kept, what is answered."""

import json
import time
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.urls import reverse

from signals import services
from signals.models import Arrival, Pull, Source
from tests.signals.pushing import OTHER, SECRET, event, push, push_source, signature
from tests.signals.sources import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_clock_stands(time_machine):
    cache.clear()
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def shop(db) -> Source:
    return push_source()


def told(answer) -> str:
    assert answer["Content-Type"] == "application/problem+json"
    return answer.json()["detail"]


def test_what_is_signed_is_kept_before_it_is_answered_and_a_pull_is_due(client, shop):
    answer = push(client, shop, event())
    assert (answer.status_code, answer.json()) == (202, {"kept": 1})
    kept = Arrival.objects.get()
    assert (kept.type, json.loads(bytes(kept.payload)), kept.received_at) == ("order placed", event(), NOW)
    assert [(pull.state, pull.due_at) for pull in Pull.objects.all()] == [("due", NOW)]
    assert push(client, shop, [event(2), event(3)], kind="application/cloudevents-batch+json").json() == {"kept": 2}
    assert (Arrival.objects.count(), Pull.objects.count()) == (3, 1)


def test_what_cannot_be_kept_is_not_answered_for(client, shop, monkeypatch):
    def fail(*_, **__):
        raise OperationalError("the disk is full")

    client.raise_request_exception = False
    monkeypatch.setattr("signals.services.intakes.pulls.open_pull", fail)
    answer = push(client, shop, event())
    assert answer.status_code == 500
    assert "disk" not in told(answer)
    assert not Arrival.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"webhook-signature": "v1,AAAA"},
        {**signature(b"{}", OTHER), "webhook-signature": "rubbish"},
        {**signature(b"{}"), "webhook-signature": "v1,ä"},
        {**signature(b"{}"), "webhook-timestamp": "nan"},
    ],
    ids=["none", "alone", "rubbish", "not ascii", "no time"],
)
def test_without_a_signature_nothing_is_kept_or_told(client, shop, headers):
    answer = push(client, shop, event(), headers=headers)
    assert answer.status_code == 401
    assert "Nothing was kept." in told(answer)
    assert SECRET not in answer.content.decode()
    assert not Arrival.objects.exists()


def test_another_secret_another_body_and_another_time_do_not_count(client, shop):
    body = json.dumps(event()).encode()
    now = int(time.time())
    for headers in (
        signature(body, OTHER),
        signature(body + b" "),
        {**signature(body), "webhook-id": "msg_2"},
        signature(body, seconds=now - 301),
        signature(body, seconds=now + 301),
    ):
        assert push(client, shop, body, headers=headers).status_code == 401
    assert push(client, shop, b"\xff", headers=signature(b"\xff")).status_code == 401
    assert push(client, shop, body, headers=signature(body, seconds=now - 299)).status_code == 202


def test_one_of_several_signatures_is_enough_and_a_replaced_secret_counts_for_a_day(client, shop, company, time_machine):
    services.replace_secret(source=shop, by=company.administrator, at=NOW, secret=OTHER)
    body = json.dumps(event()).encode()
    both = {
        **signature(body),
        "webhook-signature": f"{signature(body, SECRET)['webhook-signature']} {signature(body, OTHER)['webhook-signature']}",
    }
    assert [push(client, shop, body, headers=how).status_code for how in (both, signature(body))] == [202, 202]
    time_machine.move_to(NOW + timedelta(hours=25), tick=False)
    assert push(client, shop, body, headers=signature(body)).status_code == 401
    assert push(client, shop, body, headers=signature(body, OTHER)).status_code == 202
    time_machine.move_to(NOW, tick=False)
    services.end_old_secret(source=shop, by=company.administrator)
    assert push(client, shop, body, headers=signature(body)).status_code == 401


def test_a_source_without_a_secret_takes_nothing(client):
    assert push(client, push_source(secret=None), event()).status_code == 401


def test_each_refusal_says_why(client, shop):
    wrong = push(client, shop, event(), kind="application/json")
    assert (wrong.status_code, told(wrong)[:16]) == (415, "Send CloudEvents")
    nothing = push(client, shop, b"[]")
    assert (nothing.status_code, told(nothing)) == (400, "The event is not a JSON object. Nothing was kept.")
    large = push(client, shop, b" " * 1_000_001)
    assert (large.status_code, "larger than 1,000,000 bytes" in told(large)) == (413, True)
    assert client.post(reverse("signals:hook", args=["nowhere"]), b"{}", content_type="application/json").status_code == 404
    Source.objects.update(state="deleting")
    assert push(client, shop, event()).status_code == 410
    assert not Arrival.objects.exists()


def test_binary_mode_is_taken_where_an_administrator_allows_it(client, shop):
    as_headers = {"ce-specversion": "1.0", "ce-id": "e1", "ce-source": "/shop", "ce-type": "placed"}
    assert push(client, shop, {"n": 1}, kind="application/json", **as_headers).status_code == 415
    Source.objects.update(settings={"binary": True})
    assert push(client, shop, {"n": 1}, kind="application/json", **as_headers).status_code == 202
    assert json.loads(bytes(Arrival.objects.get().payload))["data"] == {"n": 1}


def test_a_machine_that_asks_too_often_waits_and_others_do_not(client, shop, settings):
    settings.HOOK_RATE = "2/min"
    assert [push(client, shop, event(number)).status_code for number in range(3)] == [202, 202, 429]
    answer = push(client, shop, event(4), **{"X-Forwarded-For": "198.51.100.9"})
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    address = reverse("signals:hook", args=[shop.intake.name])
    body = json.dumps(event(5)).encode()
    sent = {"content_type": "application/cloudevents+json", "headers": signature(body), "REMOTE_ADDR": "198.51.100.9"}
    assert client.post(address, body, **sent).status_code == 202


def test_the_handshake_grants_the_origins_that_are_named(client, shop):
    address = reverse("signals:hook", args=[shop.intake.name])
    asks = {"WebHook-Request-Origin": "events.example.com", "WebHook-Request-Rate": "120"}
    granted = client.options(address, headers=asks)
    assert (granted.status_code, granted["Allow"], granted["WebHook-Allowed-Origin"]) == (200, "POST, OPTIONS", "*")
    assert granted["WebHook-Allowed-Rate"] == "600"
    Source.objects.update(settings={"origins": ["events.example.com"]})
    assert client.options(address, headers=asks)["WebHook-Allowed-Origin"] == "events.example.com"
    other = client.options(address, headers={"WebHook-Request-Origin": "thief.example.com"})
    assert "WebHook-Allowed-Origin" not in other
    assert client.get(address).status_code == 405


def test_a_paused_source_keeps_what_comes_until_it_is_resumed(client, shop, company):
    services.pause_source(source=shop, by=company.administrator)
    assert push(client, shop, event()).status_code == 202
    assert not Source.objects.due(NOW).exists()
    services.resume_source(source=shop, by=company.administrator)
    assert Source.objects.due(NOW).get() == shop
