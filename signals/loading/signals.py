"""Signals: COPY straight into their partitions. What changed is taken out first, in the same transaction."""

from datetime import date
from typing import NamedTuple

import psycopg

from signals.loading import partitions
from signals.loading.copying import CHUNK
from signals.loading.escaping import NOTHING, escaped, field
from signals.loading.parties import Parties
from signals.loading.parts import Parts
from signals.loading.prepare import SEPARATOR
from signals.loading.quick import Quick
from signals.mapping.rows import SignalRow

SIGNALS = "signals_signal"
COPY = (
    f"COPY {SIGNALS} (external_id, stream_id, at, grain, metric_key, value, unit, work_id, part_id, dimensions, hash,"
    " version, flags, deleted_at, party_id, page_id, ordinal) FROM STDIN"
)
TAKE_OUT = (
    "WITH gone AS (DELETE FROM {table} WHERE stream_id = %s AND external_id = ANY(string_to_array(%s, E'\\x1f'))"
    " RETURNING metric_key, (at AT TIME ZONE 'UTC')::date AS day) SELECT DISTINCT metric_key, day FROM gone"
)
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

    def take_out(self, cursor: psycopg.Cursor, ids: dict[str, str]) -> Touched:
        """Delete the signals that are about to be written anew, by the table each is in; return their metric keys and days."""
        tables: dict[str, list[str]] = {}
        for record_id, table in ids.items():
            tables.setdefault(table, []).append(record_id)
        touched: Touched = set()
        for table, chosen in tables.items():
            cursor.execute(TAKE_OUT.format(table=table), [self.stream_id, SEPARATOR.join(chosen)])
            touched.update(cursor.fetchall())
        return touched

    def write(self, cursor: psycopg.Cursor, lines: list[Line], page_id: int, work: dict[str, int]) -> Touched:
        """COPY the signals; return the metric keys and days they touch. Text is built while the server writes."""
        touched: Touched = {(line[0].metric_key, line[0].at.day) for line in lines}
        partitions.ensure_months(cursor, {day.replace(day=1) for _, day in touched}, self.months)
        with cursor.copy(COPY) as out:
            for start in range(0, len(lines), CHUNK):
                out.write("".join(self._texts(lines[start : start + CHUNK], page_id, work)))
        return touched

    def write_quick(self, cursor: psycopg.Cursor, page: Quick, page_id: int) -> Touched:
        """COPY a page that was made text ahead."""
        partitions.ensure_months(cursor, {day.replace(day=1) for _, day in page.touched}, self.months)
        with cursor.copy(COPY) as out:
            out.write(page.text(page_id, self.parties.ids))
        return page.touched

    def _texts(self, lines: list[Line], page_id: int, work: dict[str, int]) -> list[str]:
        """The lines as COPY's text format writes them."""
        parties, parts, stream_id, texts = self.parties.ids, self.parts.ids, self.stream_id, []
        for row, digest, version, ordinal, deleted_at, plain in lines:
            external_id, at, grain, metric_key, value, unit, party, subject, part, dimensions, flags = row
            if not plain:
                external_id, metric_key, unit = escaped(external_id), escaped(metric_key), escaped(unit)
                dimensions = escaped(dimensions)
            texts.append(
                f"{external_id}\t{stream_id}\t{at.text}\t{grain}\t{metric_key}\t{NOTHING if value is None else value}\t{unit}\t"
                f"{NOTHING if subject is None else work.get(subject, NOTHING)}\t{NOTHING if part is None else parts[part]}\t"
                f"{dimensions}\t{digest}\t{NOTHING if version is None else version}\t"
                f"{field(flags) if flags else NOTHING}\t{deleted_at}\t"
                f"{NOTHING if party is None else parties[party.keys]}\t{page_id}\t{ordinal}\n"
            )
        return texts
