"""Work, events, parties and parts: COPY into a staging table, then one INSERT … SELECT … ON CONFLICT."""

from collections.abc import Callable, Iterable, Sequence

import psycopg

from signals.loading.blocks import DEFAULTS, Block, Named
from signals.loading.copying import copy

TABLES = {"work": "signals_work", "event": "signals_workevent", "party": "signals_party", "part": "signals_part"}
KEYS = {
    "work": ("source_id", "kind", "external_id"),
    "event": ("source_id", "external_id"),
    "part": ("source_id", "kind", "external_id"),
}


def upsert(
    cursor: psycopg.Cursor, block: Block, numbers: dict[str, Callable[[Named], object]], same: dict[str, int]
) -> list[int]:
    """Write a block; return its rows' ids. `numbers` gives the columns that it asks for; all its rows have those in `same`.

    A row whose version is older than the one kept is left alone. So are columns that a stream does not map: two streams of a
    source can each tell a part of the same work.
    """
    kind, columns = block.kind, (*numbers, *block.columns)
    table, keys = TABLES[kind], KEYS[kind]
    _stage(cursor, kind, columns)
    with cursor.copy(f"COPY pg_temp.staged_{kind} ({', '.join(columns)}) FROM STDIN") as out:
        out.write(block.text(numbers.values()))
    unmapped = {name: value for name, value in DEFAULTS[kind].items() if name not in columns}
    into = [*columns, *same, *unmapped]
    given = [*columns, *map(str, same.values()), *(f"'{value}'" for value in unmapped.values())]
    told = [column for column in (*columns, *same) if column not in keys]
    cursor.execute(
        f"INSERT INTO {table} ({', '.join(into)}) SELECT {', '.join(given)} FROM staged_{kind}"
        f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {', '.join(f'{column} = EXCLUDED.{column}' for column in told)}"
        f" WHERE {table}.version IS NULL OR EXCLUDED.version IS NULL OR EXCLUDED.version >= {table}.version RETURNING id"
    )
    return [number for (number,) in cursor.fetchall()]


def _stage(cursor: psycopg.Cursor, kind: str, columns: Sequence[str]) -> None:
    cursor.execute(f"DROP TABLE IF EXISTS pg_temp.staged_{kind}")
    cursor.execute(f"CREATE TEMP TABLE staged_{kind} ON COMMIT DROP AS SELECT {', '.join(columns)} FROM {TABLES[kind]} LIMIT 0")


def update_parties(cursor: psycopg.Cursor, rows: Iterable[dict]) -> None:
    """Write what a source says of parties that their keys have already found; rows carry the party's id."""
    groups: dict[tuple, dict[object, dict]] = {}
    for row in rows:
        filled = {name: "" if name == "name" and value is None else value for name, value in row.items()}
        groups.setdefault(tuple(sorted(filled)), {})[filled["id"]] = filled
    for columns, found in groups.items():
        _stage(cursor, "party", columns)
        copy(cursor, "pg_temp.staged_party", columns, ([row[column] for column in columns] for row in found.values()))
        cursor.execute(
            f"UPDATE signals_party p SET {', '.join(f'{c} = s.{c}' for c in columns if c != 'id')} FROM staged_party s"
            " WHERE p.id = s.id AND (p.version IS NULL OR s.version IS NULL OR s.version >= p.version)"
        )
