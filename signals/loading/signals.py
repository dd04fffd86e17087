"""Signals: COPY straight into their partitions. What changed is taken out first, in the same transaction."""

from datetime import date
from typing import NamedTuple

import psycopg

from signals.loading import partitions
from signals.loading.copying import CHUNK, escaped, field
from signals.loading.parties import Parties
from signals.loading.parts import Parts
from signals.mapping.rows import SignalRow

COPY = (
    "COPY signals_signal (external_id, stream_id, at, grain, metric_key, value, unit, party_id, work_id, part_id, dimensions,"
    " hash, version, page_id, ordinal, flags, deleted_at) FROM STDIN"
)
NOTHING = "\\N"
Touched = set[tuple[str, date]]


class Line(NamedTuple):
    """A signal to write, and what the record it came from says."""

    row: SignalRow
    hash: int
    version: int | None
    ordinal: int
    deleted_at: str
    plain: bool


class Signals:
    """Writes the signals of one stream."""

    def __init__(self, stream_id: int, parties: Parties, parts: Parts):
        self.stream_id, self.parties, self.parts = stream_id, parties, parts
        self.months: set[date] = set()

    def take_out(self, cursor: psycopg.Cursor, ids: list[str]) -> Touched:
        """Delete the signals that are about to be written anew; return the metric keys and days they had."""
        cursor.execute(
            "DELETE FROM signals_signal WHERE stream_id = %s AND external_id = ANY(%s)"
            " RETURNING metric_key, (at AT TIME ZONE 'UTC')::date",
            [self.stream_id, ids],
        )
        return set(cursor.fetchall())

    def write(self, cursor: psycopg.Cursor, lines: list[Line], page_id: int, work: dict[str, int]) -> Touched:
        """COPY the signals; return the metric keys and days they touch. Text is built while the server writes."""
        touched: Touched = {(line.row.metric_key, line.row.at.at.date()) for line in lines}
        partitions.ensure_months(cursor, {day.replace(day=1) for _, day in touched}, self.months)
        with cursor.copy(COPY) as out:
            for start in range(0, len(lines), CHUNK):
                out.write("".join([self._text(line, page_id, work) for line in lines[start : start + CHUNK]]))
        return touched

    def _text(self, line: Line, page_id: int, work: dict[str, int]) -> str:
        row = line.row
        external_id, metric_key, unit, dimensions = row.external_id, row.metric_key, row.unit, row.dimensions
        if not line.plain:
            external_id, metric_key, unit = escaped(external_id), escaped(metric_key), escaped(unit)
            dimensions = escaped(dimensions)
        party = self.parties.ids[row.party.keys] if row.party is not None else NOTHING
        part = self.parts.ids[row.part] if row.part is not None else NOTHING
        subject = work.get(row.work, NOTHING) if row.work is not None else NOTHING
        value, version = NOTHING if row.value is None else row.value, NOTHING if line.version is None else line.version
        flags = field(row.flags) if row.flags else NOTHING
        return (
            f"{external_id}\t{self.stream_id}\t{row.at.at}\t{row.grain}\t{metric_key}\t{value}\t{unit}\t{party}\t{subject}\t{part}\t"
            f"{dimensions}\t{line.hash}\t{version}\t{page_id}\t{line.ordinal}\t{flags}\t{line.deleted_at}\n"
        )
