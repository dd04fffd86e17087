"""One pull: every stream's pages, one transaction each; then the rollups, the readings and the sentence."""

import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta

from django.db import transaction

from signals import rollups
from signals.connectors import connect
from signals.connectors.base import Connector
from signals.failures import PullFailed, StreamChanged
from signals.loading.copying import cursor as raw_cursor
from signals.loading.mapper import Task, prepare_pages
from signals.loading.page import Loader
from signals.loading.parties import Parties
from signals.loading.parts import Parts
from signals.loading.prepare import Prepared, Seen
from signals.loading.sorting import Counts
from signals.mapping.compiled import Compiled, Place
from signals.mapping.declared import Mapping
from signals.models import Arrival, Pull, RawPage, Signal, Stream
from signals.pulls import claims, ending
from signals.pulls.ahead import rare_collection, read_ahead
from signals.pulls.drift import Drift
from signals.pulls.missing import Missing

Progress = Callable[[str, int, int | None], None]
CHUNK_OF_BACKFILL = 50


def _now() -> datetime:
    return datetime.now(UTC)


def one_by_one(items: Iterable, **_: object) -> Iterator:
    """What is in our own database is read by the connection that loads it, a page after the other."""
    return iter(items)


def pull(
    claimed: Pull,
    *,
    now: Callable[[], datetime] = _now,
    progress: Progress = lambda *_: None,
    sleep=None,
    way: "type[Run] | None" = None,
) -> Pull:
    """Run a claimed pull to its end, or a backfill's next chunk; return it as it then stands. Never raises PullFailed.

    `way` says how its streams are read, where it is not from their source.
    """
    try:
        claims.refuse_a_killer(claimed)
        with connect(claimed.source, sleep=sleep) as connector, rare_collection():
            run = (way or Run)(claimed, connector, now, progress)
            ended = all(run.is_done(stream) or run.read(stream) for stream in claimed.source.streams.filter(retired=False))
        if ended:
            ending.succeed(claimed, now)
        else:
            ending.pause(claimed, now())
    except claims.ClaimLost:
        pass
    except PullFailed as failure:
        ending.fail_when_possible(claimed, failure, now, sleep or time.sleep)
    except Exception as error:
        ending.fail_when_possible(claimed, ending.unforeseen(error), now, sleep or time.sleep)
        raise
    return Pull.objects.get(pk=claimed.pk)


class Run:
    """One run through a source's streams."""

    def __init__(self, claimed: Pull, connector: Connector, now: Callable[[], datetime], progress: Progress):
        self.pull, self.connector, self.now, self.progress = claimed, connector, now, progress
        self.source = claimed.source
        self.parties, self.parts = Parties(self.source.pk), Parts(self.source.pk)
        self.is_backfill = claimed.kind == Pull.Kind.BACKFILL
        self.pages = 0

    def is_done(self, stream: Stream) -> bool:
        """Whether this pull had read the stream to its end before it was interrupted."""
        return bool(self.pull.streams.get(stream.name, {}).get("done"))

    def place_of(self, stream: Stream) -> Place:
        """What the source says for all its streams, and whether this one's records are flat rows."""
        return Place(self.source.time_zone, self.source.currency, self.connector.is_flat(stream))

    def mapping_of(self, stream: Stream) -> Mapping:
        """How its records become rows."""
        return Mapping.model_validate(stream.mapping)

    def goes_on(self, stream: Stream) -> bool:
        """Whether it goes on where an earlier pull broke off: the pages before are as old as that pull."""
        begun = self.pull.streams.get(stream.name)
        return not self.is_backfill and (begun.get("again", False) if begun else bool(stream.cursor.get("next")))

    def read(self, stream: Stream) -> bool:
        """Read one stream to its end; False where a backfill stops for now before that. Raises PullFailed.

        What goes on where an earlier pull broke off is then read once more: its first pages may have changed since.
        """
        if not self.goes_on(stream):
            return self._read(stream)
        self._read(stream, again=True)
        stream.refresh_from_db(fields=["cursor"])
        return self._read(stream)

    def _read(self, stream: Stream, *, again: bool = False) -> bool:
        state = self.pull.position.get(stream.name, {}) if self.is_backfill else stream.cursor
        place = self.place_of(stream)
        compiled = Compiled(self.mapping_of(stream), place)
        reading = Reading(self, stream, compiled, state, again=again)
        seen = Seen() if reading.first_pull and compiled.lean else None
        ahead = one_by_one if self.connector.pushed else read_ahead
        pages = ahead(self.connector.pages(stream, state, self.pull.since))
        ready = prepare_pages(pages, Task(stream.mapping, place, stream.pk, seen), lambda: reading.is_new)
        for prepared in ahead(ready, pages=2, idle=lambda: claims.heartbeat(self.pull, self.now())):
            reading.load(prepared)
            self.pages += 1
            if self.is_backfill and self.pages >= CHUNK_OF_BACKFILL and prepared.page.resumable and not prepared.page.last:
                return False
        return True


def held(stream: Stream) -> Stream:
    """The stream as it now is, held until the page is committed. Raises StreamChanged."""
    current = Stream.objects.select_for_update().defer("cursor").get(pk=stream.pk)
    if (current.settings, current.mapping) != (stream.settings, stream.mapping):
        what = f"How “{current.name}” is read or mapped was changed while it was read: it is read from its start again."
        raise StreamChanged(what, retry_after=timedelta(0))
    return current


class Reading:
    """One stream, being read."""

    def __init__(self, run: Run, stream: Stream, compiled: Compiled, state: dict, *, again: bool = False):
        self.run, self.stream, self.again = run, stream, again
        self.first_pull = not any(kept.objects.filter(stream=stream).exists() for kept in (RawPage, Signal))
        self.is_new = self.first_pull or run.is_backfill
        self.loader = Loader(stream, compiled, run.parties, run.parts)
        self.missing = Missing(stream, run.connector.entry(stream), state, lean=compiled.lean, backfill=run.is_backfill)
        self.drift = Drift(stream, compiled)
        self.counts = Counts(**run.pull.streams.get(stream.name, {}).get("rows", {}))
        self.number = RawPage.objects.filter(pull=run.pull, stream=stream).count()

    def load(self, prepared: Prepared) -> None:
        """Load one page with its cursor and counts, in one transaction."""
        self.drift.see(prepared.page)
        try:
            with transaction.atomic():
                counts = self._load(prepared)
        except BaseException:
            self.run.parties.forget()
            self.run.parts.forget()
            raise
        self.number += 1
        self.is_new = counts.new == counts.read
        self.run.progress(self.stream.name, counts.read, prepared.page.known)

    def _load(self, prepared: Prepared) -> Counts:
        run, page = self.run, prepared.page
        current = held(self.stream)
        cursor, at = raw_cursor(), run.now()
        # A server that dies may lose the last pages, each with its cursor: they are read again. The pull ends on disk.
        cursor.execute("SET LOCAL synchronous_commit = off")
        counts, touched = self.loader.load(cursor, run.pull.pk, self.number, prepared, at)
        self.missing.see(cursor, prepared)
        deleted, gone = self.missing.tombstone(cursor, page, at)
        counts.deleted += deleted
        if page.arrivals:
            Arrival.objects.filter(pk__in=page.arrivals).delete()
        touched |= gone
        rollups.mark(cursor, run.source.pk, touched)
        self.counts.add(counts)
        self._move(current, prepared, counts, at)
        return counts

    def _move(self, stream: Stream, prepared: Prepared, counts: Counts, at: datetime) -> None:
        run, page = self.run, prepared.page
        told = {"rows": vars(self.counts).copy(), "known": page.known, "done": page.last and not self.again}
        run.pull.streams[self.stream.name] = told | ({"again": True} if self.again and not page.last else {})
        changes: dict = {"streams": run.pull.streams}
        stream_changes: dict = {"data_as_of": page.as_of} if page.as_of else {}
        if run.is_backfill:
            run.pull.position[self.stream.name] = page.state
            changes["position"] = run.pull.position
        else:
            stream_changes["cursor"] = page.state
        if page.last:
            stream_changes |= self.drift.found(stream, at)
        Stream.objects.filter(pk=self.stream.pk).update(**stream_changes)
        if known := [told["known"] for told in run.pull.streams.values() if told.get("known") is not None]:
            changes["rows_known"] = sum(known)
        claims.count(run.pull, counts, at, **changes)
