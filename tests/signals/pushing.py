"""Pushing events as another system would: signed by the scheme as it is written down, not by the console's own code."""

import base64
import hashlib
import hmac
import json
import time

from django.urls import reverse

from signals import presets
from signals.models import Source
from signals.services import save_source

SECRET = "whsec_" + base64.b64encode(b"a signing secret, 32 bytes long!").decode()
OTHER = "whsec_" + base64.b64encode(b"another one that is just as long").decode()


def push_source(secret=SECRET, **said) -> Source:
    """A source to which events are pushed, as its preset has it."""
    return save_source(entry=presets.entry_of("webhook", "Shop", **said), secret=secret)


def event(number=1, kind="order placed", data=None, **said) -> dict:
    """A CloudEvent of the shop."""
    told = {"specversion": "1.0", "id": f"e{number}", "source": "/shop", "type": kind, "time": "2026-03-09T08:00:00Z"}
    return {**told, "data": data or {}, **said}


def signature(body: bytes, secret=SECRET, *, name="msg_1", seconds=None) -> dict[str, str]:
    """The three headers of Standard Webhooks."""
    stamp = str(int(time.time() if seconds is None else seconds))
    key = base64.b64decode(secret.removeprefix("whsec_"))
    proof = base64.b64encode(hmac.new(key, f"{name}.{stamp}.".encode() + body, hashlib.sha256).digest()).decode()
    return {"webhook-id": name, "webhook-timestamp": stamp, "webhook-signature": f"v1,{proof}"}


def push(client, source, told, *, kind="application/cloudevents+json", headers=None, secret=SECRET, **extra):
    """Post what is told (JSON, or bytes as they are) to the source's address; signed, unless other `headers` are given."""
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    signed = signature(body, secret) if headers is None else headers
    address = reverse("signals:hook", args=[source.intake.name])
    return client.post(address, body, content_type=kind, headers={**signed, **extra})
