"""What a source's refusal means: to be asked again, to be reconnected, or wrong until somebody changes something."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx
import orjson

from signals.client.answers import retry_after
from signals.failures import NotAllowed, Permanent, PullFailed, Reconnect
from signals.mapping.columns import column

WORTH_RETRYING = frozenset({429, 500, 502, 503, 504})
ACCEPTED = frozenset({200, 201, 207})
LARGEST_REASON = 65_536


class Busy(PullFailed):
    """The source asked us to come later, or did not answer properly."""


class Unauthorised(Reconnect):
    """The source does not know the credential, or does not any more."""


class NotFound(Permanent):
    """There is nothing at that address; of what was listed a moment ago: not any more."""


@dataclass(frozen=True)
class Refusal:
    """An answer other than success: `where` is host and path; `body` its JSON, or None where it has none."""

    status: int
    where: str
    headers: Mapping[str, str]
    body: object
    words: str = ""

    def field(self, path: str) -> object:
        """One value of the body; None where there is none."""
        return column(f"body.{path}", flat=False)({"body": self.body})

    @property
    def retry_after(self) -> timedelta | None:
        """How long it asks to wait."""
        return retry_after(httpx.Headers(dict(self.headers)), datetime.now(UTC))


def refusal_of(response: httpx.Response) -> Refusal:
    """Read a refusal, and no more of its body than a reason needs."""
    read = b""
    for chunk in response.iter_bytes(8_192):
        read += chunk
        if len(read) > LARGEST_REASON:
            break
    try:
        body = orjson.loads(read)
    except orjson.JSONDecodeError:
        body = None
    where = f"{response.url.host}{response.url.path}"
    return Refusal(response.status_code, where, response.headers, body, response.reason_phrase)


def failure_of(said: Refusal) -> PullFailed:
    """The failure that a status means by the standard."""
    code, where = said.status, said.where
    if code in WORTH_RETRYING:
        return Busy(f"{where} answered {code} ({said.words or 'busy'}).", retry_after=said.retry_after)
    if code == 401:
        return Unauthorised(f"{where} refused the credential (401).", "Enter a new credential for this source.")
    if code == 403:
        return NotAllowed(f"{where} does not allow this account to read it (403).", "Give it the right, or use another.")
    if code in (404, 410):
        kind, gone = (Permanent, "is gone for good") if code == 410 else (NotFound, "does not exist")
        return kind(f"The endpoint {where} {gone} ({code}).", "Correct the path of this stream.")
    return Permanent(f"{where} answered {code}.", "Check the path and the parameters of this stream.")
