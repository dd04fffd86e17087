"""Salesforce: accounts, contacts, leads, opportunities, and what their History objects keep, through SOQL.

After the object reference: what changed comes in the order of `SystemModstamp` and `Id`, what was deleted with it.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

from signals.connectors.base import Checked, Page
from signals.connectors.batches import batches
from signals.connectors.http import HttpSettings, page_of
from signals.connectors.lists import Part, whole
from signals.connectors.salesforce_api import NotThere, SalesforceApi
from signals.connectors.salesforce_records import change_of, stages_of, told
from signals.connectors.salesforce_soql import STAGES, Select, changed_by, count_of, ids_of, stages_asked
from signals.connectors.window import Window
from signals.entries import StreamEntry

TOGETHER = 200


class SalesforceSettings(HttpSettings):
    """The organisation's own address (My Domain) and the version of the API."""

    auth: str = "oauth"
    token_url: str = "/services/oauth2/token"  # noqa: S105  (an address)
    version: str = "62.0"


class SalesforceConnector(SalesforceApi):
    """Reads an object (`path`), or the changes that a History object keeps of the fields in `history`."""

    Settings = SalesforceSettings
    stream_needs, id = "path", "Id"
    deletions_kept = timedelta(days=14)  # after 15 days the recycle bin is emptied

    def changed(self, entry: StreamEntry, window: Window) -> Iterator[tuple[Part, list[str]]]:
        """By instant and id; what is in the recycle bin too. No history where the organisation keeps none and never did."""
        select, begun = Select.of_stream(entry, window), 0

        def beyond(last: dict[str, Any] | None) -> str:
            nonlocal begun
            begun = window.rows
            return select.soql(select.place(last) if last else window.place)

        try:
            for part in self.parts("queryAll", beyond):
                if part.records:
                    left = begun + part.total - window.rows if part.total is not None else None
                    yield replace(part, total=left), select.place(part.records[-1])
        except NotThere:
            if not entry.history or window.mark:
                raise  # else that history is not kept there and never was: see check

    def changed_at(self, row: dict[str, Any], entry: StreamEntry) -> str:
        """By the field that queries go by."""
        return row[changed_by(entry)]

    def page(self, entry: StreamEntry, rows: list[dict[str, Any]], window: Window, *, archived: bool = False) -> Page:
        """Objects with their owners in words; or the changes that they are."""
        return page_of(self._records(entry, rows), {})

    def left(self, entry: StreamEntry) -> Iterator[Part]:
        """All that is not deleted."""
        return self.parts("query", lambda _: ids_of(str(entry.path)))

    def _records(self, entry: StreamEntry, rows: list[dict[str, Any]]) -> list[dict]:
        if not entry.history:
            return [told(row, self.users) for row in rows]
        if entry.path != STAGES:
            return [change_of(row, str(entry.path), self.users) for row in rows]
        ids = sorted({row["OpportunityId"] for row in rows})
        histories = [row for some in batches(ids, TOGETHER) for row in self.all("queryAll", stages_asked(entry, some))]
        return stages_of(histories, STAGES, self.users)

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
            found = self.all("query", "SELECT Id, Name FROM Organization LIMIT 1")
        return found[0]["Name"] if found else "an organisation whose name it may not see"

    def _count(self, path: str) -> int:
        with self.asked("queryAll", count_of(path)) as answer:
            return whole(answer.field("totalSize")) or 0
