"""How a source knows us: a fixed credential, in a header or in the address."""

import base64

import httpx

from signals.failures import Reconnect
from signals.secrets import Secret


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
            raise Reconnect(
                "The credential has characters that no credential has.", "Copy it once more, with nothing around it."
            )
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
