"""Each day's sum of the signals, made anew for the days that were touched."""

from datetime import date
from typing import Any

import psycopg
from django.db import connection, transaction

from signals import locks
from signals.loading.copying import cursor as raw_cursor
from signals.models import Source, Stream

MANY = 500

COLUMNS = "source_id, function, metric_key, day, unit, dimensions, count, sum, sum_squares, min, max"
SUMS = """SELECT %(source)s::int AS source_id, %(function)s::text AS function, s.metric_key, {day} AS day, s.unit, s.dimensions,
        count(*), sum(s.value), sum(s.value * s.value) AS sum_squares, min(s.value), max(s.value)
    FROM unnest(%(keys)s::text[], %(days)s::date[]) AS d(metric_key, day) JOIN signals_signal s ON s.metric_key = d.metric_key
        AND {within} WHERE s.deleted_at IS NULL AND s.stream_id = ANY(%(streams)s)
    GROUP BY s.metric_key, {day}, s.unit, s.dimensions"""
FEW_DAYS = f"INSERT INTO signals_rollup ({COLUMNS}) " + SUMS.format(
    day="d.day", within="s.at >= d.day AT TIME ZONE 'UTC' AND s.at < (d.day + 1) AT TIME ZONE 'UTC'"
)
# PostgreSQL uses several cores for a query that makes a table, and one for a query that adds to one.
MANY_DAYS = "CREATE TEMP TABLE day_sums ON COMMIT DROP AS " + SUMS.format(
    day="(s.at AT TIME ZONE 'UTC')::date",
    within="""(s.at AT TIME ZONE 'UTC')::date = d.day
        AND s.at >= %(first)s::date AT TIME ZONE 'UTC' AND s.at < (%(last)s::date + 1) AT TIME ZONE 'UTC'""",
)
KEEP = f"INSERT INTO signals_rollup ({COLUMNS}) SELECT * FROM day_sums"


def mark(cursor: psycopg.Cursor, source_id: int, touched: set[tuple[str, date]]) -> None:
    """Remember, with the page that touched them, the metric keys and days to roll up.

    One that is remembered already is held until the page is committed: whoever rolls it up meanwhile, for another pull of the
    source, waits and finds the page's rows. All take them in one order.
    """
    if touched:
        ordered = sorted(touched)
        cursor.execute(
            "INSERT INTO signals_rollupdue AS d (source_id, metric_key, day) SELECT %s, * FROM unnest(%s::text[], %s::date[])"
            " ON CONFLICT (source_id, metric_key, day) DO UPDATE SET day = d.day",
            [source_id, [key for key, _ in ordered], [day for _, day in ordered]],
        )


@transaction.atomic
def roll_up(source_id: int) -> list[date]:
    """Make the sums of the source's due days anew; return those days."""
    cursor = raw_cursor()
    cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [locks.ROLLUPS, source_id])
    cursor.execute("SELECT FROM signals_rollupdue WHERE source_id = %s ORDER BY metric_key, day FOR UPDATE", [source_id])
    cursor.execute(
        "WITH due AS (DELETE FROM signals_rollupdue WHERE source_id = %s RETURNING metric_key, day),"
        " told AS (INSERT INTO signals_touched (source_id, subject, day) SELECT %s, 'signal:' || metric_key, day FROM due)"
        " SELECT metric_key, day FROM due",
        [source_id, source_id],
    )
    due = cursor.fetchall()
    if due:
        _sum(source_id, [key for key, _ in due], [day for _, day in due])
    return sorted({day for _, day in due})


def _sum(source_id: int, keys: list[str], days: list[date]) -> None:
    # Django's cursor: it writes the values into the statement, and a statement that makes a table takes none.
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM signals_rollup r USING unnest(%s::text[], %s::date[]) AS d(metric_key, day)"
            " WHERE r.source_id = %s AND r.metric_key = d.metric_key AND r.day = d.day",
            [keys, days, source_id],
        )
        source = Source.objects.values("function").get(pk=source_id)
        streams = list(Stream.objects.filter(source=source_id).values_list("pk", flat=True))
        what: dict[str, Any] = {"source": source_id, "streams": streams, "keys": keys, "days": days, **source}
        if len(days) <= MANY:
            cursor.execute(FEW_DAYS, what)
            return
        # Partitions just filled have no statistics yet: the planner would compare each signal with each day, and sort them.
        cursor.execute("SET LOCAL enable_nestloop = off; SET LOCAL enable_sort = off; SET LOCAL work_mem = '64MB'")
        cursor.execute(MANY_DAYS, what | {"first": min(days), "last": max(days)})
        cursor.execute("SET LOCAL enable_nestloop = on; SET LOCAL enable_sort = on; RESET work_mem")
        cursor.execute(KEEP)
        cursor.execute("DROP TABLE day_sums")
