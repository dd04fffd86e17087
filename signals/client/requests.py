"""Requests to one source: its credential goes to its own origin only, and every refusal is a sentence."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlencode, urljoin

import httpx
import orjson
import tenacity
from django.conf import settings

from signals.client.addresses import PinnedTransport
from signals.client.answers import LARGEST, Answer
from signals.client.credentials import Credential
from signals.client.patience import patience
from signals.client.quota import Quota
from signals.client.refusals import ACCEPTED, Busy, Refusal, Unauthorised, failure_of, refusal_of
from signals.failures import Permanent, PullFailed
from signals.secrets import Secret

logging.getLogger("httpx").setLevel(logging.WARNING)  # it logs whole addresses, and some hold a key
PATIENCE = timedelta(seconds=20)
REDIRECTS = 3


@dataclass(frozen=True)
class Asked:
    """One request, as it can be sent again."""

    method: str
    url: httpx.URL
    content: bytes | None = None
    content_type: str = ""


class Client:
    """Asks one source, politely and within its origin.

    `explain` gives a vendor's refusal its own meaning (None: the standard's); `quota` reads what is left from an answer's
    headers, and the client stops before it would touch the `reserve`, in percent.
    """

    def __init__(
        self,
        base_url: str,
        *,
        auth: str = "none",
        secret: Secret | None = None,
        credential: Credential | None = None,
        headers: dict[str, str] | None = None,
        allow_private: bool = False,
        allow_http: bool = False,
        largest: int = LARGEST,
        sleep: Callable[[float], None] = time.sleep,
        explain: Callable[[Refusal], PullFailed | None] = lambda said: None,
        quota: Callable[[httpx.Headers], Quota | None] = lambda headers: None,
        reserve: int = 0,
    ):
        self.base = httpx.URL(base_url)
        self._check_scheme(allow_http)
        self.largest, self.sleep = largest, sleep
        self.credential = credential or Credential(auth, secret)
        self.explain, self.read_quota, self.reserve = explain, quota, reserve
        self.quota: Quota | None = None
        self.patience = patience()
        self._http = httpx.Client(
            transport=PinnedTransport(allow_private=allow_private and settings.OUTBOUND_ALLOW_PRIVATE),
            timeout=self.patience.limits,
            trust_env=False,
            headers={"User-Agent": "revenue-arc", "Accept": "application/json", **(headers or {})},
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._http.close()

    def _check_scheme(self, allow_http: bool) -> None:
        if self.base.scheme not in ("http", "https") or not self.base.host:
            raise Permanent(
                f"“{self.base.scheme}” addresses are not read.", "Give “Its address” (`base_url` in a sources file) as https."
            )
        if self.base.scheme == "http" and not allow_http:
            raise Permanent(
                f"{self.base.host} is addressed without TLS.",
                "Use https, or tick “It is reached without TLS” of the source (`allow_http: true` in a sources file).",
            )

    def get(self, path: str, params: dict[str, str] | None = None) -> Answer:
        """Ask for a path below the base address, or for a whole address of the same origin. Raises PullFailed."""
        return self._ask(Asked("GET", self.address(path, params)))

    def post(self, path: str, body: object, params: dict[str, str] | None = None) -> Answer:
        """Ask with a JSON body, for what reads only: it is sent again where the answer is lost. Raises PullFailed."""
        return self._ask(Asked("POST", self.address(path, params), orjson.dumps(body), "application/json"))

    def post_form(self, path: str, fields: dict[str, str]) -> Answer:
        """Ask with the fields of a form, as for a token. Raises PullFailed."""
        content = urlencode(fields).encode()
        return self._ask(Asked("POST", self.address(path), content, "application/x-www-form-urlencoded"))

    def address(self, path: str, params: dict[str, str] | None = None) -> httpx.URL:
        """The whole address; refused where it leaves the configured origin, or is none."""
        whole = path if "://" in path or path.startswith("//") else str(self.base).rstrip("/") + "/" + path.lstrip("/")
        url = self._joined(self.base, whole, params)
        if (url.scheme, url.host, url.port) != (self.base.scheme, self.base.host, self.base.port):
            raise Permanent(
                f"The source pointed to another host, {url.scheme}://{url.host}. Refused: the credential stays here.",
                "If the source has moved, change “Its address” (`base_url` in a sources file).",
            )
        return url

    def _joined(self, base: httpx.URL, path: str, params: dict[str, str] | None = None) -> httpx.URL:
        try:
            url = httpx.URL(urljoin(str(base), path))
            return url.copy_merge_params(params) if params else url
        except (httpx.InvalidURL, ValueError):
            raise Permanent(f"{self.base.host} named an address that is none.", "Correct how its pages are found.") from None

    def _ask(self, asked: Asked) -> Answer:
        if self.quota and self.reserve and self.quota.is_at(self.reserve):
            raise self.quota.spent(self.base.host, self.reserve)
        retrying = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(self.patience.attempts),
            wait=_wait,
            retry=tenacity.retry_if_exception(_worth_waiting),
            sleep=self.sleep,
            reraise=True,
        )
        try:
            return retrying(self._once, asked)
        except Unauthorised:
            if not self.credential.renew():
                raise
        return retrying(self._once, asked)

    def _once(self, asked: Asked) -> Answer:
        for _ in range(REDIRECTS + 1):
            try:
                with self._sent(asked) as response:
                    self.quota = self.read_quota(response.headers) or self.quota
                    if response.has_redirect_location:
                        asked = self._redirected(asked, response)
                        continue
                    if response.status_code not in ACCEPTED:
                        said = refusal_of(response)
                        raise self.explain(said) or failure_of(said)
                    return Answer(response, largest=self.largest)
            except httpx.TimeoutException:
                raise Busy(f"{self.base.host} did not answer in time.", self.patience.advice) from None
            except (httpx.TransportError, httpx.DecodingError) as problem:
                raise Busy(f"{self.base.host} could not be read: {_plain(problem)}.") from None
        raise Permanent(f"{asked.url.path} redirects without end.", "Correct the path of this stream.")

    def _sent(self, asked: Asked):
        headers = self.credential.headers() | ({"Content-Type": asked.content_type} if asked.content_type else {})
        return self._http.stream(asked.method, self.credential.keyed(asked.url), headers=headers, content=asked.content)

    def _redirected(self, asked: Asked, response: httpx.Response) -> Asked:
        if asked.content is not None and response.status_code not in (307, 308):
            raise Permanent(f"The endpoint {self.base.host}{asked.url.path} has moved.", "Correct the address of the source.")
        return replace(asked, url=self.address(str(self._joined(response.url, response.headers["location"]))))


def _worth_waiting(problem: BaseException) -> bool:
    return isinstance(problem, Busy) and (problem.retry_after or timedelta(0)) <= PATIENCE


def _wait(state: tenacity.RetryCallState) -> float:
    asked = getattr(state.outcome.exception(), "retry_after", None) if state.outcome else None
    jittered = tenacity.wait_random_exponential(multiplier=0.5, max=10)(state)
    return asked.total_seconds() + min(jittered, 1.0) if asked is not None else jittered


def _plain(problem: Exception) -> str:
    words = {
        httpx.ConnectError: "nothing answers there",
        httpx.RemoteProtocolError: "its answer was cut off",
        httpx.ReadError: "the connection broke",
        httpx.DecodingError: "its answer is compressed wrongly",
    }
    return next((said for kind, said in words.items() if isinstance(problem, kind)), type(problem).__name__)
