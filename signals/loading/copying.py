"""COPY in bulk: lines are built as text, not written field by field."""

import contextlib
from collections.abc import Iterable, Iterator

import psycopg
from django.db import connection

from signals.loading.escaping import field

CHUNK = 500


def cursor() -> psycopg.Cursor:
    """A cursor of the driver itself, inside Django's transaction: it can COPY, and nothing wraps it."""
    connection.ensure_connection()
    return psycopg.Cursor(connection.connection)


@contextlib.contextmanager
def plans_kept(*, after: int = 3) -> Iterator[None]:
    """Let the server keep the plans of statements that have come several times, as those of a pull's pages do."""
    connection.ensure_connection()
    session = connection.connection
    session.prepare_threshold = after
    try:
        yield
    finally:
        session.prepare_threshold = None


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
