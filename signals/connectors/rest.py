"""Any JSON API that answers with lists: page, offset, cursor and link pagination; only what changed since the last pull."""

import hashlib
from collections.abc import Iterator
from datetime import datetime

from signals.client import Answer
from signals.connectors.base import BATCH, Checked, Page
from signals.connectors.http import HttpConnector, HttpSettings, page_of
from signals.connectors.lists import whole
from signals.connectors.paging import Paging
from signals.connectors.since import Since
from signals.failures import PullFailed
from signals.mapping.refusals import Refused
from signals.mapping.values import compile_instant


class RestSettings(HttpSettings):
    """Where the API is, and how it knows us."""


class RestConnector(HttpConnector):
    """Reads a stream page by page; the cursor moves only when a whole read has ended."""

    Settings = RestSettings
    stream_needs = "path"

    def pages(self, stream, state: dict, since: datetime | None = None) -> Iterator[Page]:
        """The endpoint's pages."""
        entry = self.entry(stream)
        paging = Paging(entry.pagination, state.get("next"))
        newer = Since(entry.cursor, state, self.source.time_zone, since)
        while not paging.ended:
            start, seen = paging.next, hashlib.sha256()
            with self.client.get(*paging.request(entry.path or "", {**entry.params, **newer.params()})) as answer:
                newer.begin(answer.headers)
                known, as_of = self._known(answer, entry), self._as_of(answer, entry)  # before the rows, which may be streamed
                count = 0
                for page in self._batches(answer, entry):
                    count += len(page.raws)
                    for raw in page.raws:
                        seen.update(raw)
                    newer.see(page.records)
                    if answer.large:
                        page.let_go()
                    page.state, page.resumable = newer.state(next_=start), page.last
                    page.known, page.as_of = known, as_of
                    if page.last:
                        paging.advance(answer, count, seen.hexdigest(), known)
                        page.state, page.last = newer.state(next_=paging.next, ended=paging.ended), paging.ended
                    yield page

    def _batches(self, answer: Answer, entry) -> Iterator[Page]:
        batch: list[object] = []
        for record in answer.rows(entry.rows):
            if len(batch) == BATCH:
                yield page_of(batch, {})
                batch = []
            batch.append(record)
        yield page_of(batch, {}, last=True)

    def _known(self, answer: Answer, entry) -> int | None:
        return whole(answer.field(entry.pagination.total)) if entry.pagination.total else None

    def _as_of(self, answer: Answer, entry) -> datetime | None:
        if entry.as_of is None:
            return None
        found = {entry.as_of.from_: answer.field(entry.as_of.from_ or "")}
        try:
            instant = compile_instant(entry.as_of, "as_of", flat=True, zone=self.source.time_zone)(found)
        except Refused as problem:
            raise PullFailed(problem.message, "Correct `as_of` of this stream.") from None
        return instant.at if instant else None

    def check(self, streams: list) -> Checked:
        """Ask for the first page of the first stream."""
        first = streams[0]
        page = next(self.pages(first, {}))
        rows = page.known if page.known is not None else (len(page.raws) if page.last else None)
        count = f"{rows:,} records" if rows is not None else f"a first page of {len(page.raws):,} records"
        return Checked(ok=True, sentence=f"{self.client.base.host} answers: {count} of “{first.name}” would come.", rows=rows)
