"""Any JSON API that answers with lists: page, offset, cursor and link pagination; only what changed since the last pull."""

import hashlib
import time
from collections.abc import Iterator
from datetime import datetime

import orjson

from signals.client import Answer, Client
from signals.connectors.base import BATCH, Checked, Connector, Page
from signals.connectors.paging import Paging
from signals.connectors.since import Since
from signals.failures import PullFailed
from signals.mapping.declared import Strict
from signals.mapping.refusals import Refused
from signals.mapping.values import compile_instant


class RestSettings(Strict):
    """Where the API is, and how it knows us."""

    base_url: str
    auth: str = "bearer"
    headers: dict[str, str] = {}


class RestConnector(Connector):
    """Reads a stream page by page; the cursor moves only when a whole read has ended."""

    Settings = RestSettings
    stream_needs = "path"

    def __init__(self, source, **how):
        super().__init__(source, **how)
        self.client = Client(
            self.settings.base_url,
            auth=self.settings.auth,
            secret=source.secret,
            headers=self.settings.headers,
            allow_private=source.allow_private,
            allow_http=source.allow_http,
            sleep=self.sleep or time.sleep,
        )

    def close(self) -> None:
        """Close the connections."""
        self.client.__exit__()

    def pages(self, stream, state: dict, since: datetime | None = None) -> Iterator[Page]:
        """The endpoint's pages."""
        entry = self.entry(stream)
        paging = Paging(entry.pagination, state.get("next"))
        newer = Since(entry.cursor, state, self.source.time_zone, since)
        before = ""
        while True:
            start = paging.next
            with self.client.get(*paging.request(entry.path or "", {**entry.params, **newer.params()})) as answer:
                count, digest = 0, hashlib.sha256()
                for page in self._batches(answer, entry):
                    count += len(page.raws)
                    for raw in page.raws:
                        digest.update(raw)
                    newer.see(page.records)
                    page.state = newer.state(next_=start)
                    page.known = _whole(answer.field(entry.pagination.total)) if entry.pagination.total else None
                    page.as_of = self._as_of(answer, entry)
                    if page.last:
                        paging.advance(answer, count)
                        page.state = newer.state(next_=paging.next, ended=paging.ended)
                        page.last = paging.ended
                        if count and digest.hexdigest() == before:
                            raise PullFailed(
                                f"{entry.path} gave the same page twice: it stands still.", "Correct `pagination`."
                            )
                    yield page
            before = digest.hexdigest()
            if paging.ended:
                return

    def _batches(self, answer: Answer, entry) -> Iterator[Page]:
        page = Page([], [], {})
        for record in answer.rows(entry.rows):
            if len(page.raws) == BATCH:
                yield page
                page = Page([], [], {})
            if not isinstance(record, dict):
                page.broken[len(page.raws)] = "it is not a record"
            page.raws.append(orjson.dumps(record))
            page.records.append(record if isinstance(record, dict) else None)
        page.last = True
        yield page

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


def _whole(found: object) -> int | None:
    try:
        return int(found)  # type: ignore[call-overload]
    except (TypeError, ValueError):
        return None
