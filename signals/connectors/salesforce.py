"""Salesforce: accounts, contacts, leads, opportunities, and what their History objects keep, through SOQL.

After the REST API guide and the object reference: `queryAll` holds what is in the recycle bin too, answers come in parts that
`nextRecordsUrl` names, and `Sforce-Limit-Info` tells of the requests of the last 24 hours.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from functools import cached_property
from typing import Any

import httpx

from signals.client import Answer, Quota, Refusal
from signals.connectors.base import Checked, Page
from signals.connectors.http import HttpSettings, page_of
from signals.connectors.lists import Listed, Part, whole
from signals.connectors.salesforce_records import Users, change_of, stages_of, told
from signals.connectors.salesforce_soql import STAGES, Select, count_of, ids_of, stages_asked, without
from signals.connectors.window import Window
from signals.connectors.windowed import WindowedConnector
from signals.failures import Permanent, PullFailed, QuotaNearlySpent

TOGETHER = 200
OPTIONAL = "CurrencyIsoCode"  # an organisation with one currency has no such field
PARTS = Listed("records", next="nextRecordsUrl", last="done", total="totalSize", resumes=True)
USAGE = re.compile(r"(?<![\w-])api-usage=(\d+)/(\d+)")


class NotThere(Permanent):
    """The organisation has no such object or field, or hides it from this account."""


class SalesforceSettings(HttpSettings):
    """The organisation's own address (My Domain) and the version of the API."""

    auth: str = "oauth"
    token_url: str = "/services/oauth2/token"  # noqa: S105  (an address)
    version: str = "62.0"


class SalesforceConnector(WindowedConnector):
    """Reads an object (`path`), or the changes that a History object keeps of the fields in `history`."""

    Settings = SalesforceSettings
    stream_needs, words, id = "path", "0.message", "Id"
    deletions_kept = timedelta(days=14)  # after 15 days the recycle bin is emptied
    is_plain = False

    def changed(self, entry, window: Window) -> Iterator[Page]:
        """By instant and id; what is in the recycle bin too. No history where the organisation keeps none and never did."""
        select, before = Select.of_stream(entry, window), window.rows

        def beyond(last: dict[str, Any] | None) -> str:
            return select.soql(select.place(last) if last else window.place)

        try:
            for part in self._parts("queryAll", beyond):
                if rows := part.records:
                    window.see([row[select.by] for row in rows])
                    window.rows += len(rows)
                    page = page_of(self._records(entry, rows), window.going("changed", select.place(rows[-1])))
                    page.known = before + part.total if part.total is not None and not entry.history else None
                    yield page
        except NotThere:
            if not entry.history or window.mark:
                raise  # else that history is not kept there and never was: see check

    def left(self, entry) -> Iterator[Part]:
        """All that is not deleted."""
        return self._parts("query", lambda _: ids_of(str(entry.path)))

    def _records(self, entry, rows: list[Any]) -> list[dict]:
        if not entry.history:
            return [told(row, self.users) for row in rows]
        if entry.path != STAGES:
            return [change_of(row, entry.path, self.users) for row in rows]
        ids = sorted({row["OpportunityId"] for row in rows})
        asked = [stages_asked(entry, ids[start : start + TOGETHER]) for start in range(0, len(ids), TOGETHER)]
        histories = [row for soql in asked for row in self._all("queryAll", soql)]
        return stages_of(histories, entry.path, self.users)

    def _parts(self, resource: str, soql: Callable[[dict[str, Any] | None], str]) -> Iterator[Part]:
        """A query's rows part by part; `soql` says what to ask for beyond the last row that came."""
        last: dict[str, Any] | None = None

        def ask(following: str | None) -> Answer:
            if following:
                return self.client.get(str(self.client.base.join(following)))
            return self._asked(resource, soql(last))

        for part in self.listed(ask, PARTS):
            last = part.records[-1] if part.records else last
            yield part

    def _asked(self, resource: str, soql: str) -> Answer:
        """Ask a query; without the field that an organisation may not have, where it has not."""
        asked = without(soql, OPTIONAL) if self.is_plain else soql
        try:
            return self.client.get(f"services/data/v{self.settings.version}/{resource}", {"q": asked})
        except NotThere as refusal:
            if OPTIONAL not in refusal.what or self.is_plain:
                raise
            self.is_plain = True
        return self._asked(resource, soql)

    def _all(self, resource: str, soql: str) -> list[dict[str, Any]]:
        return [row for part in self._parts(resource, lambda _: soql) for row in part.records]

    @cached_property
    def users(self) -> Users:
        """Who may hold or change a record, users and queues; none where this account may not see them."""
        found: list[Any] = []
        for soql in ("SELECT Id, Name, Email FROM User", "SELECT Id, Name FROM Group WHERE Type = 'Queue'"):
            with suppress(Permanent):
                found += self._all("query", soql)
        return Users(found)

    def explain(self, said: Refusal) -> PullFailed | None:
        """What an error code means."""
        first = said.body[0] if isinstance(said.body, list) and said.body and isinstance(said.body[0], dict) else {}
        code, message = str(first.get("errorCode")), str(first.get("message"))[:300]
        if code == "REQUEST_LIMIT_EXCEEDED":
            return QuotaNearlySpent("Salesforce's requests of the last 24 hours are spent.", "It goes on when there are more.")
        if code in ("INVALID_FIELD", "INVALID_TYPE"):
            return NotThere(
                f"Salesforce has not what was asked for: {message}", "Let this account see it, or change the stream."
            )
        if code == "QUERY_TIMEOUT":
            return PullFailed("Salesforce took too long for a query.")
        return None

    def quota(self, headers: httpx.Headers) -> Quota | None:
        """The requests of the last 24 hours, of those that the organisation may make."""
        found = USAGE.search(headers.get("sforce-limit-info", ""))
        return Quota(left=int(found[2]) - int(found[1]), allowed=int(found[2])) if found else None

    def check(self, streams: list) -> Checked:
        """Which organisation it is, how many records would come, and whose history it does not keep."""
        named = self._organisation()
        rows, without = 0, list[str]()
        for entry in map(self.entry, streams):
            try:
                rows += self._count(str(entry.path))
            except NotThere:
                if not entry.history:
                    raise
                without.append(str(entry.path))
        lacks = f" It keeps no {', '.join(without)}: those changes will not come." if without else ""
        sentence = f"Salesforce answers for {named}: {rows:,} records would come.{lacks}"
        return Checked(ok=True, sentence=sentence, rows=rows)

    def _organisation(self) -> str:
        """Its name; a sentence's worth where this account may not see it."""
        found: list[Any] = []
        with suppress(NotThere):
            found = self._all("query", "SELECT Id, Name FROM Organization LIMIT 1")
        return found[0]["Name"] if found else "an organisation whose name it may not see"

    def _count(self, path: str) -> int:
        with self._asked("queryAll", count_of(path)) as answer:
            return whole(answer.field("totalSize")) or 0
