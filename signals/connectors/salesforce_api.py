"""How Salesforce is asked: SOQL, whose answers come in parts that `nextRecordsUrl` names, and what a refusal means.

After the REST API guide: `queryAll` holds what is in the recycle bin too, and `Sforce-Limit-Info` tells of the requests of the
last 24 hours.
"""

import re
from abc import ABC
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

import httpx

from signals.client import Answer, Quota, Refusal
from signals.connectors.http import where_allowed
from signals.connectors.lists import Listed, Part
from signals.connectors.salesforce_records import Users
from signals.connectors.salesforce_soql import without
from signals.connectors.windowed import WindowedConnector
from signals.failures import Permanent, PullFailed, QuotaNearlySpent

OPTIONAL = "CurrencyIsoCode"  # an organisation with one currency has no such field
PARTS = Listed("records", next="nextRecordsUrl", last="done", total="totalSize", resumes=True)
USAGE = re.compile(r"(?<![\w-])api-usage=(\d+)/(\d+)")
SEE_IT = "Let this account see it, or change the stream."


class NotThere(Permanent):
    """The organisation has no such object or field, or hides it from this account."""


class SalesforceApi(WindowedConnector, ABC):
    """Asks Salesforce, whatever is read of it."""

    words = "0.message"
    is_plain = False

    def parts(self, resource: str, soql: Callable[[dict[str, Any] | None], str]) -> Iterator[Part]:
        """A query's rows part by part; `soql` says what to ask for beyond the last row that came. Raises PullFailed."""
        last: dict[str, Any] | None = None

        def ask(following: str | None) -> Answer:
            if following:
                return self.client.get(str(self.client.base.join(following)))
            return self.asked(resource, soql(last))

        for part in self.listed(ask, PARTS):
            last = part.records[-1] if part.records else last
            yield part

    def asked(self, resource: str, soql: str) -> Answer:
        """A query's answer; without the field that an organisation may not have, where it has not. Raises PullFailed."""
        asked = without(soql, OPTIONAL) if self.is_plain else soql
        try:
            return self.client.get(f"services/data/v{self.settings.version}/{resource}", {"q": asked})
        except NotThere as refusal:
            if OPTIONAL not in refusal.what or self.is_plain:
                raise
            self.is_plain = True
        return self.asked(resource, soql)

    def all(self, resource: str, soql: str) -> list[dict[str, Any]]:
        """All rows of a query that has few. Raises PullFailed."""
        return [row for part in self.parts(resource, lambda _: soql) for row in part.records]

    @cached_property
    def users(self) -> Users:
        """Who may hold or change a record, users and queues; none where this account may not see them."""
        found: list[Any] = []
        for soql in ("SELECT Id, Name, Email FROM User", "SELECT Id, Name FROM Group WHERE Type = 'Queue'"):
            with where_allowed():
                found += self.all("query", soql)
        return Users(found)

    def explain(self, said: Refusal) -> PullFailed | None:
        """What an error code means."""
        match said.field("0.errorCode"):
            case "REQUEST_LIMIT_EXCEEDED":
                return QuotaNearlySpent(
                    "Salesforce's requests of the last 24 hours are spent.", "It goes on when there are more."
                )
            case "INVALID_FIELD" | "INVALID_TYPE":
                return NotThere(f"Salesforce has not what was asked for: {str(said.field('0.message'))[:300]}", SEE_IT)
            case "QUERY_TIMEOUT":
                return PullFailed("Salesforce took too long for a query.")
        return None

    def quota(self, headers: httpx.Headers) -> Quota | None:
        """The requests of the last 24 hours, of those that the organisation may make."""
        found = USAGE.search(headers.get("sforce-limit-info", ""))
        return Quota(left=int(found[2]) - int(found[1]), allowed=int(found[2])) if found else None
