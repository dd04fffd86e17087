"""Records that a source no longer holds, by a whole read or by a list of its ids: deleted there, and marked so."""

from datetime import datetime

import psycopg

from signals.connectors.base import Page
from signals.entries import StreamEntry
from signals.loading.prepare import Prepared
from signals.loading.signals import Touched

TABLES = ("signals_work", "signals_workevent", "signals_party", "signals_part")
TOUCHED = "RETURNING metric_key, (at AT TIME ZONE 'UTC')::date"


class Missing:
    """Remembers the ids that the source of a stream with `missing: tombstone` still holds.

    Those of a whole read; or, where a read of what changed ends with pages that list all ids, those listed.
    """

    def __init__(self, stream, entry: StreamEntry, state: dict, *, lean: bool, backfill: bool):
        partial = state.get("next") or state.get("mark") or (state.get("row") and not state.get("done"))
        self.stream, self.lean = stream, lean
        self.wanted, self.whole = entry.missing == "tombstone" and not backfill, not partial
        self.table = f"pg_temp.seen_{stream.pk}"
        self.started, self.any = False, False

    def see(self, cursor: psycopg.Cursor, prepared: Prepared) -> None:
        """Remember the ids of a page of a whole read, and those that a page lists."""
        listed = prepared.page.present
        if not self.wanted or (not self.whole and listed is None):
            return
        if not self.started:
            cursor.execute(f"DROP TABLE IF EXISTS {self.table}")
            cursor.execute(f'CREATE TEMP TABLE seen_{self.stream.pk} (external_id text COLLATE "C")')
            self.started = True
        ids = [found for found in prepared.ids if found is not None] if self.whole else []
        ids += listed or []
        self.any = self.any or bool(ids)
        cursor.execute(f"INSERT INTO {self.table} SELECT unnest(%s::text[])", [ids])

    def tombstone(self, cursor: psycopg.Cursor, page: Page, at: datetime) -> tuple[int, Touched]:
        """Mark what a page says is gone and, after the last one, what was not seen; how many, and the metric keys and days.

        A read without a single record marks nothing: it is more likely an export that failed than a company that ended.
        """
        deleted, touched = self._mark(cursor, "t.external_id = ANY(%s)", page.gone, at) if page.gone else (0, set())
        if not page.last or not self.any:
            return deleted, touched
        cursor.execute(f"CREATE INDEX ON {self.table} (external_id)")
        unseen = f"NOT EXISTS (SELECT 1 FROM {self.table} s WHERE s.external_id = t.external_id AND %s)"
        more, also = self._mark(cursor, unseen, True, at)
        return deleted + more, touched | also

    def _mark(self, cursor: psycopg.Cursor, which: str, given: object, at: datetime) -> tuple[int, Touched]:
        table, told = ("signals_signal", TOUCHED) if self.lean else ("signals_record", "RETURNING page_id, ordinal")
        cursor.execute(
            f"UPDATE {table} t SET deleted_at = %s, hash = 0 WHERE stream_id = %s AND deleted_at IS NULL AND {which} {told}",
            [at, self.stream.pk, given],
        )
        gone = cursor.fetchall()
        return len(gone), set(gone) if self.lean else self._tombstone_rows(cursor, gone, at)

    def _tombstone_rows(self, cursor: psycopg.Cursor, places: list[tuple], at: datetime) -> Touched:
        given = [at, [page for page, _ in places], [ordinal for _, ordinal in places], self.stream.pk]
        of_these = (
            "SET deleted_at = %s FROM unnest(%s::bigint[], %s::int[]) AS g(page_id, ordinal)"
            " WHERE t.page_id = g.page_id AND t.ordinal = g.ordinal AND t.stream_id = %s"
        )
        for table in TABLES:
            cursor.execute(f"UPDATE {table} t {of_these}", given)
        cursor.execute(f"UPDATE signals_signal t {of_these} {TOUCHED}", given)
        return set(cursor.fetchall())
