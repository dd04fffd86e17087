"""PostHog: events, persons, and counts by day, through its SQL.

A read takes what happened since the last read began, and what was ingested since then however late (`late`). Clocks that run
ahead do no harm: the cursor is when a read began, and an event of the future is read again until its time has come.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from pydantic import model_validator

from signals.connectors import hogql
from signals.connectors.base import Checked, Page
from signals.connectors.changed import ChangedSince
from signals.connectors.http import page_of
from signals.connectors.posthog_api import PosthogApi
from signals.connectors.swept import SweptSettings
from signals.entries import Duration, StreamEntry

AHEAD = timedelta(days=1)
STEPS = {"events": timedelta(days=1), "days": timedelta(days=30)}


class PosthogSettings(SweptSettings):
    """Which project; an address copied from the browser says it too."""

    in_a_browser = (r"(?P<base_url>https?://[^/]+)/project/(?P<project>\d+)(/.*)?",)
    project: str = ""
    late: Duration = timedelta(days=7)

    @model_validator(mode="after")
    def _names_a_project(self) -> "PosthogSettings":
        if not re.fullmatch(r"[\w@-]+", self.project):
            raise ValueError(
                "say which `project`, by its number or with an address such as https://eu.posthog.com/project/12345"
            )
        return self


class PosthogConnector(PosthogApi):
    """`path` of a stream is `events`, `days` or `persons`."""

    Settings = PosthogSettings
    stream_needs, paths = "path", ("events", "days", "persons")

    def pages(self, stream, state: dict, since: datetime | None = None) -> Iterator[Page]:
        """The stream's pages, each from one query, which goes on after the last row of the page before."""
        entry = self.entry(stream)
        read = ChangedSince(entry, state, since, selected=f"{self.settings.base_url} {self.settings.project}")
        return self._persons(read) if entry.path == "persons" else self._happened(entry, read, since)

    def _happened(self, entry: StreamEntry, read: ChangedSince, since: datetime | None) -> Iterator[Page]:
        """What came late, then what happened, stretch by stretch: a query may take ten seconds."""
        position = read.next or {}
        after, in_time = position.get("after"), position.get("in_time")
        start, known = self._extent(entry, read, since)
        if start and entry.path == "days":
            start = _midnight(start - self.settings.late if since is None else start)
        elif start and read.asked and since is None and not in_time:
            late = hogql.of_stream(entry, (start - self.settings.late, start), ingested=start)
            for rows, place in self._rows(late, after, read):
                yield page_of(rows, read.going({"in_time": False, "after": place}))
            after = None
        start, end = hogql.read(after[0]) if after else start, read.now + AHEAD
        while start and start < end:
            until, came = min(start + STEPS[str(entry.path)], end), False
            for rows, place in self._rows(hogql.of_stream(entry, (start, until)), after, read):
                came = True
                yield page_of(rows, read.going({"in_time": True, "after": place, "known": known}), known=known)
            start, after = until if came else self._next(entry, until, end), None
        yield page_of([], read.ended(), last=True, known=known)

    def _rows(self, asked: hogql.Asked, after: list | None, read: ChangedSince) -> Iterator[tuple[list, list]]:
        """Pages that are not empty, each with the place after it."""
        return ((part.records, place) for part, place in self.parts(asked, after, read) if part.records)

    def _persons(self, read: ChangedSince) -> Iterator[Page]:
        """Those who are new; once a day all of them, which shows what changed about them and who is gone."""
        again = read.mark is not None and read.is_sweep_due(self.settings.reconcile)
        asked = hogql.of_persons(None if again else read.asked)
        for part, place in self.parts(asked, None if again else read.next, read):
            state = read.going(None if again else place) if part.next else read.ended(swept=again)
            present = [row["id"] for row in part.records] if again else None
            yield page_of(part.records, state, last=not part.next, present=present)

    def _extent(self, entry: StreamEntry, read: ChangedSince, since: datetime | None) -> tuple[datetime | None, int | None]:
        """When the read begins (None: there is nothing), and how many events will come where history is read."""
        if read.next or (read.asked and not since):
            return read.asked, (read.next or {}).get("known")
        count, first = self.counted(entry.named("events"), (since, read.now + AHEAD) if since else None, read)
        return since or first, count if entry.path == "events" else None

    def _next(self, entry: StreamEntry, start: datetime, end: datetime) -> datetime | None:
        """When something happens again after a stretch without anything: a clock that was wrong lies decades back."""
        first = self.counted(entry.named("events"), (start, end))[1] if start < end else None
        return _midnight(first) if first and entry.path == "days" else first

    def check(self, streams: list) -> Checked:
        """Which project it is, and how many events would come."""
        entries = [self.entry(stream) for stream in streams]
        rows, first = self.counted(next((entry.named("events") for entry in entries if entry.path == "events"), []))
        since = f", the first on {first:%-d %B %Y}" if first else ""
        where = f"{self.client.base.host}, project {self.settings.project}"
        return Checked(ok=True, sentence=f"{where} answers: {rows:,} events would come{since}.", rows=rows)


def _midnight(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
