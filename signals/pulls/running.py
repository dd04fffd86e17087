"""One pull: every stream's pages, one transaction each; then the rollups, the readings and the sentence."""

import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime

import psycopg
from django.db import transaction
from psycopg.types.json import Jsonb

from signals import rollups
from signals.connectors import connect
from signals.connectors.base import Connector
from signals.drift import Drift
from signals.failures import PullFailed
from signals.loading.copying import cursor as raw_cursor
from signals.loading.copying import plans_kept
from signals.loading.mapper import Task, prepare_pages
from signals.loading.page import Loader
from signals.loading.parties import Parties
from signals.loading.parts import Parts
from signals.loading.prepare import Prepared, Seen
from signals.loading.sorting import Counts
from signals.mapping.compiled import Compiled, Place
from signals.mapping.declared import Mapping
from signals.mapping.page import Page
from signals.models import Arrival, Pull, RawPage, Signal, Stream
from signals.pulls import claims, ending
from signals.pulls.ahead import rare_collection, read_ahead
from signals.pulls.hold import Hold
from signals.pulls.missing import Missing

Progress = Callable[[str, int, int | None], None]
CHUNK_OF_BACKFILL = 50
MOVE = "UPDATE signals_stream SET cursor = coalesce(%s, cursor), data_as_of = coalesce(%s, data_as_of) WHERE id = %s"


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
        with connect(claimed.source, sleep=sleep) as connector, rare_collection(), plans_kept():
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


class Reading:
    """One stream, being read."""

    def __init__(self, run: Run, stream: Stream, compiled: Compiled, state: dict, *, again: bool = False):
        self.run, self.stream, self.again, self.hold = run, stream, again, Hold(stream)
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
        cursor, at = raw_cursor(), run.now()
        self.hold.take(cursor)
        counts, touched = self.loader.load(cursor, run.pull.pk, self.number, prepared, at)
        self.missing.see(cursor, prepared)
        deleted, gone = self.missing.tombstone(cursor, page, at)
        counts.deleted += deleted
        if page.arrivals:
            Arrival.objects.filter(pk__in=page.arrivals).delete()
        touched |= gone
        rollups.mark(cursor, run.source.pk, touched)
        self.counts.add(counts)
        self._move(cursor, page, counts, at)
        return counts

    def _move(self, cursor: psycopg.Cursor, page: Page, counts: Counts, at: datetime) -> None:
        run, name = self.run, self.stream.name
        told = {"rows": vars(self.counts).copy(), "known": page.known, "done": page.last and not self.again}
        run.pull.streams[name] = told | ({"again": True} if self.again and not page.last else {})
        if run.is_backfill:
            run.pull.position[name] = page.state
        cursor.execute(MOVE, [None if run.is_backfill else Jsonb(page.state), page.as_of, self.stream.pk])
        if page.last:
            current = Stream.objects.defer("cursor").get(pk=self.stream.pk)
            Stream.objects.filter(pk=self.stream.pk).update(**self.drift.found(current, at))
        known = [told["known"] for told in run.pull.streams.values() if told.get("known") is not None]
        claims.count(cursor, run.pull, counts, at, known=sum(known) if known else None)
