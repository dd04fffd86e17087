"""Work, events, parties and parts: COPY into a staging table, then one INSERT … SELECT … ON CONFLICT."""

from collections.abc import Iterable

import psycopg

from signals.loading.copying import copy

TABLES = {"work": "signals_work", "event": "signals_workevent", "party": "signals_party", "part": "signals_part"}
KEYS = {
    "work": ("source_id", "kind", "external_id"),
    "event": ("source_id", "external_id"),
    "part": ("source_id", "kind", "external_id"),
}
DEFAULTS = {
    "work": dict.fromkeys(("title", "status", "status_category", "reason", "holder", "currency"), "")
    | dict.fromkeys(("opened_precision", "due_precision", "closed_precision"), "instant"),
    "event": {"from_value": "", "to_value": "", "actor": "", "precision": "instant"},
    "party": {"name": ""},
    "part": {"name": ""},
}


def upsert(cursor: psycopg.Cursor, kind: str, rows: Iterable[dict]) -> list[int]:
    """Write rows of one kind, given as {column: value}; return their ids.

    A row whose version is older than the one kept is left alone. So are columns that a stream does not map: two streams of a
    source can each tell a part of the same work.
    """
    groups: dict[tuple, dict[tuple, dict]] = {}
    for row in rows:
        filled = {name: DEFAULTS[kind].get(name) if value is None else value for name, value in row.items()}
        groups.setdefault(tuple(sorted(filled)), {})[tuple(filled[column] for column in KEYS[kind])] = filled
    return [number for columns, found in groups.items() for number in _upsert(cursor, kind, columns, found.values())]


def _upsert(cursor: psycopg.Cursor, kind: str, columns: tuple[str, ...], rows: Iterable[dict]) -> list[int]:
    table, keys = TABLES[kind], KEYS[kind]
    _stage(cursor, kind, columns, rows)
    unmapped = {name: value for name, value in DEFAULTS[kind].items() if name not in columns}
    into, given = [*columns, *unmapped], [*columns, *(f"'{value}'" for value in unmapped.values())]
    cursor.execute(
        f"INSERT INTO {table} ({', '.join(into)}) SELECT {', '.join(given)} FROM staged_{kind}"
        f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {', '.join(f'{c} = EXCLUDED.{c}' for c in columns if c not in keys)}"
        f" WHERE {table}.version IS NULL OR EXCLUDED.version IS NULL OR EXCLUDED.version >= {table}.version RETURNING id"
    )
    return [number for (number,) in cursor.fetchall()]


def _stage(cursor: psycopg.Cursor, kind: str, columns: tuple[str, ...], rows: Iterable[dict]) -> None:
    cursor.execute(f"DROP TABLE IF EXISTS pg_temp.staged_{kind}")
    cursor.execute(f"CREATE TEMP TABLE staged_{kind} ON COMMIT DROP AS SELECT {', '.join(columns)} FROM {TABLES[kind]} LIMIT 0")
    copy(cursor, f"pg_temp.staged_{kind}", columns, ([row[column] for column in columns] for row in rows))


def update_parties(cursor: psycopg.Cursor, rows: Iterable[dict]) -> None:
    """Write what a source says of parties that their keys have already found; rows carry the party's id."""
    groups: dict[tuple, dict[object, dict]] = {}
    for row in rows:
        filled = {name: DEFAULTS["party"].get(name) if value is None else value for name, value in row.items()}
        groups.setdefault(tuple(sorted(filled)), {})[filled["id"]] = filled
    for columns, found in groups.items():
        _stage(cursor, "party", columns, found.values())
        cursor.execute(
            f"UPDATE signals_party p SET {', '.join(f'{c} = s.{c}' for c in columns if c != 'id')} FROM staged_party s"
            " WHERE p.id = s.id AND (p.version IS NULL OR s.version IS NULL OR s.version >= p.version)"
        )
