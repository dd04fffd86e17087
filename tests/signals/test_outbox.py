"""The outbox: each message goes out, under one key, whatever dies meanwhile."""

import hashlib
import hmac
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from werkzeug import Response

from people.models import Message
from signals import outbox, services
from signals.webhooks import body_for, signature

CHECKOUT = Path(__file__).resolve().parents[2]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def hook(company, httpserver):
    """A webhook at the test's server."""
    address = httpserver.url_for("/hook")
    made, secret = services.add_webhook(
        name="Chat", style="plain", address=address, by=company.administrator, at=timezone.now()
    )
    return made, secret


def write(count=1, **to):
    now = timezone.now()
    told = {"kind": "test", "subject": "Dark for 2 d: Leads", "text": "Answer.", "created_at": now, "due_at": now}
    return [Message.objects.create(key=f"test-{number}:{to.keys()}", **told, **to) for number in range(count)]


@pytest.mark.django_db
def test_an_email_goes_to_its_person_once_with_a_name_that_stays(company, settings):
    settings.ADDRESS, settings.DEFAULT_FROM_EMAIL = "https://console.example.com", "Arc <arc@example.com>"
    write(person=company.sales)
    Message.objects.update(path="/handoffs/1/")
    assert outbox.deliver() == 1
    assert outbox.deliver() == 0
    [sent] = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (
        ["tom@example.com"],
        "Dark for 2 d: Leads",
        "Answer.\n\nhttps://console.example.com/handoffs/1/",
    )
    assert sent.extra_headers["Message-ID"].endswith("@example.com>")
    assert Message.objects.get().state == "sent"


@pytest.mark.django_db
def test_a_webhook_is_called_signed_and_under_its_key(hook, httpserver):
    made, secret = hook
    httpserver.expect_request("/hook", method="POST").respond_with_data("ok")
    [message] = write(webhook=made)
    outbox.deliver()
    [(request, _)] = httpserver.log
    seconds, proof = (part.partition("=")[2] for part in request.headers["Arc-Signature"].split(","))
    assert proof == hmac.new(secret.encode(), f"{seconds}.".encode() + request.data, hashlib.sha256).hexdigest()
    assert signature(secret, request.data, int(seconds)) == request.headers["Arc-Signature"]
    assert request.headers["Idempotency-Key"] == message.key
    assert request.json["subject"] == message.subject


def test_slack_and_teams_get_the_form_that_they_read():
    message = Message(key="k", kind="due", subject="Dark", text="Answer.")
    assert body_for("slack", message, "https://x/") == {"text": "Dark\nAnswer.\nhttps://x/"}
    [attachment] = body_for("teams", message, "https://x/")["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert [block["text"] for block in attachment["content"]["body"]] == ["Dark", "Answer."]
    assert attachment["content"]["actions"][0]["url"] == "https://x/"


@pytest.mark.django_db
def test_a_failure_is_tried_again_after_growing_pauses_and_then_given_up(hook, httpserver):
    httpserver.expect_request("/hook").respond_with_data("no", status=503)
    write(webhook=hook[0])
    now = timezone.now()
    for pause in outbox.PAUSES:
        outbox.deliver(at=now)
        message = Message.objects.get()
        assert (message.state, message.due_at - now, message.error) == ("due", pause, "localhost answered 503.")
        assert outbox.deliver(at=now + pause / 2) == 0
        now += pause
    outbox.deliver(at=now)
    assert Message.objects.get().state == "failed"
    services.send_again(message=message, by=message.webhook.made_by, at=now)
    assert (Message.objects.get().state, Message.objects.get().attempts) == ("due", 0)


@pytest.mark.django_db
@pytest.mark.parametrize("status", [301, 400, 404, 410])
def test_what_no_other_try_can_mend_is_given_up_at_once(hook, httpserver, status):
    httpserver.expect_request("/hook").respond_with_data("no", status=status, headers={"Location": "http://127.0.0.1/"})
    write(webhook=hook[0])
    outbox.deliver()
    assert (Message.objects.get().state, Message.objects.get().attempts) == ("failed", 1)
    assert len(httpserver.log) == 1


@pytest.mark.django_db
def test_a_private_address_is_not_reached(hook, httpserver, settings, company):
    settings.OUTBOUND_ALLOW_PRIVATE = False
    write(webhook=hook[0])
    outbox.deliver()
    assert "a private address" in Message.objects.get().error
    assert httpserver.log == []
    for address in (
        "http://chat.example.com/",
        "https://name:word@chat.example.com/",
        "chat.example.com",
        "file:///etc/passwd",
    ):
        with pytest.raises(ValidationError, match="starting with https"):
            services.add_webhook(name="x", style="slack", address=address, by=company.administrator, at=timezone.now())


@pytest.mark.django_db
def test_who_has_left_gets_no_mail(company):
    write(person=company.sales)
    company.sales.is_active = False
    company.sales.save()
    outbox.deliver()
    assert (mail.outbox, Message.objects.get().error) == ([], "This person has left.")


@pytest.mark.django_db(transaction=True)
def test_a_claimed_message_has_one_sender_until_its_lease_is_over(company):
    write(person=company.sales)
    now = timezone.now()
    first = outbox.claim(now)
    assert outbox.claim(now + MINUTE) is None
    second = outbox.claim(now + 3 * MINUTE)
    assert (first.pk, second.attempts) == (second.pk, 2)
    outbox.send(second, now + 3 * MINUTE)
    outbox._failed(first, OSError("slow"), now + 3 * MINUTE)
    assert Message.objects.get().state == "sent"


@pytest.mark.django_db(transaction=True)
def test_every_message_of_a_sender_that_was_killed_goes_out_and_a_repeated_one_is_known_by_its_key(hook, httpserver):
    keys, running = [], []

    def kill_at_the_third(request):
        keys.append(request.headers["Idempotency-Key"])
        if len(keys) == 3:
            running.pop().kill()
        return Response("ok")

    httpserver.expect_request("/hook").respond_with_handler(kill_at_the_third)
    messages = write(5, webhook=hook[0])
    address = os.environ["DATABASE_URL"].replace("/revenue_arc?", f"/{connection.settings_dict['NAME']}?")
    environment = os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    sender = subprocess.Popen([sys.executable, "manage.py", "deliver"], cwd=CHECKOUT, env=environment, stderr=subprocess.PIPE)
    running.append(sender)
    sender.communicate(timeout=240)
    assert sender.returncode == -9
    assert sorted(Message.objects.values_list("state", flat=True)) == ["due", "due", "sending", "sent", "sent"]
    assert outbox.deliver(at=timezone.now() + 3 * MINUTE) == 3
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}
    assert sorted(keys) == sorted([message.key for message in messages] + [messages[2].key])
