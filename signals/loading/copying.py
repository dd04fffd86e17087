"""COPY in bulk: lines are built as text, not written field by field."""

from collections.abc import Iterable

import orjson
import psycopg
from django.db import connection

from signals.loading.escaping import escaped

CHUNK = 500


def cursor() -> psycopg.Cursor:
    """A cursor of the driver itself, inside Django's transaction: it can COPY, and nothing wraps it."""
    connection.ensure_connection()
    return psycopg.Cursor(connection.connection)


def field(value: object) -> str:
    """A value as COPY's text format writes it."""
    if value is None:
        return "\\N"
    if isinstance(value, dict | list):
        value = orjson.dumps(value).decode()
    elif not isinstance(value, str):
        return value.isoformat() if hasattr(value, "isoformat") else str(value)
    return escaped(value)


def copy(into: psycopg.Cursor, table: str, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """COPY rows of values into a table."""
    with into.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as out:
        lines: list[str] = []
        for row in rows:
            lines.append("\t".join([field(value) for value in row]))
            if len(lines) == CHUNK:
                out.write("\n".join(lines) + "\n")
                lines.clear()
        if lines:
            out.write("\n".join(lines) + "\n")
