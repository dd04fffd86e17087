"""Each day's sum of the signals, made anew for the days that were touched."""

from datetime import date

import psycopg
from django.db import transaction

from signals.loading.copying import cursor as raw_cursor

_LOCK = 7_301_003
MANY = 500

SUMS = """INSERT INTO signals_rollup
    (source_id, function, metric_key, day, unit, dimensions, count, sum, sum_squares, min, max)
    SELECT %(source)s, (SELECT function FROM signals_source WHERE id = %(source)s), s.metric_key, {day}, s.unit, s.dimensions,
        count(*), sum(s.value), sum(s.value * s.value), min(s.value), max(s.value)
    FROM {signals} WHERE s.deleted_at IS NULL AND s.stream_id = ANY(%(streams)s)
    GROUP BY s.metric_key, {day}, s.unit, s.dimensions"""
FEW_DAYS = SUMS.format(
    day="d.day",
    signals="""due_days d JOIN signals_signal s ON s.metric_key = d.metric_key
        AND s.at >= d.day AT TIME ZONE 'UTC' AND s.at < (d.day + 1) AT TIME ZONE 'UTC'""",
)
MANY_DAYS = SUMS.format(
    day="(s.at AT TIME ZONE 'UTC')::date",
    signals="""signals_signal s JOIN due_days d ON s.metric_key = d.metric_key AND (s.at AT TIME ZONE 'UTC')::date = d.day
        AND s.at >= %(first)s::date AT TIME ZONE 'UTC' AND s.at < (%(last)s::date + 1) AT TIME ZONE 'UTC'""",
)


def mark(cursor: psycopg.Cursor, source_id: int, touched: set[tuple[str, date]]) -> None:
    """Remember, with the page that touched them, the metric keys and days to roll up."""
    if touched:
        cursor.execute(
            "INSERT INTO signals_rollupdue (source_id, metric_key, day) SELECT %s, * FROM unnest(%s::text[], %s::date[])"
            " ON CONFLICT DO NOTHING",
            [source_id, [key for key, _ in touched], [day for _, day in touched]],
        )


@transaction.atomic
def roll_up(source_id: int) -> list[date]:
    """Make the sums of the source's due days anew; return those days."""
    cursor = raw_cursor()
    cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, source_id])
    cursor.execute("DROP TABLE IF EXISTS pg_temp.due_days")
    cursor.execute('CREATE TEMP TABLE due_days (metric_key text COLLATE "C", day date) ON COMMIT DROP')
    cursor.execute(
        "WITH due AS (DELETE FROM signals_rollupdue WHERE source_id = %s RETURNING metric_key, day),"
        " told AS (INSERT INTO signals_touched (source_id, subject, day) SELECT %s, 'signal:' || metric_key, day FROM due)"
        " INSERT INTO due_days SELECT metric_key, day FROM due RETURNING day",
        [source_id, source_id],
    )
    days = [day for (day,) in cursor.fetchall()]
    if days:
        cursor.execute("ANALYZE due_days")
        cursor.execute(
            "DELETE FROM signals_rollup r USING due_days d"
            " WHERE r.source_id = %s AND r.metric_key = d.metric_key AND r.day = d.day",
            [source_id],
        )
        streams = [pk for (pk,) in cursor.execute("SELECT id FROM signals_stream WHERE source_id = %s", [source_id])]
        within = {"source": source_id, "streams": streams, "first": min(days), "last": max(days)}
        if len(days) > MANY:
            # Partitions just filled have no statistics yet: the planner would compare each signal with each day, one by one.
            cursor.execute("SET LOCAL enable_nestloop = off")
            cursor.execute(MANY_DAYS, within)
            cursor.execute("SET LOCAL enable_nestloop = on")
        else:
            cursor.execute(FEW_DAYS, within)
    return sorted(set(days))
