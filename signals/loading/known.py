"""What is known of a stream's records: payload hash and version, looked up page by page."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import psycopg


class Known(NamedTuple):
    """The hash and version that a record was last loaded with; for a signal also its instant."""

    hash: int
    version: int | None
    at: datetime | None = None


class Ledger:
    """A stream of several kinds of row: one line a record in its own table."""

    def __init__(self, stream_id: int):
        self.stream_id = stream_id

    def find(self, cursor: psycopg.Cursor, ids: list[str | None], months: list[str] | None = None) -> dict[str, Known]:
        """What is known of these records."""
        cursor.execute(
            "SELECT external_id, hash, version FROM signals_record WHERE stream_id = %s AND external_id = ANY(%s)",
            [self.stream_id, [found for found in ids if found is not None]],
        )
        return {external_id: Known(digest, version) for external_id, digest, version in cursor}

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


class SignalsThemselves:
    """A stream of signals alone: each signal is its own line.

    Signals are partitioned by month, so a record is looked for in the month it names, and what is not there is looked for in
    all months: its instant may have been corrected. In a stream's very first pull nothing is looked for that was not seen.
    """

    def __init__(self, stream_id: int, *, first_pull: bool):
        self.stream_id = stream_id
        self.seen = _Filter(bytearray(2**24)) if first_pull else None

    def find(self, cursor: psycopg.Cursor, ids: list[str | None], months: list[str] | None = None) -> dict[str, Known]:
        """What is known of these records; `months[i]` is where record i probably is (2026-03)."""
        if self.seen is not None:
            saw = self.seen.saw
            again = [found for found in ids if found is not None and saw(found)]
            return self._everywhere(cursor, again) if again else {}
        known: dict[str, Known] = {}
        for month, wanted in _by_month(ids, months or []).items():
            known.update(self._in_month(cursor, month, wanted))
        missing = [found for found in ids if found is not None and found not in known]
        if missing:
            known.update(self._everywhere(cursor, missing))
        return known

    def _in_month(self, cursor: psycopg.Cursor, month: str, ids: list[str]) -> dict[str, Known]:
        name = f"signals_signal_{month.replace('-', '_')}"
        if cursor.execute("SELECT to_regclass(%s)", [name]).fetchone() == (None,):
            return {}
        return self._found(cursor, name, ids)

    def _everywhere(self, cursor: psycopg.Cursor, ids: list[str]) -> dict[str, Known]:
        return self._found(cursor, "signals_signal", ids)

    def _found(self, cursor: psycopg.Cursor, table: str, ids: list[str]) -> dict[str, Known]:
        cursor.execute(
            f"SELECT external_id, hash, version, at FROM {table} WHERE stream_id = %s AND external_id = ANY(%s)",
            [self.stream_id, ids],
        )
        return {external_id: Known(digest, version, at) for external_id, digest, version, at in cursor}


def _by_month(ids: list[str | None], months: list[str]) -> dict[str, list[str]]:
    wanted: dict[str, list[str]] = {}
    for external_id, month in zip(ids, months, strict=True):
        if external_id is not None and month:
            wanted.setdefault(month, []).append(external_id)
    return wanted
