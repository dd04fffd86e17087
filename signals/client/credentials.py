"""How a source knows us: a fixed credential, in a header or in the address."""

import base64
import re

import httpx

from signals.failures import Reconnect
from signals.secrets import Secret

WAYS = re.compile(r"(none|bearer|basic|oauth|header:[\w!#$%&'*+.^|~-]+|query:[\w.~\[\]-]+)?", re.ASCII)
NO_WAY = "There is no such way to send it. Use none, bearer, basic, oauth, header:NAME or query:NAME."
UNSENDABLE = ("The credential has characters that no credential has.", "Copy it once more, with nothing around it.")


def way(auth: str) -> str:
    """How a credential is sent, as it is written. Raises ValueError where there is no such way."""
    if not WAYS.fullmatch(auth):
        raise ValueError(NO_WAY)
    return auth


def mistake_in(auth: str, text: str) -> str:
    """What is wrong with the form of a credential that is sent this way; empty where nothing is."""
    if auth == "basic":
        return "" if ":" in text else "What is sent as basic is a user and a password with a colon between: user:password."
    return "" if auth.startswith("query:") or fits_a_header(text) else " ".join(UNSENDABLE)


class Credential:
    """Puts the credential on a request to the source's own origin."""

    def __init__(self, auth: str = "none", secret: Secret | None = None):
        self.auth, self.secret = auth, secret

    def headers(self) -> dict[str, str]:
        """The headers that carry it; none where it goes into the address or there is none. Raises Reconnect."""
        if not self.secret or self.auth in ("", "none") or self.auth.startswith("query:"):
            return {}
        text = self.secret.reveal()
        if self.auth == "basic":
            return {"Authorization": "Basic " + base64.b64encode(text.encode()).decode()}
        if not fits_a_header(text):
            raise Reconnect(*UNSENDABLE)
        if self.auth.startswith("header:"):
            return {self.auth.removeprefix("header:"): text}
        return {"Authorization": f"Bearer {text}"}

    def keyed(self, url: httpx.URL) -> httpx.URL:
        """The address with the key in it, where it goes there."""
        if self.secret and self.auth.startswith("query:"):
            return url.copy_merge_params({self.auth.removeprefix("query:"): self.secret.reveal()})
        return url

    def renew(self) -> bool:
        """Get a new one after a refusal; False where there is no way to."""
        return False


def fits_a_header(text: str) -> bool:
    """Whether a text can be sent in a header."""
    return text.isascii() and text.isprintable()
