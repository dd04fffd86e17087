"""What every connector over HTTP shares: its settings, its client, and pages out of lists of records."""

import re
import time
from abc import ABC
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, ClassVar
from urllib.parse import urljoin

import httpx
from pydantic import Field, field_validator, model_validator

from signals.client import Answer, Client, OAuth, Quota, Refusal
from signals.client.credentials import mistake_in, way
from signals.client.web_addresses import web_address
from signals.connectors.base import Connector, Page
from signals.connectors.lists import Listed, Part, TokenExpired, parts
from signals.failures import NotAllowed, Permanent, PullFailed, Reconnect
from signals.mapping.declared import Strict
from signals.mapping.page import dump


class HttpSettings(Strict):
    """Where the API is, and how it knows us.

    `in_a_browser`: addresses as people copy them, as patterns whose groups are settings.
    """

    in_a_browser: ClassVar[tuple[str, ...]] = ()
    base_url: str
    auth: str = "bearer"
    headers: dict[str, str] = {}
    token_url: str = Field(
        "", description="Of oauth: where the credential becomes a token; may be relative to its address (`base_url`)."
    )
    scope: str = ""
    reserve: int = Field(10, ge=0, le=90, description="Percent of the daily quota that is left to other systems.")

    @model_validator(mode="before")
    @classmethod
    def _from_a_browser(cls, given: Any) -> Any:
        address = str(given.get("base_url", "")) if isinstance(given, dict) else ""
        found = next(filter(None, (re.fullmatch(one, address) for one in cls.in_a_browser)), None)
        if found is None:
            return given
        said = {name: value for name, value in given.items() if name != "base_url"}
        return {name: told for name, told in found.groupdict().items() if told} | said

    @field_validator("base_url")
    @classmethod
    def _addressed(cls, address: str) -> str:
        return web_address(address)

    @field_validator("auth")
    @classmethod
    def _sent(cls, auth: str) -> str:
        return way(auth)

    @field_validator("token_url")
    @classmethod
    def _addressed_too(cls, address: str) -> str:
        web_address(urljoin("https://below.example/", address))
        return address


class HttpConnector(Connector, ABC):
    """A connector with a client of its own. A vendor's says what its refusals mean and where its quota stands.

    `words`: where the body of a refusal says in a sentence what is wrong; `rights`: how an account is given its rights;
    `left_of`: the two headers that tell what is left of the requests of a day, and of how many.
    """

    Settings: ClassVar[type[Strict]] = HttpSettings
    words: ClassVar[str] = ""
    rights: ClassVar[str] = "Give it the right, or use another."
    left_of: ClassVar[tuple[str, str] | None] = None
    with_token = False

    def __init__(self, source, **how):
        super().__init__(source, **how)
        told = self.settings
        client: Callable[..., Client] = partial(
            Client, allow_private=source.allow_private, allow_http=source.allow_http, sleep=self.sleep or time.sleep
        )
        credential, auth = None, told.auth
        if auth == "oauth" and source.secret and ":" not in source.secret.reveal():
            auth = "bearer"
        elif auth == "oauth":
            credential = OAuth(source, client, token_url=urljoin(told.base_url, told.token_url), scope=told.scope)
        self.client = client(
            told.base_url,
            auth=auth,
            secret=source.secret,
            credential=credential,
            headers=told.headers,
            explain=self._explained,
            quota=self.quota,
            reserve=told.reserve,
        )

    @classmethod
    def wrong_credential(cls, settings: dict[str, Any], text: str) -> str:
        """What is wrong with its form, by the way in which it is sent."""
        return mistake_in(str(settings.get("auth", cls.Settings.model_fields["auth"].default)), text)

    def close(self) -> None:
        """Close the connections."""
        self.client.__exit__()

    def list(
        self, path: str, how: Listed, asked: dict[str, Any], token: str | None = None, *, in_body: bool = False
    ) -> Iterator[Part]:
        """The pages of a list at a path, from a token on, asked for with parameters or a body. Raises PullFailed."""
        ask = self.client.post if in_body else self.client.get
        return self.listed(lambda token: ask(path, asked | ({how.param: token} if token else {})), how, token)

    def listed(self, ask: Callable[[str | None], Answer], how: Listed, token: str | None = None) -> Iterator[Part]:
        """The pages of a list, from a token on; `ask` asks for the page of a token. Raises PullFailed."""

        def asked(token: str | None) -> Answer:
            self.with_token = token is not None
            try:
                return ask(token)
            finally:
                self.with_token = False

        return parts(asked, how, token)

    def _explained(self, said: Refusal) -> PullFailed | None:
        if said.status == 400 and self.with_token:
            return TokenExpired(
                f"{said.where} no longer knows the page that was to come.", "That list is read from its start again."
            )
        failure = self.explain(said)
        told = said.field(self.words) if self.words else None
        if failure is None and told and said.status == 400:
            return Permanent(f"{said.where} refuses what was asked: {str(told)[:300]}", "Correct the source or its stream.")
        if failure is None and told and said.status == 403:
            return NotAllowed(f"{said.where} does not allow this account to read it (403): {str(told)[:300]}", self.rights)
        return failure

    def explain(self, said: Refusal) -> PullFailed | None:
        """What a refusal means with this vendor; None: what it means by the standard."""
        return None

    def quota(self, headers: httpx.Headers) -> Quota | None:
        """The daily quota that an answer's headers tell; None where they tell none."""
        return Quota.told(*map(headers.get, self.left_of)) if self.left_of else None


@contextmanager
def where_allowed() -> Iterator[None]:
    """Go on without what this account may not see, or what is not there. A credential that is refused is told."""
    try:
        yield
    except Reconnect:
        raise
    except Permanent:
        return


def page_of(records: list[Any], state: dict, **told: Any) -> Page:
    """A page of parsed records; what is no record is told as broken. `told`: last, known, as_of."""
    page = Page([], [], state, **told)
    for record in records:
        if not isinstance(record, dict):
            page.broken[len(page.raws)] = "it is not a record"
        page.raws.append(dump(record))
        page.records.append(record if isinstance(record, dict) else None)
    return page
