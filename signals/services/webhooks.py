"""Webhooks: made with an address and a secret that are sealed at once, switched on and off; messages sent again."""

import secrets
from datetime import datetime

import httpx
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from people.models import Message, Person, Webhook
from signals.secrets import seal


@transaction.atomic
def add_webhook(*, name: str, style: str, address: str, by: Person, at: datetime) -> tuple[Webhook, str]:
    """Make a webhook; return it and the secret that signs its calls, which is shown this once.

    Raises ValidationError for an address that is not https (http only where private addresses are allowed), or without a host.
    """
    try:
        url = httpx.URL(address.strip())
    except httpx.InvalidURL:
        url = httpx.URL("")
    allowed = ("https", "http") if settings.OUTBOUND_ALLOW_PRIVATE else ("https",)
    if url.scheme not in allowed or not url.host or url.userinfo:
        raise ValidationError({"address": "Give the whole address, starting with https:// and without a name or password."})
    secret = secrets.token_urlsafe(32)
    webhook = Webhook(name=name.strip(), style=style, host=url.host, made_by=by, made_at=at)
    webhook.sealed_address, webhook.sealed_secret = seal(str(url)), seal(secret)
    webhook.full_clean()
    webhook.save()
    return webhook, secret


@transaction.atomic
def switch_webhook(*, webhook: Webhook, active: bool, by: Person, at: datetime) -> Webhook:
    """Switch a webhook on or off. What is in the outbox for it already is still sent."""
    webhook = Webhook.objects.select_for_update(of=["self"]).get(pk=webhook.pk)
    webhook.active = active
    webhook.save(update_fields=["active"])
    return webhook


@transaction.atomic
def send_again(*, message: Message, by: Person, at: datetime) -> Message:
    """Put a message that was given up back into the outbox. Raises ValidationError for any other."""
    message = Message.objects.select_for_update(of=["self"]).get(pk=message.pk)
    if message.state != Message.State.FAILED:
        raise ValidationError("Only a message that was given up is sent again.")
    message.state, message.due_at, message.attempts = Message.State.DUE, at, 0
    message.save(update_fields=["state", "due_at", "attempts"])
    return message
