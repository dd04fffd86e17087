"""Mapped rows written, each kind in its way, with their customer, part and work looked up set by set."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import psycopg

from signals.loading import parts, staging, work
from signals.loading.blocks import Block, Mapped, Named, Rows, blocks, rows_of
from signals.loading.escaping import NOTHING
from signals.loading.parties import Parties
from signals.loading.prepare import Prepared
from signals.loading.signals import SIGNALS, Signals, Touched
from signals.loading.signals import Line as SignalLine
from signals.loading.sorting import Line, Sorted
from signals.mapping.rows import Row, SignalRow


@dataclass(frozen=True)
class Origin:
    """Where a page's rows come from: the raw page, each record's ordinal in it, and when."""

    page_id: int
    ordinals: Sequence[int] | dict[int, int]
    at: datetime


class Writer:
    """Writes the rows of one stream."""

    def __init__(self, stream, parties: Parties, products: parts.Parts, *, lean: bool):
        self.stream, self.parties, self.parts, self.lean = stream, parties, products, lean
        self.signals = Signals(stream.pk, parties, products)

    def write(self, cursor: psycopg.Cursor, prepared: Prepared, found: Sorted, origin: Origin) -> Touched:
        """Write the records that were found to be new or changed; return the metric keys and days to roll up again."""
        if not self.lean:
            return self.write_rows(cursor, prepared, rows_of(found.lines.values(), origin.ordinals), found.replaced, origin)
        signals = [(row, line) for line in found.lines.values() for row in line.rows]
        self.parties.resolve(cursor, (row.party for row, _ in signals), origin.at)
        return self._write_signals(cursor, prepared, signals, found.replaced, origin)  # type: ignore[arg-type]

    def write_rows(
        self, cursor: psycopg.Cursor, prepared: Prepared, rows: Rows, replaced: dict[str, str], origin: Origin
    ) -> Touched:
        """Write rows of several kinds."""
        self.parties.resolve(cursor, rows.parties, origin.at)
        if declared := [(row, line) for row, line in rows.others if type(row) is Row and row.kind == "part"]:
            self._write_parts(cursor, declared, origin)
        if named := [(row, line) for row, line in rows.others if type(row) is Row and row.kind == "party"]:
            staging.update_parties(cursor, (self._party(row, line, origin) for row, line in named))
            self.parties.follow(cursor, [merge for row, _ in named for merge in row.merges], origin.at)
        for block in rows.blocks:
            self._write_block(cursor, block, origin)
        signals = [(row, line) for row, line in rows.others if type(row) is SignalRow]
        return self._write_signals(cursor, prepared, signals, dict.fromkeys(replaced, SIGNALS), origin)

    def _write_parts(self, cursor: psycopg.Cursor, declared: list[Mapped], origin: Origin) -> None:
        own = [row for row, _ in declared]
        parts.adopt(cursor, own, self.stream.source_id)
        for block in blocks("part", declared, origin.ordinals):
            self._write_block(cursor, block, origin)
        parts.declare(cursor, own, self.stream.source_id)

    def _write_block(self, cursor: psycopg.Cursor, block: Block, origin: Origin) -> None:
        self.parts.resolve(cursor, (named.part for named in block.named))
        found = work.find(cursor, (named.work for named in block.named), self.stream.source_id)
        numbers = {column: read for column, read in self._numbers(found, origin).items() if column in block.asks}
        same = {"page_id": origin.page_id, "stream_id": self.stream.pk, "source_id": self.stream.source_id}
        ids = staging.upsert(cursor, block, numbers, same)
        if block.kind == "work":
            work.attach(cursor, ids)

    def _numbers(self, found: dict[str, int], origin: Origin) -> dict[str, Callable[[Named], object]]:
        parties, products = self.parties.ids, self.parts.ids
        return {
            "deleted_at": lambda named: origin.at if named.deleted else None,
            "party_id": lambda named: parties[named.party.keys] if named.party else None,
            "part_id": lambda named: products[named.part] if named.part else None,
            "origin_id": lambda named: found.get(named.work or ""),
            "work_id": lambda named: found.get(named.work or ""),
        }

    def _party(self, row: Row, line: Line, origin: Origin) -> dict:
        return {
            **row.values,
            "id": self.parties.ids[row.party.keys],  # type: ignore[union-attr]
            "source_id": self.stream.source_id,
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
        chosen: list[tuple[SignalRow, Line]],
        replaced: dict[str, str],
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
        replaced = replaced if self.lean else replaced | dict.fromkeys(lines, SIGNALS)
        touched = self.signals.take_out(cursor, replaced) if replaced else set()
        return touched | self.signals.write(cursor, written, origin.page_id, subjects) if written else touched
