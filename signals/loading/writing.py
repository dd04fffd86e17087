"""Mapped rows written, each kind in its way, with their customer, part and work looked up set by set."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import psycopg

from signals.loading import parts, staging, work
from signals.loading.parties import Parties
from signals.loading.prepare import Prepared
from signals.loading.signals import NOTHING, SIGNALS, Signals, Touched
from signals.loading.signals import Line as SignalLine
from signals.loading.sorting import Line, Sorted
from signals.mapping.rows import Row, SignalRow


@dataclass(frozen=True)
class Origin:
    """Where a page's rows come from: the raw page, each record's ordinal in it, and when."""

    page_id: int
    ordinals: dict[int, int]
    at: datetime


class Writer:
    """Writes the rows of one stream."""

    def __init__(self, stream, parties: Parties, products: parts.Parts, *, lean: bool):
        self.stream, self.parties, self.parts, self.lean = stream, parties, products, lean
        self.signals = Signals(stream.pk, parties, products)

    def write(self, cursor: psycopg.Cursor, prepared: Prepared, found: Sorted, origin: Origin) -> Touched:
        """Write the rows; return the metric keys and days that are to be rolled up again."""
        rows = [(row, line) for line in found.lines.values() for row in line.rows]
        self.parties.resolve(cursor, (row.party for row, _ in rows), origin.at)
        if self.lean:
            return self._write_signals(cursor, prepared, found, rows, origin)  # type: ignore[arg-type]
        for kind in ("part", "party", "work", "event"):
            chosen = [(row, line) for row, line in rows if type(row) is Row and row.kind == kind]
            if chosen:
                self._write_kind(cursor, kind, chosen, origin)
        return self._write_signals(
            cursor, prepared, found, [(row, line) for row, line in rows if isinstance(row, SignalRow)], origin
        )

    def _write_kind(self, cursor: psycopg.Cursor, kind: str, chosen: list[tuple[Row, Line]], origin: Origin) -> None:
        self.parts.resolve(cursor, (row.part for row, _ in chosen))
        if kind == "party":
            staging.update_parties(cursor, (self._party(row, line, origin) for row, line in chosen))
            self.parties.follow(cursor, [merge for row, _ in chosen for merge in row.merges], origin.at)
            return
        if kind == "part":
            parts.adopt(cursor, [row for row, _ in chosen], self.stream.source_id)
        found = work.find(cursor, (row.work for row, _ in chosen), self.stream.source_id) if kind in ("work", "event") else {}
        ids = staging.upsert(cursor, kind, (self._values(row, line, origin, found) for row, line in chosen))
        if kind == "part":
            parts.declare(cursor, [row for row, _ in chosen], self.stream.source_id)
        if kind == "work":
            work.attach(cursor, ids)

    def _values(self, row: Row, line: Line, origin: Origin, found: dict[str, int]) -> dict:
        values = {**row.values, **self._carried(row, line, origin), "source_id": self.stream.source_id}
        if row.kind == "event":
            return {**values, "work_key": row.work, "work_id": found.get(row.work or "")}
        if row.kind == "work":
            values["party_id"] = self.parties.ids[row.party.keys] if row.party else None
            values["part_id"] = self.parts.ids[row.part] if row.part else None
            if row.work:
                values |= {"origin_key": row.work, "origin_id": found.get(row.work)}
        return values

    def _party(self, row: Row, line: Line, origin: Origin) -> dict:
        own = self.parties.ids[row.party.keys]  # type: ignore[union-attr]
        carried = self._carried(row, line, origin)
        carried.pop("external_id")
        return {**row.values, **carried, "id": own, "source_id": self.stream.source_id}

    def _carried(self, row: Row, line: Line, origin: Origin) -> dict:
        return {
            "external_id": row.external_id,
            "stream_id": self.stream.pk,
            "page_id": origin.page_id,
            "ordinal": origin.ordinals[line.number],
            "version": line.version,
            "flags": row.flags or None,
            "deleted_at": origin.at if line.deleted else None,
        }

    def _write_signals(
        self,
        cursor: psycopg.Cursor,
        prepared: Prepared,
        found: Sorted,
        chosen: Iterable[tuple[SignalRow, Line]],
        origin: Origin,
    ) -> Touched:
        raws, hashes, ordinals, deleted_at = prepared.page.raws, prepared.hashes, origin.ordinals, origin.at.isoformat()
        lines: dict[str, SignalLine] = {}
        new = tuple.__new__
        for row, (number, _, version, deleted) in chosen:
            lines[row[0]] = new(
                SignalLine,
                (row, hashes[number], version, ordinals[number], deleted_at if deleted else NOTHING, b"\\" not in raws[number]),
            )
        written = list(lines.values())
        self.parts.resolve(cursor, {line.row.part for line in written})
        subjects = work.find(cursor, {line.row.work for line in written}, self.stream.source_id)
        replaced = found.replaced if self.lean else dict.fromkeys([*found.replaced, *lines], SIGNALS)
        touched = self.signals.take_out(cursor, replaced) if replaced else set()
        return touched | self.signals.write(cursor, written, origin.page_id, subjects) if written else touched
