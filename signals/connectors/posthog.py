"""PostHog: events, persons, and counts by day, through its SQL (`POST /api/projects/:id/query/`).

A read takes what happened since the last read began, and what was ingested since then however late (`late`). Clocks that run
ahead do no harm: the cursor is when a read began, and an event of the future is read again until its time has come.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import model_validator

from signals.connectors import hogql
from signals.connectors.base import Checked, Page
from signals.connectors.changed import ChangedSince
from signals.connectors.http import HttpConnector, HttpSettings, page_of
from signals.connectors.lists import whole
from signals.entries import Duration, StreamEntry
from signals.failures import Permanent, PullFailed

IN_A_BROWSER = re.compile(r"(https?://[^/]+)/project/(\d+)(/.*)?")
AHEAD = timedelta(days=1)
STEPS = {"events": timedelta(days=1), "days": timedelta(days=30)}


class PosthogSettings(HttpSettings):
    """Which project; an address copied from the browser says it too."""

    project: str = ""
    late: Duration = timedelta(days=7)
    reconcile: Duration = timedelta(days=1)

    @model_validator(mode="before")
    @classmethod
    def _from_a_browser(cls, given: Any) -> Any:
        found = IN_A_BROWSER.fullmatch(str(given.get("base_url", ""))) if isinstance(given, dict) else None
        return {"project": found[2], **given, "base_url": found[1]} if found else given

    @model_validator(mode="after")
    def _names_a_project(self) -> "PosthogSettings":
        if not re.fullmatch(r"[\w@-]+", self.project):
            raise ValueError(
                "say which `project`, by its number or with an address such as https://eu.posthog.com/project/12345"
            )
        return self


class PosthogConnector(HttpConnector):
    """`path` of a stream is `events`, `days` or `persons`."""

    Settings = PosthogSettings
    stream_needs, words, rights = "path", "detail", "Give the key the scope query:read."
    paths = ("events", "days", "persons")
    known: int | None = None

    def pages(self, stream, state: dict, since: datetime | None = None) -> Iterator[Page]:
        """The stream's pages, each from one query, which goes on after the last row of the page before."""
        entry = self.entry(stream)
        read = ChangedSince(entry, state, since, selected=f"{self.settings.base_url} {self.settings.project}")
        if entry.path == "persons":
            yield from self._persons(read)
            return
        position = read.next or {}
        begin, self.known = self._extent(entry, read, since)
        if begin and read.asked and since is None and entry.path == "events" and not position.get("in_time"):
            yield from self._span(entry, read, (begin - self.settings.late, begin), position.get("after"), in_time=False)
            position = {}
        if begin and entry.path == "days":
            begin = _midnight(begin - self.settings.late if since is None else begin)
        yield from self._spans(entry, read, begin, position.get("after"))
        yield page_of([], read.ended(), last=True, known=self.known)

    def _spans(self, entry: StreamEntry, read: ChangedSince, begin: datetime | None, after: list | None) -> Iterator[Page]:
        """Stretch by stretch, for a query may take ten seconds; from where an interrupted read stopped."""
        start, end = _at(after[0]) if after else begin, read.now + AHEAD
        while start and start < end:
            until = min(start + STEPS[str(entry.path)], end)
            yield from self._span(entry, read, (start, until), after, in_time=True)
            start, after = until, None

    def _span(
        self, entry: StreamEntry, read: ChangedSince, span: tuple[datetime, datetime], after: list | None, *, in_time: bool
    ) -> Iterator[Page]:
        """The pages of one stretch of time; not `in_time`: only what was ingested after it had passed."""
        properties, names, rows = _listed(entry, "properties"), _listed(entry, "events"), None
        while rows is None or len(rows) >= hogql.LIMIT:
            before = after
            if entry.path == "days":
                rows = self._rows(hogql.days(names, *span, after=after), hogql.OF_DAY, read)
                after = [rows[-1]["day"], rows[-1]["event"]] if rows else after
            else:
                query = hogql.events(properties, names, *span, ingested=None if in_time else span[1], after=after)
                rows = self._rows(query, [*hogql.OF_EVENT, *properties], read)
                after = [_at(rows[-1]["timestamp"]).isoformat(), rows[-1]["uuid"]] if rows else after
            _require_progress(before, after, rows)
            if rows:
                yield page_of(rows, read.going({"in_time": in_time, "after": after, "known": self.known}), known=self.known)

    def _persons(self, read: ChangedSince) -> Iterator[Page]:
        """Those who are new; once a day all of them, which shows what changed about them and who is gone."""
        again = read.mark is not None and read.is_sweep_due(self.settings.reconcile)
        created, after = (None, None) if again else (read.asked, read.next)
        while True:
            rows = self._rows(hogql.persons(created=created, after=after), hogql.OF_PERSON, read)
            before, after = after, [rows[-1]["id"]] if rows else after
            _require_progress(before, after, rows)
            more = len(rows) >= hogql.LIMIT
            state = read.going(None if again else after) if more else read.ended(swept=again)
            yield page_of(rows, state, last=not more, present=[row["id"] for row in rows] if again else None)
            if not more:
                return

    def _extent(self, entry: StreamEntry, read: ChangedSince, since: datetime | None) -> tuple[datetime | None, int | None]:
        """When the read begins (None: there is nothing), and how many events will come where history is read."""
        if read.next or (read.asked and not since):
            return read.asked, (read.next or {}).get("known")
        span = (since, read.now + AHEAD) if since else None
        found = self._rows(hogql.extent(_listed(entry, "events"), span), ["count", "first"], read)
        count = (whole(found[0]["count"]) or 0) if found else 0
        return since or (_at(found[0]["first"]) if count else None), count if entry.path == "events" else None

    def _rows(self, query: str, columns: list[str], read: ChangedSince | None = None) -> list[dict]:
        """What a query gives, never from PostHog's cache. Raises PullFailed."""
        body = {"query": {"kind": "HogQLQuery", "query": query}, "refresh": "force_blocking"}
        with self.client.post(f"api/projects/{self.settings.project}/query/", body) as answer:
            if read:
                read.begin(answer.headers)
            rows: Any = answer.field("results") if not answer.large else list(answer.rows("results"))
        if not isinstance(rows, list) or any(not isinstance(row, list) or len(row) != len(columns) for row in rows):
            raise Permanent(f"PostHog answered with rows that are not the {len(columns)} columns asked for.")
        return [dict(zip(columns, row, strict=True)) for row in rows]

    def check(self, streams: list) -> Checked:
        """Which project it is, and how many events would come."""
        entries = [self.entry(stream) for stream in streams]
        names = next((_listed(entry, "events") for entry in entries if entry.path == "events"), [])
        found = self._rows(hogql.extent(names), ["count", "first"])
        rows = (whole(found[0]["count"]) or 0) if found else 0
        since = f", the first on {_at(found[0]['first']):%-d %B %Y}" if rows else ""
        where = f"{self.client.base.host}, project {self.settings.project}"
        return Checked(ok=True, sentence=f"{where} answers: {rows:,} events would come{since}.", rows=rows)


def _listed(entry: StreamEntry, param: str) -> list[str]:
    """Names given with commas. Raises Permanent where a property's could be more than a name."""
    names = [name.strip() for name in str(entry.params.get(param, "")).split(",") if name.strip()]
    if param == "properties" and (wrong := [name for name in names if not hogql.PROPERTY.fullmatch(name)]):
        raise Permanent(f"“{wrong[0]}” is no property that can be asked for.", "Correct `params` of this stream.")
    return names


def _at(found: Any) -> datetime:
    """An instant as PostHog tells it: in the project's zone, with its offset. Raises PullFailed where it is none."""
    try:
        at = datetime.fromisoformat(str(found))
    except ValueError:
        raise PullFailed(
            f"PostHog answered with “{str(found)[:40]}” as an instant.", "Nothing of this page was taken."
        ) from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _midnight(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _require_progress(before: list | None, after: list | None, rows: list) -> None:
    if rows and before == after:
        raise PullFailed("PostHog ended two pages with the same row: it stands still.", "Nothing more of it is taken.")
