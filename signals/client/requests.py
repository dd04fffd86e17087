"""Requests to one source: its credential goes to its own origin only, and every refusal is a sentence."""

import base64
import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin

import httpx
import tenacity
from django.conf import settings

from signals.client.addresses import PinnedTransport
from signals.client.answers import LARGEST, Answer, retry_after
from signals.failures import Permanent, PullFailed, Reconnect
from signals.secrets import Secret

logging.getLogger("httpx").setLevel(logging.WARNING)  # it logs whole addresses, and some hold a key
ATTEMPTS = 4
PATIENCE = timedelta(seconds=20)
REDIRECTS = 3
WORTH_RETRYING = frozenset({429, 500, 502, 503, 504})
TIME_LIMITS = httpx.Timeout(30.0, connect=10.0)


class Busy(PullFailed):
    """The source asked us to come later, or did not answer properly."""


class Client:
    """Asks one source, politely and within its origin."""

    def __init__(
        self,
        base_url: str,
        *,
        auth: str = "none",
        secret: Secret | None = None,
        headers: dict[str, str] | None = None,
        allow_private: bool = False,
        allow_http: bool = False,
        largest: int = LARGEST,
        sleep: Callable[[float], None] = time.sleep,
    ):
        self.base = httpx.URL(base_url)
        self._check_scheme(allow_http)
        self.largest, self.sleep = largest, sleep
        self._auth, self._secret = auth, secret
        self._http = httpx.Client(
            transport=PinnedTransport(allow_private=allow_private and settings.OUTBOUND_ALLOW_PRIVATE),
            timeout=TIME_LIMITS,
            trust_env=False,
            headers={"User-Agent": "revenue-arc", "Accept": "application/json", **(headers or {})},
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._http.close()

    def _check_scheme(self, allow_http: bool) -> None:
        if self.base.scheme not in ("http", "https") or not self.base.host:
            raise Permanent(f"“{self.base.scheme}” addresses are not read.", "Give the source an https address as `base_url`.")
        if self.base.scheme == "http" and not allow_http:
            raise Permanent(
                f"{self.base.host} is addressed without TLS.", "Use https, or set `allow_http: true` on the source."
            )

    def get(self, path: str, params: dict[str, str] | None = None) -> Answer:
        """Ask for a path below the base address, or for a whole address of the same origin. Raises PullFailed."""
        url = self.address(path, params)
        retrying = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(ATTEMPTS),
            wait=_wait,
            retry=tenacity.retry_if_exception(_worth_waiting),
            sleep=self.sleep,
            reraise=True,
        )
        return retrying(self._once, url)

    def address(self, path: str, params: dict[str, str] | None = None) -> httpx.URL:
        """The whole address; refused where it leaves the configured origin."""
        whole = path if "://" in path or path.startswith("//") else str(self.base).rstrip("/") + "/" + path.lstrip("/")
        url = httpx.URL(urljoin(str(self.base), whole))
        if (url.scheme, url.host, url.port) != (self.base.scheme, self.base.host, self.base.port):
            raise Permanent(
                f"The source pointed to another host, {url.scheme}://{url.host}. Refused: the credential stays here.",
                "If the source has moved, change its `base_url`.",
            )
        return url.copy_merge_params(params) if params else url

    def _once(self, url: httpx.URL) -> Answer:
        for _ in range(REDIRECTS + 1):
            try:
                with self._http.stream("GET", self._with_key(url), headers=self._credential()) as response:
                    if response.has_redirect_location:
                        url = self.address(str(response.url.join(response.headers["location"])))
                        continue
                    self._refuse(response)
                    return Answer(response, largest=self.largest)
            except httpx.TimeoutException:
                raise Busy(f"{self.base.host} did not answer in time.") from None
            except (httpx.TransportError, httpx.DecodingError) as problem:
                raise Busy(f"{self.base.host} could not be read: {_plain(problem)}.") from None
        raise Permanent(f"{url.path} redirects without end.", "Correct the path of this stream.")

    def _credential(self) -> dict[str, str]:
        if not self._secret or self._auth in ("", "none") or self._auth.startswith("query:"):
            return {}
        text = self._secret.reveal()
        if self._auth == "basic":
            return {"Authorization": "Basic " + base64.b64encode(text.encode()).decode()}
        if self._auth.startswith("header:"):
            return {self._auth.removeprefix("header:"): text}
        return {"Authorization": f"Bearer {text}"}

    def _with_key(self, url: httpx.URL) -> httpx.URL:
        if self._secret and self._auth.startswith("query:"):
            return url.copy_merge_params({self._auth.removeprefix("query:"): self._secret.reveal()})
        return url

    def _refuse(self, response: httpx.Response) -> None:
        code, where = response.status_code, f"{self.base.host}{response.url.path}"
        if code in WORTH_RETRYING:
            wait = retry_after(response.headers, datetime.now(UTC))
            raise Busy(f"{where} answered {code} ({response.reason_phrase or 'busy'}).", retry_after=wait)
        if code == 401:
            raise Reconnect(f"{where} refused the credential (401).", "Enter a new credential for this source.")
        if code == 403:
            raise Reconnect(f"{where} does not allow this account to read it (403).", "Give it the right, or use another.")
        if code in (404, 410):
            gone = "is gone for good" if code == 410 else "does not exist"
            raise Permanent(f"The endpoint {where} {gone} ({code}).", "Correct the path of this stream.")
        if code != 200:
            raise Permanent(f"{where} answered {code}.", "Check the path and the parameters of this stream.")


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
