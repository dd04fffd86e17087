"""Who sent it: the signatures of Standard Webhooks (standardwebhooks.com), by that scheme's own library.

A sender signs `webhook-id.webhook-timestamp.body` with HMAC-SHA256 and a secret that we share. The library compares in constant
time and refuses what was signed more than five minutes from now; several signatures, for one secret each, may come at once.
"""

import base64
import binascii
import secrets
from collections.abc import Iterable, Mapping

from standardwebhooks import Webhook, WebhookVerificationError

from signals.secrets import Secret

PREFIX = "whsec_"
SHORTEST, MADE, LONGEST = 24, 32, 64  # bytes, as Standard Webhooks asks


def new_secret() -> str:
    """A signing secret that nobody can guess."""
    return PREFIX + base64.b64encode(secrets.token_bytes(MADE)).decode()


def mistake_in(secret: str) -> str:
    """What is wrong with a secret that the other side has made, as a sentence; empty where it can be used."""
    try:
        length = len(base64.b64decode(secret.removeprefix(PREFIX), validate=True))
    except (binascii.Error, ValueError):
        length = 0
    if SHORTEST <= length <= LONGEST:
        return ""
    return f"A signing secret is {PREFIX} and {SHORTEST} to {LONGEST} bytes in base64, as the sending system shows it."


def is_signed(body: bytes, headers: Mapping[str, str], known: Iterable[Secret]) -> bool:
    """Whether one of the secrets that are known signed the body, within five minutes from now."""
    told = {name.lower(): value for name, value in headers.items() if name.lower().startswith("webhook-")}
    return any(_verifies(body, told, secret) for secret in known)


def _verifies(body: bytes, headers: dict[str, str], secret: Secret) -> bool:
    try:
        Webhook(secret.reveal()).verify(body, headers, json_parse=False)
    except (
        WebhookVerificationError,
        ValueError,
    ):  # the latter: what is called a signature is not base64, or the body not UTF-8
        return False
    return True
