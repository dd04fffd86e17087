"""Kept records mapped anew: what a source brought is read from the pages that keep it, through the same loading.

The newest page comes first. A record is taken from the page that its stream knows it by, or from a later one; so whatever a
fresh pull brings meanwhile stays, and a run that was interrupted goes on before the last page that it had done.
"""

from datetime import datetime

import psycopg
import zstandard
from django.db import transaction
from django.db.models import Max, Sum

from signals import rollups
from signals.failures import PullFailed
from signals.loading.copying import copy
from signals.loading.copying import cursor as raw_cursor
from signals.loading.page import REJECT_COLUMNS, Loader
from signals.loading.prepare import Prepared, Preparer
from signals.loading.signals import Touched
from signals.loading.sorting import Counts
from signals.mapping.compiled import Compiled, Place
from signals.mapping.page import Page
from signals.mapping.refusals import Refused
from signals.models import RawPage, Reject, Stream
from signals.pulls import claims
from signals.pulls.hold import Hold
from signals.pulls.running import Run

CHUNK = 50
KNOWN = (
    "SELECT external_id, page_id, version, deleted_at IS NOT NULL FROM {table} WHERE stream_id = %s AND external_id = ANY(%s)"
)


class Remapping(Run):
    """One run through what is kept of a source's streams."""

    def place_of(self, stream: Stream) -> Place:
        """As of any run; where the file is gone that would tell, records count as nested."""
        try:
            return super().place_of(stream)
        except PullFailed:
            return Place(self.source.time_zone, self.source.currency, False)

    def read(self, stream: Stream) -> bool:
        """Map one stream's kept pages anew; False where it stops for now before their end. Raises PullFailed."""
        again = Again(self, stream)
        while (page := again.next_page()) is not None:
            again.load(page)
            self.pages += 1
            if self.pages % CHUNK == 0 and not again.done:
                return False
        return True


class Again:
    """One stream, being mapped anew."""

    def __init__(self, run: Run, stream: Stream):
        self.run, self.stream, told = run, stream, run.pull.streams.get(stream.name, {})
        self.hold, self.compiled = Hold(stream), Compiled(run.mapping_of(stream), run.place_of(stream))
        self.preparer, self.loader = Preparer(self.compiled), Loader(stream, self.compiled, run.parties, run.parts)
        self.counts, self.done = Counts(**told.get("rows", {})), False
        pages = RawPage.objects.filter(stream=stream)
        position = run.pull.position.get(stream.name, {}).get("before")
        self.before = position or (pages.aggregate(last=Max("pk"))["last"] or 0) + 1
        self.known = told.get("known") if position else None
        if self.known is None:
            self.known = pages.filter(pk__lt=self.before).aggregate(rows=Sum("rows"))["rows"] or 0

    def next_page(self) -> RawPage | None:
        """The newest page that is still to be done."""
        return RawPage.objects.filter(stream=self.stream, pk__lt=self.before).order_by("-pk").first()

    def load(self, kept: RawPage) -> None:
        """Bring one page's records in line, with the place to go on from and the counts, in one transaction."""
        try:
            with transaction.atomic():
                self._load(kept)
        except BaseException:
            self.run.parties.forget()
            self.run.parts.forget()
            raise
        self.run.progress(self.stream.name, kept.rows, self.known)

    def _load(self, kept: RawPage) -> None:
        run, at = self.run, self.run.now()
        cursor = raw_cursor()
        self.hold.take(cursor)
        raws = zstandard.ZstdDecompressor().decompress(kept.payload).split(b"\n")
        prepared = self.preparer.prepare(Page(raws, None, {}))
        taken, refused = self._sift(cursor, kept, prepared)
        touched: Touched = set()
        counts = Counts(read=len(raws), unchanged=len(raws) - len(taken) - len(refused), rejected=len(refused))
        if taken:
            number = RawPage.objects.filter(pull=run.pull, stream=self.stream).count()
            loaded, touched = self.loader.load(cursor, run.pull.pk, number, _only(prepared, taken), at)
            counts.add(Counts(**{**vars(loaded), "read": 0}))
        self._reject(cursor, kept, prepared, refused)
        rollups.mark(cursor, run.source.pk, touched)
        self._move(cursor, kept, counts, at)

    def _sift(self, cursor: psycopg.Cursor, kept: RawPage, prepared: Prepared) -> tuple[list[int], dict[int, Refused]]:
        """The records of a page that are to be loaded, and those that cannot be mapped; a later page knows the others."""
        ids = [found for found in prepared.ids if found is not None]
        known, told = self._known(cursor, ids), self._told(ids)
        taken, refused = [], {}
        for number, record_id in enumerate(prepared.ids):
            record = prepared.page.records[number]
            if record_id is None or record is None:
                refused[number] = prepared.refused[number]
                continue
            try:
                version = self.compiled.version(record)
                if _is_current(known.get(record_id), kept.pk, version):
                    self.compiled.rows(record, record_id)
                    taken.append(number)
            except Refused as refusal:
                if record_id not in told:
                    refused[number] = refusal
        return taken, refused

    def _told(self, ids: list[str]) -> set[str]:
        """Those that a later page holds too, and of which this run has said there why they cannot be mapped."""
        rejects = Reject.objects.filter(pull=self.run.pull, stream=self.stream, external_id__in=ids)
        return set(rejects.values_list("external_id", flat=True))

    def _known(self, cursor: psycopg.Cursor, ids: list[str]) -> dict[str, tuple]:
        rows = cursor.execute(KNOWN.format(table=self.loader.known.table), [self.stream.pk, ids])
        return {record_id: tuple(rest) for record_id, *rest in rows}

    def _reject(self, cursor: psycopg.Cursor, kept: RawPage, prepared: Prepared, refused: dict[int, Refused]) -> None:
        """Say of each record that cannot be mapped why; its payload is where it was."""
        place = [self.run.pull.pk, self.stream.pk, kept.pk]
        if refused:
            copy(
                cursor,
                "signals_reject",
                REJECT_COLUMNS,
                (
                    [*place, number, prepared.ids[number] or "", said.reason, said.field[:200], said.message]
                    for number, said in sorted(refused.items())
                ),
            )

    def _move(self, cursor: psycopg.Cursor, kept: RawPage, counts: Counts, at: datetime) -> None:
        pull, name = self.run.pull, self.stream.name
        self.before, self.done = kept.pk, not RawPage.objects.filter(stream=self.stream, pk__lt=kept.pk).exists()
        self.counts.add(counts)
        pull.streams[name] = {"rows": vars(self.counts).copy(), "known": self.known, "done": self.done}
        pull.position[name] = {"before": self.before}
        known = sum(told.get("known") or 0 for told in pull.streams.values())
        claims.count(cursor, pull, counts, at, known=known)


def _is_current(known: tuple | None, page_id: int, version: int | None) -> bool:
    """Whether this is what the stream knows a record by: no later page has it, no newer version, and it is not deleted."""
    if known is None:
        return True
    known_page, known_version, is_deleted = known
    if is_deleted:
        return False
    if version is not None and known_version is not None and version != known_version:
        return version > known_version
    return known_page <= page_id


def _only(prepared: Prepared, taken: list[int]) -> Prepared:
    """A page with some of its records alone."""
    page, months = prepared.page, prepared.months
    records = Page([page.raws[number] for number in taken], [page.records[number] for number in taken], {})
    ids, hashes = [prepared.ids[number] for number in taken], [prepared.hashes[number] for number in taken]
    return Prepared(records, ids, hashes, [months[number] for number in taken] if months else [])
