"""What is kept of a page's records: only what differs from it comes back from the database."""

from datetime import datetime
from typing import NamedTuple

import psycopg

from signals.loading.prepare import SEPARATOR, Lookup, Prepared
from signals.loading.sorting import Before

DIFFERING = (
    "WITH n AS MATERIALIZED (SELECT * FROM unnest(string_to_array(%s, E'\\x1f'), %s::bigint[]) AS n(id, hash)),"
    " k AS MATERIALIZED (SELECT external_id, hash, version FROM {table}"
    " WHERE stream_id = %s AND external_id = ANY(ARRAY(SELECT id FROM n)))"
    " SELECT n.id, k.hash, k.version FROM n LEFT JOIN k ON k.external_id = n.id WHERE k.hash IS DISTINCT FROM n.hash"
)


class Deleted(NamedTuple):
    """The places of the records that their source has deleted, and when we saw it."""

    places: list[int]
    at: datetime


def all_new(differing: dict[str, Before]) -> bool:
    """Whether nothing is kept of any of these records."""
    return all(before.hash is None for before in differing.values())


class Ledger:
    """A stream of several kinds of row: one line a record in its own table."""

    table = "signals_record"

    def __init__(self, stream_id: int):
        self.stream_id = stream_id

    def differing(self, cursor: psycopg.Cursor, prepared: Prepared) -> dict[str, Before]:
        """What is kept of each record that is new or has changed; a record that is not in it is as it was."""
        return {
            record_id: before
            for lookup in prepared.lookups.values()
            for record_id, before in self._compare(cursor, self.table, lookup).items()
        }

    def are_new(self, cursor: psycopg.Cursor, prepared: Prepared) -> bool:
        """Whether it is certain that nothing is kept of any record of the page; a ledger is always asked."""
        return False

    def _compare(self, cursor: psycopg.Cursor, table: str, lookup: Lookup) -> dict[str, Before]:
        rows = cursor.execute(DIFFERING.format(table=table), [*lookup, self.stream_id]).fetchall()
        return {record_id: Before(digest, version, table) for record_id, digest, version in rows}

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

    def keep_new(
        self, cursor: psycopg.Cursor, lookup: Lookup, page_id: int, versions: list[int | None], deleted: Deleted
    ) -> None:
        """Remember a page of which nothing was known, each record of it once."""
        told = f"{{{','.join(['NULL' if version is None else str(version) for version in versions])}}}"
        cursor.execute(
            "INSERT INTO signals_record (stream_id, external_id, hash, version, page_id, ordinal, deleted_at)"
            " SELECT %s, r.id, r.hash, r.version, %s, r.place - 1,"
            " CASE WHEN r.place - 1 = ANY(%s::bigint[]) THEN %s::timestamptz END"
            " FROM ROWS FROM (unnest(string_to_array(%s, E'\\x1f')), unnest(%s::bigint[]), unnest(%s::bigint[]))"
            " WITH ORDINALITY AS r(id, hash, version, place)",
            [self.stream_id, page_id, *deleted, *lookup, told],
        )


class SignalsThemselves(Ledger):
    """A stream of signals alone: each signal is its own line.

    Signals are partitioned by month, so a record is looked for in the month it names, and what is not there is looked for in
    all months: its instant may have been corrected. In a stream's very first pull nothing is looked for that was not seen.
    """

    table = "signals_signal"

    def __init__(self, stream_id: int):
        super().__init__(stream_id)
        self.partitions: set[str] = set()

    def differing(self, cursor: psycopg.Cursor, prepared: Prepared) -> dict[str, Before]:
        """As a ledger's."""
        found = self._look_up(cursor, prepared)
        if prepared.suspects is not None:
            found |= self._new(prepared)
        return found

    def are_new(self, cursor: psycopg.Cursor, prepared: Prepared) -> bool:
        """Whether nothing is kept of any record of a first pull's page; only suspects are looked for."""
        if not prepared.suspects:
            return prepared.suspects is not None
        found = self._look_up(cursor, prepared)
        return len(found) == len(prepared.suspects) and all(before.hash is None for before in found.values())

    def _look_up(self, cursor: psycopg.Cursor, prepared: Prepared) -> dict[str, Before]:
        found: dict[str, Before] = {}
        for month, lookup in prepared.lookups.items():
            found |= self._compare(cursor, self._partition(cursor, month) or self.table, lookup)
        elsewhere = [record_id for record_id, before in found.items() if before.hash is None and before.table != self.table]
        if elsewhere:
            self._settle(cursor, elsewhere, prepared, found)
        return found

    def _settle(self, cursor: psycopg.Cursor, ids: list[str], prepared: Prepared, found: dict[str, Before]) -> None:
        """Look in all months for ids that are not in theirs: no hash given, so that whatever is kept differs."""
        lookup = Lookup(SEPARATOR.join(ids), f"{{{','.join(['NULL'] * len(ids))}}}")
        kept = self._compare(cursor, self.table, lookup)
        pairs = zip(prepared.ids, prepared.hashes, strict=True)
        differ = {one for one, digest in pairs if one in kept and kept[one].hash != digest}
        for record_id, before in kept.items():
            if record_id in differ:
                found[record_id] = before
            else:
                del found[record_id]

    def _new(self, prepared: Prepared) -> dict[str, Before]:
        suspects = {prepared.ids[place] for place in prepared.suspects or ()}
        return {one: Before(None, None, "") for one in prepared.ids if one is not None and one not in suspects}

    def _partition(self, cursor: psycopg.Cursor, month: str) -> str | None:
        name = f"signals_signal_{month.replace('-', '_')}"
        if name not in self.partitions and cursor.execute("SELECT to_regclass(%s)", [name]).fetchone() != (None,):
            self.partitions.add(name)
        return name if name in self.partitions else None
