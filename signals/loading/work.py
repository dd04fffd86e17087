"""Work found by its kind and id, whichever of the two came first."""

from collections.abc import Iterable

import psycopg

FOUND = """SELECT DISTINCT ON (w.key) w.key, k.id FROM unnest(%s::text[]) AS w(key)
    JOIN signals_work k ON k.kind = split_part(w.key, ':', 1) AND k.external_id = substr(w.key, strpos(w.key, ':') + 1)
    ORDER BY w.key, k.source_id <> %s, k.id"""


def find(cursor: psycopg.Cursor, keys: Iterable[str | None], source_id: int) -> dict[str, int]:
    """The work that has these keys `kind:id`: the source's own, else another source's."""
    wanted = list({key for key in keys if key})
    return dict(cursor.execute(FOUND, [wanted, source_id]).fetchall()) if wanted else {}


def attach(cursor: psycopg.Cursor, loaded: list[int]) -> None:
    """Give newly loaded work to the events and the outcomes that were waiting for it."""
    if not loaded:
        return
    keyed = "SELECT id, kind || ':' || external_id AS key FROM signals_work WHERE id = ANY(%s)"
    cursor.execute(
        f"UPDATE signals_workevent e SET work_id = l.id FROM ({keyed}) l WHERE e.work_key = l.key AND e.work_id IS NULL",
        [loaded],
    )
    cursor.execute(
        f"UPDATE signals_work w SET origin_id = l.id FROM ({keyed}) l"
        " WHERE w.origin_key = l.key AND w.origin_id IS NULL AND w.id <> l.id",
        [loaded],
    )
