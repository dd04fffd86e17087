"""HubSpot: contacts, companies, deals and campaigns; and each change of a property, as a record of its own.

After its published descriptions (github.com/HubSpot/HubSpot-public-api-spec-collection). A search ends at 10,000 rows and takes
one sort: so it is sorted by id, within a fixed bound of the modified date, and every page asks for the ids beyond the last one.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

import httpx

from signals.client import Quota, Refusal
from signals.connectors.base import Checked, Page
from signals.connectors.http import HttpConnector, HttpSettings, page_of
from signals.connectors.hubspot_asking import changed_at, last_id, merged_into, properties_of, search_of, whole
from signals.connectors.hubspot_records import Owners, changes_of, told
from signals.connectors.window import Window
from signals.failures import Permanent, PullFailed, QuotaNearlySpent, Reconnect

SEARCHED, LISTED, WITH_HISTORY = 200, 100, 50
CAMPAIGNS = "marketing/v3/campaigns/"
ARCHIVE_KEPT = timedelta(days=89)  # after 90 days HubSpot forgets what was deleted


class HubspotSettings(HttpSettings):
    """HubSpot has one address for all."""

    auth: str = "oauth"
    base_url: str = "https://api.hubapi.com"
    token_url: str = "/oauth/v1/token"  # noqa: S105  (an address)


class HubspotConnector(HttpConnector):
    """Reads an object type (`path`, as HubSpot calls it), the `history` of its properties, or the campaigns."""

    Settings = HubspotSettings
    stream_needs = "path"

    def pages(self, stream, state: dict, since: datetime | None = None) -> Iterator[Page]:
        """What changed; then what is archived; then, where the archive may have forgotten something, the ids that are left."""
        entry = self.entry(stream)
        if entry.path == "campaigns":
            yield from self._campaigns(entry, state)
            return
        window = Window(entry, state, since, deletions_kept=ARCHIVE_KEPT)
        if window.stage == "changed":
            yield from self._changed(entry, window)
        if window.deletes_wanted and window.stage in ("changed", "archived"):
            yield from self._archived(entry, window)
        if window.is_gap:
            yield from self._left(entry, window)
        yield page_of([], window.ended(), last=True)

    def _changed(self, entry, window: Window) -> Iterator[Page]:
        beyond = window.place or "0"
        while True:
            with self.client.post(f"crm/v3/objects/{entry.path}/search", search_of(entry, window, beyond, SEARCHED)) as answer:
                rows, total = list(answer.rows("results")), whole(answer.field("total"))
            if total == 0:
                return
            beyond = last_id(rows, beyond, entry.path)
            window.see([changed_at(row, entry) for row in rows])
            page = self._page(entry, rows, window)
            page.known = None if entry.history else window.rows + total
            window.rows += len(rows)
            page.state = window.going("changed", beyond)
            yield page
            if total <= len(rows):
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
            with self.client.post(f"crm/v3/objects/{entry.path}/batch/read", body) as answer:
                changes += [change for row in answer.rows("results") for change in changes_of(row, self.owners)]
        return page_of(changes, {})

    def _archived(self, entry, window: Window) -> Iterator[Page]:
        start = window.place if window.stage == "archived" else None
        for rows, after in self._paged(
            f"crm/v3/objects/{entry.path}", {"archived": "true", "properties": properties_of(entry)}, start
        ):
            page = self._page(entry, rows, window, archived=True)
            page.state = window.going("archived" if after else "left", after)
            yield page

    def _left(self, entry, window: Window) -> Iterator[Page]:
        for rows, _ in self._paged(f"crm/v3/objects/{entry.path}", {"archived": "false", "properties": "hs_object_id"}):
            yield Page([], [], window.going("left", None), present=[row["id"] for row in rows])

    def _campaigns(self, entry, state: dict) -> Iterator[Page]:
        """All campaigns; none where the account has none to read and never had: see check."""
        try:
            for rows, after in self._paged(CAMPAIGNS, {"sort": "createdAt", "properties": properties_of(entry)}):
                records = [told(row, "campaigns", self.owners) for row in rows]
                yield page_of(records, {"read": True} if after is None else state, last=after is None)
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
        for start in range(0, len(alone), LISTED):
            found |= self._companies([{"id": row["id"]} for row in alone[start : start + LISTED]])
        return [{**row, "company": found[row["id"]]} if row["id"] in found else row for row in rows]

    def _companies(self, inputs: list[dict[str, str]]) -> dict[str, str]:
        """The company of each deal; none where this account may not read associations."""
        try:
            with self.client.post("crm/v3/associations/deals/companies/batch/read", {"inputs": inputs}) as answer:
                rows: list[Any] = list(answer.rows("results"))
        except Permanent:
            return {}
        ranked = {row["from"]["id"]: sorted(row["to"], key=lambda to: to.get("type") != "deal_to_company") for row in rows}
        return {deal: companies[0]["id"] for deal, companies in ranked.items() if companies}

    @cached_property
    def owners(self) -> Owners:
        """The people who may hold a record; none where this account may not see them: then their ids stand for them."""
        found = Owners()
        for archived in ("false", "true"):
            try:
                for rows, _ in self._paged("crm/v3/owners", {"archived": archived}):
                    found.add(rows)
            except Permanent:
                return found
        return found

    def _paged(self, path: str, params: dict[str, str], after: str | None = None) -> Iterator[tuple[list[Any], str | None]]:
        """A list's rows, page by page, each with where the next one is."""
        seen: set[str] = set()
        while True:
            asked = {**params, "limit": str(LISTED)} | ({"after": after} if after else {})
            with self.client.get(path, asked) as answer:
                rows, found = list(answer.rows("results")), answer.field("paging.next.after")
            after = str(found) if found not in (None, "") else None
            if after and (after in seen or not rows):
                raise PullFailed(f"{path} named a next page that leads no further: it stands still.", "Nothing more was taken.")
            yield rows, after
            if after is None:
                return
            seen.add(after)

    def explain(self, said: Refusal) -> PullFailed | None:
        """A daily limit that is spent is no hurry; what a search refuses, HubSpot says in its message."""
        body = said.body if isinstance(said.body, dict) else {}
        if said.status == 429 and "daily" in f"{body.get('policyName')} {body.get('message')}".lower():
            return QuotaNearlySpent("HubSpot's daily limit of requests is spent.", "It goes on when the limit renews.")
        if said.status == 403:
            todo = "Add the scopes that it names to the app, then enter its token again."
            return Reconnect(f"{said.where} does not allow this token to read it (403): {body.get('message', '')}"[:300], todo)
        if said.status == 400:
            return Permanent(f"{said.where} refuses what was asked: {body.get('message', '')}"[:300], "Correct the stream.")
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
                window = Window(entry, {}, None, deletions_kept=ARCHIVE_KEPT)
                with self.client.post(f"crm/v3/objects/{entry.path}/search", search_of(entry, window, "0", 1)) as answer:
                    found[str(entry.path)] = whole(answer.field("total"))
        counted = ", ".join(f"{rows:,} {path}" for path, rows in found.items())
        sentence = f"HubSpot answers for account {account}{f': {counted} would come' if counted else ''}.{lacks}"
        return Checked(ok=True, sentence=sentence, rows=sum(found.values()) if found else None)

    def _lacks_campaigns(self) -> str:
        try:
            self.client.get(CAMPAIGNS, {"limit": "1"}).__exit__()
        except Permanent:
            return " Campaigns may not be read with this token, and will not come."
        return ""
