"""One page: classified, mapped, loaded and kept, inside the transaction that also moves the cursor."""

from datetime import UTC, datetime

import psycopg
import zstandard

from signals.loading.copying import copy
from signals.loading.known import Ledger, SignalsThemselves
from signals.loading.parties import Parties
from signals.loading.parts import Parts
from signals.loading.prepare import Prepared, one_line
from signals.loading.quick import Quick
from signals.loading.signals import Touched
from signals.loading.sorting import Counts, Sorted, sort
from signals.loading.writing import Origin, Writer
from signals.mapping.compiled import Compiled

REJECT_COLUMNS = ["pull_id", "stream_id", "page_id", "ordinal", "external_id", "reason", "field", "message"]


class Loader:
    """Loads the pages of one stream."""

    def __init__(self, stream, compiled: Compiled, parties: Parties, parts: Parts, *, first_pull: bool):
        self.stream, self.compiled = stream, compiled
        self.known = SignalsThemselves(stream.pk, first_pull=first_pull) if compiled.lean else Ledger(stream.pk)
        self.writer = Writer(stream, parties, parts, lean=compiled.lean)

    def load(
        self, cursor: psycopg.Cursor, pull_id: int, number: int, prepared: Prepared, at: datetime
    ) -> tuple[Counts, Touched]:
        """Load one page inside the caller's transaction, which holds the stream's lock."""
        ids, months = prepared.known_ids
        known = self.known.hashes(cursor, ids, months)
        if known and not prepared.refused and [known.get(found) for found in ids] == prepared.hashes:
            return Counts(read=len(ids), unchanged=len(ids)), set()
        if not known and isinstance(prepared.mapped, Quick):
            return self._load_quickly(cursor, (pull_id, number), prepared, prepared.mapped, at)
        pairs = zip(prepared.ids, prepared.hashes, strict=True)
        differ = {one for one, digest in pairs if one is not None and known.get(one, digest) != digest}
        versions = self.known.versions(cursor, differ) if differ else {}
        found = sort(prepared, known, versions, self.compiled)
        if not found.kept and not found.refused:
            return found.counts, set()
        ordinals = {record: ordinal for ordinal, record in enumerate(sorted([*found.kept, *found.refused]))}
        page_id = self._keep_page(cursor, pull_id, number, prepared, ordinals)
        self._keep_rejects(cursor, [pull_id, self.stream.pk, page_id], prepared, found, ordinals)
        touched = self.writer.write(cursor, prepared, found, Origin(page_id, ordinals, at))
        if not self.compiled.lean:
            self.known.keep(
                cursor,
                [
                    (
                        record_id,
                        prepared.hashes[line.number],
                        line.version,
                        page_id,
                        ordinals[line.number],
                        at if line.deleted else None,
                    )
                    for record_id, line in found.lines.items()
                ],
            )
        return found.counts, touched

    def _load_quickly(
        self, cursor: psycopg.Cursor, place: tuple[int, int], prepared: Prepared, page: Quick, at: datetime
    ) -> tuple[Counts, Touched]:
        count = len(prepared.ids)
        page_id = self._keep_page(cursor, *place, prepared, dict(enumerate(range(count))))
        self.writer.parties.resolve(cursor, page.parties, at)
        return Counts(read=count, new=count), self.writer.signals.write_quick(cursor, page, page_id)

    def _keep_page(
        self, cursor: psycopg.Cursor, pull_id: int, number: int, prepared: Prepared, ordinals: dict[int, int]
    ) -> int:
        raws = prepared.page.raws
        payload = zstandard.ZstdCompressor(level=1).compress(b"\n".join([one_line(raws[record]) for record in ordinals]))
        row = cursor.execute(
            "INSERT INTO signals_rawpage (pull_id, stream_id, number, rows, payload, kept_at) VALUES (%s, %s, %s, %s, %b, %s)"
            " RETURNING id",
            [pull_id, self.stream.pk, number, len(ordinals), payload, datetime.now(UTC)],
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
