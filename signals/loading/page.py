"""One page: classified, mapped, loaded and kept, inside the transaction that also moves the cursor."""

from datetime import UTC, datetime

import psycopg

from signals.loading.ahead import Ahead
from signals.loading.copying import copy
from signals.loading.differing import differing_only
from signals.loading.known import Deleted, Ledger, SignalsThemselves, all_new
from signals.loading.parties import Parties
from signals.loading.parts import Parts
from signals.loading.prepare import Prepared, compress
from signals.loading.quick import Quick, quick_mapper
from signals.loading.signals import Touched
from signals.loading.sorting import Counts, Sorted, sort
from signals.loading.writing import Origin, Writer
from signals.mapping.compiled import Compiled

REJECT_COLUMNS = ["pull_id", "stream_id", "page_id", "ordinal", "external_id", "reason", "field", "message"]


class Loader:
    """Loads the pages of one stream."""

    def __init__(self, stream, compiled: Compiled, parties: Parties, parts: Parts):
        self.stream, self.compiled = stream, compiled
        self.known = SignalsThemselves(stream.pk) if compiled.lean else Ledger(stream.pk)
        self.writer = Writer(stream, parties, parts, lean=compiled.lean)
        self.quick = quick_mapper(compiled, stream.pk)

    def load(
        self, cursor: psycopg.Cursor, pull_id: int, number: int, prepared: Prepared, at: datetime
    ) -> tuple[Counts, Touched]:
        """Load one page inside the caller's transaction, which holds the stream's lock; return also what to sum anew."""
        if isinstance(prepared.mapped, Quick) and self.known.are_new(cursor, prepared):
            return self._load_new(cursor, (pull_id, number), prepared, at)
        differing = self.known.differing(cursor, prepared)
        if not differing and not prepared.refused:
            return Counts(read=prepared.count, unchanged=prepared.count), set()
        if prepared.mapped and len(differing) == prepared.count and all_new(differing):
            return self._load_new(cursor, (pull_id, number), prepared, at)
        if self.quick and (some := differing_only(prepared, differing, self.quick)):
            touched = self.writer.signals.take_out(cursor, some.replaced)
            return some.counts, touched | self._load_quickly(cursor, (pull_id, number), some.prepared, some.mapped, at)
        found = sort(prepared, differing, self.compiled)
        if not found.kept and not found.refused:
            return found.counts, set()
        ordinals = {record: ordinal for ordinal, record in enumerate(sorted([*found.kept, *found.refused]))}
        payload = compress([prepared.page.raws[record] for record in ordinals])
        page_id = self._keep_page(cursor, (pull_id, number), len(ordinals), payload)
        self._keep_rejects(cursor, [pull_id, self.stream.pk, page_id], prepared, found, ordinals)
        touched = self.writer.write(cursor, prepared, found, Origin(page_id, ordinals, at))
        if not self.compiled.lean:
            self._remember(cursor, prepared, found, Origin(page_id, ordinals, at))
        return found.counts, touched

    def _load_new(
        self, cursor: psycopg.Cursor, place: tuple[int, int], prepared: Prepared, at: datetime
    ) -> tuple[Counts, Touched]:
        """Load a page of which nothing was known, as it was mapped ahead."""
        if isinstance(prepared.mapped, Ahead):
            return self._load_ahead(cursor, place, prepared, prepared.mapped, at)
        page: Quick = prepared.mapped  # type: ignore[assignment]
        return Counts(read=prepared.count, new=prepared.count), self._load_quickly(cursor, place, prepared, page, at)

    def _load_ahead(
        self, cursor: psycopg.Cursor, place: tuple[int, int], prepared: Prepared, ahead: Ahead, at: datetime
    ) -> tuple[Counts, Touched]:
        page_id = self._keep_page(cursor, place, prepared.count, prepared.payload)
        origin = Origin(page_id, range(prepared.count), at)
        touched = self.writer.write_rows(cursor, prepared, ahead.rows, {}, origin)
        self.known.keep_new(cursor, prepared.lookups[""], page_id, ahead.versions, Deleted(ahead.deleted, at))
        return Counts(read=prepared.count, new=prepared.count, deleted=len(ahead.deleted)), touched

    def _remember(self, cursor: psycopg.Cursor, prepared: Prepared, found: Sorted, origin: Origin) -> None:
        lines = []
        for record_id, line in found.lines.items():
            digest, ordinal = prepared.hashes[line.number], origin.ordinals[line.number]
            lines.append((record_id, digest, line.version, origin.page_id, ordinal, origin.at if line.deleted else None))
        self.known.keep(cursor, lines)

    def _load_quickly(
        self, cursor: psycopg.Cursor, place: tuple[int, int], prepared: Prepared, page: Quick, at: datetime
    ) -> Touched:
        page_id = self._keep_page(cursor, place, prepared.count, prepared.payload)
        self.writer.parties.resolve(cursor, page.parties, at)
        return self.writer.signals.write_quick(cursor, page, page_id)

    def _keep_page(self, cursor: psycopg.Cursor, place: tuple[int, int], rows: int, payload: bytes) -> int:
        pull_id, number = place
        row = cursor.execute(
            "INSERT INTO signals_rawpage (pull_id, stream_id, number, rows, payload, kept_at) VALUES (%s, %s, %s, %s, %b, %s)"
            " RETURNING id",
            [pull_id, self.stream.pk, number, rows, payload, datetime.now(UTC)],
        ).fetchone()
        return row[0]  # type: ignore[index]

    @staticmethod
    def _keep_rejects(cursor: psycopg.Cursor, place: list[int], prepared: Prepared, found: Sorted, ordinals: dict) -> None:
        rows = (
            [*place, ordinals[number], prepared.ids[number] or "", said.reason, said.field[:200], said.message]
            for number, said in sorted(found.refused.items())
        )
        if found.refused:
            copy(cursor, "signals_reject", REJECT_COLUMNS, rows)
