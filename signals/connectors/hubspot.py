"""HubSpot: contacts, companies, deals and campaigns; and each change of a property, as a record of its own.

A search ends at 10,000 rows and takes one sort: so it is sorted by id, within a fixed bound of the modified date, and every
page asks for the ids beyond the last one.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from signals.connectors.base import Checked, Page
from signals.connectors.http import HttpSettings, page_of, where_allowed
from signals.connectors.hubspot_api import HubspotApi
from signals.connectors.hubspot_asking import last_id, merged_into, objects, properties_of
from signals.connectors.hubspot_records import changes_of, told
from signals.connectors.lists import Part, beyond
from signals.connectors.window import Window
from signals.entries import StreamEntry
from signals.failures import Permanent, Reconnect

SEARCHED = 200
CAMPAIGNS = "marketing/v3/campaigns/"


class HubspotSettings(HttpSettings):
    """HubSpot has one address for all."""

    auth: str = "oauth"
    base_url: str = "https://api.hubapi.com"
    token_url: str = "/oauth/v1/token"  # noqa: S105  (an address)


class HubspotConnector(HubspotApi):
    """Reads an object type (`path`, as HubSpot calls it), the `history` of its properties, or the campaigns."""

    Settings = HubspotSettings
    stream_needs = "path"
    deletions_kept = timedelta(days=89)  # after 90 days HubSpot forgets what was deleted

    def pages(self, stream, state: dict, since: datetime | None = None) -> Iterator[Page]:
        """The stream's pages; campaigns are read whole."""
        entry = self.entry(stream)
        yield from self._campaigns(entry, state) if entry.path == "campaigns" else super().pages(stream, state, since)

    def changed(self, entry: StreamEntry, window: Window) -> Iterator[tuple[Part, str]]:
        """By id, within the bounds of the modified date."""

        def ends_at(part: Part, last: str) -> str:
            return last_id(part.records, last, entry.path) if part.next else last

        found = beyond(partial(self.found, entry, window, limit=SEARCHED), ends_at, window.place or "0")
        return ((part, last) for part, last in found if part.records)

    def changed_at(self, row: dict[str, Any], entry: StreamEntry) -> str:
        """By the property that searches go by; else as the record itself says."""
        by = entry.cursor.param if entry.cursor else ""
        return (row.get("properties") or {}).get(by) or row["updatedAt"]

    def page(self, entry: StreamEntry, rows: list[dict[str, Any]], window: Window, *, archived: bool = False) -> Page:
        """Objects with their owners in words, deals with their company; or the changes of each."""
        if entry.history:
            return page_of([change for row in self.histories(entry, rows) for change in changes_of(row, self.owners)], {})
        joined = self.with_companies(rows) if entry.path == "deals" else rows
        page = page_of([told(row, str(entry.path), self.owners, archived=archived) for row in joined], {})
        page.gone = [old for row in rows for old in merged_into(row)] if window.deletes_wanted else []
        return page

    def deleted(self, entry: StreamEntry, token: str | None) -> Iterator[Part]:
        """What is archived."""
        return self.listed_at(objects(entry), token, archived="true", properties=properties_of(entry))

    def left(self, entry: StreamEntry) -> Iterator[Part]:
        """All that is not archived."""
        return self.listed_at(objects(entry), archived="false", properties="hs_object_id")

    def _campaigns(self, entry: StreamEntry, state: dict) -> Iterator[Page]:
        """All campaigns; none where the account has none to read and never had: see check."""
        try:
            for part in self.listed_at(CAMPAIGNS, sort="createdAt", properties=properties_of(entry)):
                records = [told(row, "campaigns", self.owners) for row in part.records]
                yield page_of(records, state if part.next else {"read": True}, last=part.next is None)
        except Permanent as refusal:
            if state or isinstance(refusal, Reconnect):
                raise
            yield page_of([], {}, last=True)

    def check(self, streams: list) -> Checked:
        """Which account it is, how many records would come, and whether the campaigns may be read."""
        with self.client.get("account-info/v3/details") as answer:
            account = answer.field("portalId")
        found, lacks = dict[str, int](), ""
        for entry in map(self.entry, streams):
            if entry.path == "campaigns":
                lacks = self._lacks_campaigns()
            elif not entry.history:
                everything = Window(entry, {}, None, deletions_kept=self.deletions_kept)
                found[str(entry.path)] = self.found(entry, everything, "0", limit=1).total or 0
        counted = ", ".join(f"{rows:,} {path}" for path, rows in found.items())
        sentence = f"HubSpot answers for account {account}{f': {counted} would come' if counted else ''}.{lacks}"
        return Checked(ok=True, sentence=sentence, rows=sum(found.values()) if found else None)

    def _lacks_campaigns(self) -> str:
        with where_allowed(), self.client.get(CAMPAIGNS, {"limit": "1"}):
            return ""
        return " Campaigns may not be read with this token, and will not come."
