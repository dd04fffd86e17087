"""What is known of a stream's records: payload hash and version, looked up page by page."""

from collections.abc import Iterable
from dataclasses import dataclass

import psycopg

from signals.loading.prepare import SEPARATOR

HASHES = (
    "SELECT string_agg(external_id, E'\\x1f'), string_agg(hash::text, ' ') FROM {table}"
    " WHERE stream_id = %s AND external_id = ANY(string_to_array(%s, E'\\x1f'))"
)
VERSIONS = "SELECT external_id, version FROM {table} WHERE stream_id = %s AND external_id = ANY(%s)"


def _hashes(cursor: psycopg.Cursor, table: str, stream_id: int, ids: list[str]) -> dict[str, int]:
    """Payload hashes by id; as two texts, for that costs a fraction of thousands of rows."""
    if not ids:
        return {}
    found, hashes = cursor.execute(HASHES.format(table=table), [stream_id, SEPARATOR.join(ids)]).fetchone()  # type: ignore[misc]
    return dict(zip(found.split(SEPARATOR), map(int, hashes.split()), strict=True)) if found is not None else {}


class Ledger:
    """A stream of several kinds of row: one line a record in its own table."""

    table = "signals_record"

    def __init__(self, stream_id: int):
        self.stream_id = stream_id

    def hashes(self, cursor: psycopg.Cursor, ids: list[str], months: list[str]) -> dict[str, int]:
        """The hash of the payload each record was last loaded from; without those that are new."""
        return _hashes(cursor, self.table, self.stream_id, ids)

    def versions(self, cursor: psycopg.Cursor, ids: Iterable[str]) -> dict[str, int | None]:
        """The version each record was last loaded in."""
        return dict(cursor.execute(VERSIONS.format(table=self.table), [self.stream_id, list(ids)]).fetchall())

    def keep(self, cursor: psycopg.Cursor, lines: list[tuple]) -> None:
        """Remember records, as (external id, hash, version, page, ordinal, deleted at)."""
        if lines:
            cursor.execute(
                "INSERT INTO signals_record (stream_id, external_id, hash, version, page_id, ordinal, deleted_at)"
                " SELECT %s, r.* FROM unnest"
                "(%s::text[], %s::bigint[], %s::bigint[], %s::bigint[], %s::int[], %s::timestamptz[])"
                " AS r(external_id, hash, version, page_id, ordinal, deleted_at)"
                " ON CONFLICT (stream_id, external_id) DO UPDATE SET hash = EXCLUDED.hash, version = EXCLUDED.version,"
                " page_id = EXCLUDED.page_id, ordinal = EXCLUDED.ordinal, deleted_at = EXCLUDED.deleted_at",
                [self.stream_id, *(list(column) for column in zip(*lines, strict=True))],
            )


@dataclass
class _Filter:
    """A Bloom filter of the ids seen in a stream's first pull: what it has not seen is certainly new."""

    bits: bytearray

    def saw(self, external_id: str) -> bool:
        """Whether the id may have been seen before; from now on it has."""
        number = hash(external_id)
        first, second = number & MASK, (number >> 30) & MASK
        bits = self.bits
        seen = bits[first >> 3] >> (first & 7) & 1 and bits[second >> 3] >> (second & 7) & 1
        bits[first >> 3] |= 1 << (first & 7)
        bits[second >> 3] |= 1 << (second & 7)
        return bool(seen)


MASK = 2**27 - 1


class SignalsThemselves(Ledger):
    """A stream of signals alone: each signal is its own line.

    Signals are partitioned by month, so a record is looked for in the month it names, and what is not there is looked for in
    all months: its instant may have been corrected. In a stream's very first pull nothing is looked for that was not seen.
    """

    table = "signals_signal"

    def __init__(self, stream_id: int, *, first_pull: bool):
        super().__init__(stream_id)
        self.seen = _Filter(bytearray(2**24)) if first_pull else None
        self.partitions: set[str] = set()

    def hashes(self, cursor: psycopg.Cursor, ids: list[str], months: list[str]) -> dict[str, int]:
        """The hashes by id; `months[i]` is where record i probably is (2026-03)."""
        if self.seen is not None:
            saw = self.seen.saw
            return _hashes(cursor, self.table, self.stream_id, [found for found in ids if saw(found)])
        known: dict[str, int] = {}
        for month in set(months):
            if partition := self._partition(cursor, month):
                here = [found for found, its in zip(ids, months, strict=True) if its == month]
                known |= _hashes(cursor, partition, self.stream_id, here)
        if len(known) < len(ids) and (missing := [found for found in ids if found not in known]):
            known |= _hashes(cursor, self.table, self.stream_id, missing)
        return known

    def _partition(self, cursor: psycopg.Cursor, month: str) -> str | None:
        name = f"signals_signal_{month.replace('-', '_')}"
        if name not in self.partitions and cursor.execute("SELECT to_regclass(%s)", [name]).fetchone() != (None,):
            self.partitions.add(name)
        return name if name in self.partitions else None
