"""HubSpot: contacts, companies, deals and campaigns; and each change of a property, as a record of its own.

After its published descriptions (github.com/HubSpot/HubSpot-public-api-spec-collection). A search ends at 10,000 rows and takes
one sort: so it is sorted by id, within a fixed bound of the modified date, and every page asks for the ids beyond the last one.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

import httpx

from signals.client import Quota, Refusal
from signals.connectors.base import Checked, Page
from signals.connectors.http import HttpSettings, page_of
from signals.connectors.hubspot_asking import changed_at, last_id, merged_into, objects, properties_of, search_of
from signals.connectors.hubspot_records import Owners, changes_of, told
from signals.connectors.lists import Listed, Part, whole
from signals.connectors.window import Window
from signals.connectors.windowed import WindowedConnector
from signals.failures import Permanent, PullFailed, QuotaNearlySpent

SEARCHED, ASSOCIATED, WITH_HISTORY = 200, 100, 50
CAMPAIGNS = "marketing/v3/campaigns/"
LISTS, LIMIT = Listed("results", next="paging.next.after", param="after"), {"limit": "100"}


class HubspotSettings(HttpSettings):
    """HubSpot has one address for all."""

    auth: str = "oauth"
    base_url: str = "https://api.hubapi.com"
    token_url: str = "/oauth/v1/token"  # noqa: S105  (an address)


class HubspotConnector(WindowedConnector):
    """Reads an object type (`path`, as HubSpot calls it), the `history` of its properties, or the campaigns."""

    Settings = HubspotSettings
    stream_needs, words = "path", "message"
    rights = "Add the scopes that it names to the app, then enter its token again."
    deletions_kept = timedelta(days=89)  # after 90 days HubSpot forgets what was deleted

    def pages(self, stream, state: dict, since: datetime | None = None) -> Iterator[Page]:
        """The stream's pages; campaigns are read whole."""
        entry = self.entry(stream)
        yield from self._campaigns(entry, state) if entry.path == "campaigns" else super().pages(stream, state, since)

    def changed(self, entry, window: Window) -> Iterator[Page]:
        """By id, within the bounds of the modified date."""
        beyond = window.place or "0"
        while True:
            with self.client.post(f"{objects(entry)}/search", search_of(entry, window, beyond, SEARCHED)) as answer:
                rows, total = answer.records("results") or [], whole(answer.field("total"))
                more = answer.field("paging.next.after")
            if not rows and not more:
                return
            beyond = last_id(rows, beyond, entry.path) if more else beyond
            window.see([changed_at(row, entry) for row in rows])
            page = self._page(entry, rows, window)
            page.known = window.rows + total if total is not None and not entry.history else None
            window.rows += len(rows)
            page.state = window.going("changed", beyond)
            yield page
            if not more:
                return

    def _page(self, entry, rows: list[Any], window: Window, *, archived: bool = False) -> Page:
        if not entry.history:
            page = page_of([told(row, entry.path, self.owners, archived=archived) for row in self._joined(entry, rows)], {})
            page.gone = [old for row in rows for old in merged_into(row)] if window.deletes_wanted else []
            return page
        changes: list[dict] = []
        for start in range(0, len(rows), WITH_HISTORY):
            ids = [{"id": row["id"]} for row in rows[start : start + WITH_HISTORY]]
            body = {"inputs": ids, "properties": [], "propertiesWithHistory": entry.history}
            with self.client.post(f"{objects(entry)}/batch/read", body) as answer:
                changes += [change for row in answer.records("results") or [] for change in changes_of(row, self.owners)]
        return page_of(changes, {})

    def deleted(self, entry, window: Window) -> Iterator[Page]:
        """What is archived."""
        asked = {"archived": "true", "properties": properties_of(entry), **LIMIT}
        for part in self.list(objects(entry), LISTS, asked, window.place if window.stage == "deleted" else None):
            page = self._page(entry, part.records, window, archived=True)
            page.state = window.going("deleted" if part.next else "left", part.next)
            yield page

    def left(self, entry) -> Iterator[Part]:
        """All that is not archived."""
        return self.list(objects(entry), LISTS, {"archived": "false", "properties": "hs_object_id", **LIMIT})

    def _campaigns(self, entry, state: dict) -> Iterator[Page]:
        """All campaigns; none where the account has none to read and never had: see check."""
        try:
            for part in self.list(CAMPAIGNS, LISTS, {"sort": "createdAt", "properties": properties_of(entry), **LIMIT}):
                records = [told(row, "campaigns", self.owners) for row in part.records]
                yield page_of(records, state if part.next else {"read": True}, last=part.next is None)
        except Permanent:
            if state:
                raise
            yield page_of([], {}, last=True)

    def _joined(self, entry, rows: list[Any]) -> list[Any]:
        """Deals with their company, where the deal itself does not name it."""
        if entry.path != "deals":
            return rows
        alone = [row for row in rows if not (row.get("properties") or {}).get("hs_primary_associated_company")]
        found: dict[str, str] = {}
        for start in range(0, len(alone), ASSOCIATED):
            found |= self._companies([{"id": row["id"]} for row in alone[start : start + ASSOCIATED]])
        return [{**row, "company": found[row["id"]]} if row["id"] in found else row for row in rows]

    def _companies(self, inputs: list[dict[str, str]]) -> dict[str, str]:
        """The company of each deal; none where this account may not read associations."""
        try:
            with self.client.post("crm/v3/associations/deals/companies/batch/read", {"inputs": inputs}) as answer:
                rows = answer.records("results") or []
        except Permanent:
            return {}
        ranked = {row["from"]["id"]: sorted(row["to"], key=lambda to: to.get("type") != "deal_to_company") for row in rows}
        return {deal: companies[0]["id"] for deal, companies in ranked.items() if companies}

    @cached_property
    def owners(self) -> Owners:
        """The people who may hold a record; none where this account may not see them: then their ids stand for them."""
        found = Owners()
        with suppress(Permanent):
            for archived in ("false", "true"):
                for part in self.list("crm/v3/owners/", LISTS, {"archived": archived, **LIMIT}):
                    found.add(part.records)
        return found

    def explain(self, said: Refusal) -> PullFailed | None:
        """A daily limit that is spent is no hurry."""
        body = said.body if isinstance(said.body, dict) else {}
        if said.status == 429 and "daily" in f"{body.get('policyName')} {body.get('message')}".lower():
            return QuotaNearlySpent("HubSpot's daily limit of requests is spent.", "It goes on when the limit renews.")
        return None

    def quota(self, headers: httpx.Headers) -> Quota | None:
        """What is left of the daily limit; searches and OAuth apps are told none."""
        told_left, allowed = headers.get("x-hubspot-ratelimit-daily-remaining"), headers.get("x-hubspot-ratelimit-daily")
        return Quota(int(told_left), int(allowed)) if told_left and allowed else None

    def check(self, streams: list) -> Checked:
        """Which account it is, how many records would come, and whether the campaigns may be read."""
        with self.client.get("account-info/v3/details") as answer:
            account = answer.field("portalId")
        found, lacks = dict[str, int](), ""
        for entry in map(self.entry, streams):
            if entry.path == "campaigns":
                lacks = self._lacks_campaigns()
            elif not entry.history:
                window = Window(entry, {}, None, deletions_kept=self.deletions_kept)
                with self.client.post(f"{objects(entry)}/search", search_of(entry, window, "0", 1)) as answer:
                    found[str(entry.path)] = whole(answer.field("total")) or 0
        counted = ", ".join(f"{rows:,} {path}" for path, rows in found.items())
        sentence = f"HubSpot answers for account {account}{f': {counted} would come' if counted else ''}.{lacks}"
        return Checked(ok=True, sentence=sentence, rows=sum(found.values()) if found else None)

    def _lacks_campaigns(self) -> str:
        try:
            self.client.get(CAMPAIGNS, {"limit": "1"}).__exit__()
        except Permanent:
            return " Campaigns may not be read with this token, and will not come."
        return ""
