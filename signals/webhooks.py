"""Calling a webhook: a body that Slack, Teams or a program reads, signed, to a public address that was checked.

The signature is `Arc-Signature: t=SECONDS,v1=HEX`: HMAC-SHA256, with the webhook's secret, of the seconds, a full stop and the
body.
"""

import hashlib
import hmac
import time
from typing import Any

import httpx
import orjson
from django.conf import settings

from people.models import Message, Style, Webhook
from signals.client.addresses import PinnedTransport
from signals.failures import Permanent, PullFailed
from signals.secrets import unseal

TIME_LIMITS = httpx.Timeout(15.0, connect=5.0)
LATER = {408, 425, 429}


def call(webhook: Webhook, message: Message, link: str) -> None:
    """Tell one webhook. Raises PullFailed where trying again may help, Permanent where it cannot."""
    body = orjson.dumps(body_for(webhook.style, message, link))
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "revenue-arc",
        "Idempotency-Key": message.key,
        "Arc-Signature": signature(unseal(webhook.sealed_secret).reveal(), body, int(time.time())),
    }
    transport = PinnedTransport(allow_private=settings.OUTBOUND_ALLOW_PRIVATE)
    with httpx.Client(transport=transport, timeout=TIME_LIMITS, trust_env=False, follow_redirects=False) as client:
        try:
            with client.stream("POST", unseal(webhook.sealed_address).reveal(), content=body, headers=headers) as answer:
                status = answer.status_code
        except httpx.TransportError as problem:
            raise PullFailed(f"{webhook.host} could not be reached: {type(problem).__name__}.") from None
    if not 200 <= status < 300:
        may_help = status in LATER or status >= 500
        raise (PullFailed if may_help else Permanent)(f"{webhook.host} answered {status}.")


def signature(secret: str, body: bytes, seconds: int) -> str:
    """What proves that a body comes from this console, and when it was sent."""
    made = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={made}"


def body_for(style: str, message: Message, link: str) -> dict[str, Any]:
    """The body in the form that the other side reads."""
    if style == Style.SLACK:
        return {"text": "\n".join(part for part in (message.subject, message.text, link) if part)}
    if style == Style.TEAMS:
        return {"type": "message", "attachments": [_card(message, link)]}
    told = {"key": message.key, "kind": message.kind, "subject": message.subject, "text": message.text}
    return {**told, "link": link, "at": message.created_at}


def _card(message: Message, link: str) -> dict[str, Any]:
    """An adaptive card, as a Teams workflow posts it."""
    lines: list[dict[str, Any]] = [{"type": "TextBlock", "text": message.subject, "weight": "Bolder", "wrap": True}]
    lines += [{"type": "TextBlock", "text": message.text, "wrap": True}] if message.text else []
    opens = [{"type": "Action.OpenUrl", "title": "Open", "url": link}] if link else []
    content = {"type": "AdaptiveCard", "version": "1.4", "body": lines, "actions": opens}
    return {"contentType": "application/vnd.microsoft.card.adaptive", "content": content}
