"""The monthly partitions of the signal table, made when a month's first signal comes."""

from datetime import date

import psycopg
from django.db import connection

from signals import locks


def month_after(month: date) -> date:
    """The first day of the next month."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def ensure_months(cursor: psycopg.Cursor, months: set[date], known: set[date]) -> None:
    """Make the partitions of `months` (first days) that are not `known` to exist. Safe on two workers at once."""
    for month in sorted(months - known):
        name = f"signals_signal_{month:%Y_%m}"
        if cursor.execute("SELECT to_regclass(%s)", [name]).fetchone() == (None,):
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [locks.PARTITIONS])
            cursor.execute(
                f"CREATE TABLE IF NOT EXISTS {connection.ops.quote_name(name)} PARTITION OF signals_signal "
                f"FOR VALUES FROM ('{month} 00:00:00+00') TO ('{month_after(month)} 00:00:00+00')"
            )
        known.add(month)
