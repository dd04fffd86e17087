"""Parts found by name, in whatever way a system writes it."""

from collections.abc import Iterable

import psycopg

from signals.mapping.keys import alias
from signals.mapping.rows import PartFound, Row

REMEMBERED = 50_000


class Parts:
    """Finds and makes the parts of one pull, and remembers them."""

    def __init__(self, source_id: int):
        self.source_id = source_id
        self.ids: dict[PartFound, int] = {}

    def resolve(self, cursor: psycopg.Cursor, wanted: Iterable[PartFound | None]) -> None:
        """Make `ids` hold every wanted part. One that no source has declared yet is kept by the name it was given."""
        missing = {found for found in wanted if found is not None and found not in self.ids}
        if not missing:
            return
        if len(self.ids) > REMEMBERED:
            self.ids.clear()
        names = {(found.kind, alias(found.name)): found.name for found in sorted(missing)}
        known = owners(cursor, set(names))
        new = {key: name for key, name in names.items() if key not in known}
        if new:
            cursor.execute(
                "INSERT INTO signals_part (source_id, kind, external_id, name, dimensions)"
                " SELECT %s, kind, name, name, '{}' FROM unnest(%s::text[], %s::text[]) AS n(kind, name)"
                " ON CONFLICT (source_id, kind, external_id) DO UPDATE SET external_id = EXCLUDED.external_id"
                " RETURNING kind, external_id, id",
                [self.source_id, [key[0] for key in new], list(new.values())],
            )
            made = {(kind, alias(name)): part for kind, name, part in cursor}
            keep_aliases(cursor, made)
            known = owners(cursor, set(names))
        self.ids.update({found: known[found.kind, alias(found.name)] for found in missing})

    def forget(self) -> None:
        """Forget what a rolled-back transaction had made."""
        self.ids.clear()


def owners(cursor: psycopg.Cursor, keys: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The parts that have these (kind, alias) pairs."""
    cursor.execute(
        "SELECT a.kind, a.value, a.part_id FROM signals_partalias a"
        " JOIN unnest(%s::text[], %s::text[]) AS w(kind, value) USING (kind, value)",
        [[key[0] for key in keys], [key[1] for key in keys]],
    )
    return {(kind, value): part for kind, value, part in cursor}


def keep_aliases(cursor: psycopg.Cursor, aliases: dict[tuple[str, str], int]) -> None:
    """Let parts be found by these (kind, alias) pairs; a pair that names another part keeps naming it."""
    cursor.execute(
        "INSERT INTO signals_partalias (kind, value, part_id) SELECT * FROM unnest(%s::text[], %s::text[], %s::bigint[])"
        " ON CONFLICT (kind, value) DO NOTHING",
        [[key[0] for key in aliases], [key[1] for key in aliases], list(aliases.values())],
    )


def adopt(cursor: psycopg.Cursor, rows: list[Row], source_id: int) -> None:
    """Before parts are loaded: one that was only known by name becomes the one its source now declares."""
    named = {(row.values["kind"], alias(name)): row for row in rows for name in row.aliases}
    for key, part in owners(cursor, set(named)).items():
        cursor.execute(
            "UPDATE signals_part SET source_id = %s, external_id = %s WHERE id = %s AND stream_id IS NULL"
            " AND NOT EXISTS (SELECT 1 FROM signals_part WHERE source_id = %s AND kind = %s AND external_id = %s)",
            [source_id, named[key].external_id, part, source_id, key[0], named[key].external_id],
        )


def declare(cursor: psycopg.Cursor, rows: list[Row], source_id: int) -> None:
    """After parts are loaded: keep the names by which they are found."""
    cursor.execute(
        "SELECT kind, external_id, id FROM signals_part WHERE source_id = %s AND external_id = ANY(%s)",
        [source_id, [row.external_id for row in rows]],
    )
    ids = {(kind, external_id): part for kind, external_id, part in cursor}
    named = {
        (row.values["kind"], alias(name)): ids[row.values["kind"], row.external_id] for row in rows for name in row.aliases
    }
    keep_aliases(cursor, named)
    for key, part in owners(cursor, set(named)).items():
        if part != named[key]:
            _merge(cursor, part, named[key])


def _merge(cursor: psycopg.Cursor, nameless: int, into: int) -> None:
    """A part that was only known by another name turns out to be one that its source declares."""
    if cursor.execute("SELECT 1 FROM signals_part WHERE id = %s AND stream_id IS NULL", [nameless]).fetchone():
        for table in ("signals_partalias", "signals_work", "signals_signal"):
            cursor.execute(f"UPDATE {table} SET part_id = %s WHERE part_id = %s", [into, nameless])
        cursor.execute("DELETE FROM signals_part WHERE id = %s", [nameless])
