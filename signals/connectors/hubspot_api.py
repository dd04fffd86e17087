"""How HubSpot is asked: its lists and batches, what a refusal means, and what it tells beside the objects themselves.

After its published descriptions (github.com/HubSpot/HubSpot-public-api-spec-collection).
"""

from abc import ABC
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from typing import Any

from signals.client import NotFound, Refusal
from signals.connectors.batches import batches
from signals.connectors.http import where_allowed
from signals.connectors.hubspot_asking import ids_of, objects, search_of
from signals.connectors.hubspot_records import Owners, companies_of, without_company
from signals.connectors.lists import Listed, Part, part_of
from signals.connectors.window import Window
from signals.connectors.windowed import WindowedConnector
from signals.entries import StreamEntry
from signals.failures import PullFailed, QuotaNearlySpent

ASSOCIATED, WITH_HISTORY = 100, 50
LISTS, LIMIT = Listed("results", next="paging.next.after", param="after"), {"limit": "100"}
FOUND = replace(LISTS, total="total", sparse=True)


class HubspotApi(WindowedConnector, ABC):
    """Asks HubSpot, whatever is read of it."""

    words, rights = "message", "Add the scopes that it names to the app, then enter its token again."
    left_of = ("x-hubspot-ratelimit-daily-remaining", "x-hubspot-ratelimit-daily")  # not told of searches, nor to OAuth apps

    def listed_at(self, path: str, token: str | None = None, **asked: str) -> Iterator[Part]:
        """A list's pages, from a token on. Raises PullFailed."""
        return self.list(path, LISTS, {**asked, **LIMIT}, token)

    def found(self, entry: StreamEntry, window: Window, last: str, limit: int) -> Part:
        """What changed within a window, in the order of ids, beyond one of them. Raises PullFailed."""
        with self.client.post(f"{objects(entry)}/search", search_of(entry, window, last, limit)) as answer:
            return part_of(answer, FOUND)

    def histories(self, entry: StreamEntry, rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Objects with the history of the properties whose changes are read; none of those just deleted. Raises PullFailed."""
        for some in batches(rows, WITH_HISTORY):
            body = {"inputs": ids_of(some), "properties": [], "propertiesWithHistory": entry.history}
            with suppress(NotFound), self.client.post(f"{objects(entry)}/batch/read", body) as answer:
                yield from answer.records("results") or []

    def with_companies(self, deals: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Deals with their company, where the deal itself does not name it and this account may read associations."""
        found: dict[str, str] = {}
        with where_allowed():
            for some in batches(without_company(deals), ASSOCIATED):
                with self.client.post("crm/v3/associations/deals/companies/batch/read", {"inputs": ids_of(some)}) as answer:
                    found |= companies_of(answer.records("results") or [])
        return [{**deal, "company": found[deal["id"]]} if deal["id"] in found else deal for deal in deals]

    @cached_property
    def owners(self) -> Owners:
        """The people who may hold a record; none where this account may not see them: then their ids stand for them."""
        found = Owners()
        with where_allowed():
            for archived in ("false", "true"):
                for part in self.listed_at("crm/v3/owners/", archived=archived):
                    found.add(part.records)
        return found

    def explain(self, said: Refusal) -> PullFailed | None:
        """A daily limit that is spent is no hurry."""
        if said.status == 429 and "daily" in f"{said.field('policyName')} {said.field('message')}".lower():
            return QuotaNearlySpent("HubSpot's daily limit of requests is spent.", "It goes on when the limit renews.")
        return None
