"""Parties found by exact keys, set by set; a key that two parties share joins them, with its evidence."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

import psycopg

from signals.loading.copying import copy
from signals.mapping.keys import Key
from signals.mapping.rows import PartyFound

_LOCK = 7_301_002
REMEMBERED = 200_000


class Parties:
    """Finds and makes the parties of one pull, and remembers them."""

    def __init__(self, source_id: int):
        self.source_id = source_id
        self.ids: dict[tuple[Key, ...], int] = {}

    def resolve(self, cursor: psycopg.Cursor, wanted: Iterable[PartyFound | None], at: datetime) -> None:
        """Make `ids` hold every wanted party."""
        missing = {found.keys: found for found in wanted if found is not None and found.keys not in self.ids}
        if not missing:
            return
        if len(self.ids) > REMEMBERED:
            self.ids.clear()
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        owners = _owners(cursor, {key for keys in missing for key in keys})
        made = self._make(cursor, [found for keys, found in missing.items() if not owners.get(keys[0], NOBODY).is_own])
        shared = {_pair(party, owners[key].party): key for key, party in made.items() if key in owners}
        holders = {key: owner.party for key, owner in owners.items()} | made
        fresh: dict[Key, int] = {}
        for keys in missing:
            own = self.ids[keys] = holders[keys[0]]
            for key in keys[1:]:
                if (other := holders.setdefault(key, own)) != own:
                    shared.setdefault(_pair(own, other), key)
                elif key not in owners and key not in made:
                    fresh[key] = own
        _keep_keys(cursor, fresh, are_own=False)
        join(cursor, {pair: f"the same {key[0]}: {key[1]}" for pair, key in shared.items()}, at)

    def forget(self) -> None:
        """Forget what a rolled-back transaction had made."""
        self.ids.clear()

    def _make(self, cursor: psycopg.Cursor, new: list[PartyFound]) -> dict[Key, int]:
        """Make a party for each own key that has none; one that was known only as a key of somebody else's becomes its own."""
        firsts = {found.keys[0]: found for found in reversed(new)}
        if not firsts:
            return {}
        numbers = cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('signals_party', 'id')) FROM generate_series(1, %s)", [len(firsts)]
        ).fetchall()
        ids = {key: number for key, (number,) in zip(firsts, numbers, strict=True)}
        rows = ([ids[key], self.source_id, key[1], found.kind, found.name, {}] for key, found in firsts.items())
        copy(cursor, "signals_party", ["id", "source_id", "external_id", "kind", "name", "dimensions"], rows)
        _keep_keys(cursor, ids, are_own=True)
        return ids


class Owner(NamedTuple):
    """Who has a key, and whether it is their own id."""

    party: int
    is_own: bool


NOBODY = Owner(0, is_own=False)


def _pair(one: int, other: int) -> tuple[int, int]:
    return min(one, other), max(one, other)


def _owners(cursor: psycopg.Cursor, keys: set[Key]) -> dict[Key, Owner]:
    cursor.execute(
        "SELECT k.namespace, k.value, k.party_id, k.is_own FROM signals_partykey k"
        " JOIN unnest(%s::text[], %s::text[]) AS w(namespace, value) USING (namespace, value)",
        [[key[0] for key in keys], [key[1] for key in keys]],
    )
    return {(namespace, value): Owner(party, is_own) for namespace, value, party, is_own in cursor}


def _keep_keys(cursor: psycopg.Cursor, keys: dict[Key, int], *, are_own: bool) -> None:
    if keys:
        cursor.execute(
            "INSERT INTO signals_partykey (is_own, namespace, value, party_id)"
            " SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::bigint[])"
            " ON CONFLICT (namespace, value) DO UPDATE SET party_id = EXCLUDED.party_id, is_own = true"
            " WHERE EXCLUDED.is_own AND NOT signals_partykey.is_own",
            [are_own, [key[0] for key in keys], [key[1] for key in keys], list(keys.values())],
        )


def join(cursor: psycopg.Cursor, pairs: dict[tuple[int, int], str], at: datetime) -> None:
    """Join pairs of parties that share an exact key; a pair that a person has decided on stays as decided."""
    if not pairs:
        return
    cursor.execute(
        "INSERT INTO signals_partylink (a_id, b_id, state, evidence, made_at)"
        " SELECT a, b, 'joined', evidence, %s FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS p(a, b, evidence)"
        " ON CONFLICT (a_id, b_id) DO UPDATE SET state = 'joined', evidence = EXCLUDED.evidence"
        " WHERE signals_partylink.state = 'suggested' RETURNING a_id, b_id",
        [at, [pair[0] for pair in pairs], [pair[1] for pair in pairs], list(pairs.values())],
    )
    if made := cursor.fetchall():
        stand_together(cursor, made)


def stand_together(cursor: psycopg.Cursor, pairs: list[tuple[int, int]]) -> None:
    """Let one row stand for each group that the pairs make: an account before a person, the oldest first."""
    members = list({party for pair in pairs for party in pair})
    cursor.execute("SELECT id, coalesce(joined_to_id, id) FROM signals_party WHERE id = ANY(%s)", [members])
    standing: dict[int, int] = dict(cursor.fetchall())
    group = {root: root for root in standing.values()}

    def top(root: int) -> int:
        while group[root] != root:
            root = group[root]
        return root

    cursor.execute("SELECT id, kind <> 'account', id FROM signals_party WHERE id = ANY(%s)", [list(group)])
    rank = {root: (lesser, age) for root, lesser, age in cursor}
    for a, b in pairs:
        first, second = sorted((top(standing[a]), top(standing[b])), key=lambda root: rank[root])
        group[second] = first
    moved = {root: top(root) for root in group if top(root) != root}
    cursor.execute(
        "UPDATE signals_party p SET joined_to_id = m.now FROM unnest(%s::bigint[], %s::bigint[]) AS m(was, now)"
        " WHERE p.id = m.was OR p.joined_to_id = m.was",
        [list(moved), list(moved.values())],
    )
