"""Parties found by exact keys, set by set; a key that two parties share joins them, with its evidence."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

import psycopg

from signals import locks
from signals.loading.copying import copy
from signals.loading.standing import stand_anew, stand_together
from signals.mapping.keys import Key
from signals.mapping.rows import PartyFound

REMEMBERED = 200_000
SHARED = ("email", "domain")  # namespaces in which one party may well have several keys


class Parties:
    """Finds and makes the parties of one pull, and remembers them."""

    def __init__(self, source_id: int):
        self.source_id = source_id
        self.ids: dict[tuple[Key, ...], int] = {}

    def resolve(self, cursor: psycopg.Cursor, wanted: Iterable[PartyFound | None], at: datetime) -> None:
        """Make `ids` hold every wanted party. Further keys of its own namespace are those of rows that were merged into it."""
        missing = {found.keys: found for found in wanted if found is not None and found.keys not in self.ids}
        if not missing:
            return
        if len(self.ids) > REMEMBERED:
            self.ids.clear()
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [locks.PARTIES])
        owners = _owners(cursor, {key for keys in missing for key in keys})
        made = self._make(cursor, [found for keys, found in missing.items() if not owners.get(keys[0], NOBODY).is_own])
        shared = {_pair(party, owners[key].party): key for key, party in made.items() if key in owners}
        holders = {key: owner.party for key, owner in owners.items()} | made
        fresh: dict[Key, int] = {}
        merges: list[tuple[Key, Key]] = []
        for keys in missing:
            own = self.ids[keys] = holders[keys[0]]
            for key in keys[1:]:
                if key[0] == keys[0][0] and key[0] not in SHARED:
                    merges.append((key, keys[0]))
                elif (other := holders.setdefault(key, own)) != own:
                    pair = _pair(own, other)
                    shared[pair] = min(shared.get(pair, key), key, key=_weakness)
                elif key not in owners and key not in made:
                    fresh[key] = own
        _keep_keys(cursor, fresh, are_own=False)
        join(cursor, {pair: Evidence.of(key) for pair, key in shared.items()}, at)
        self.follow(cursor, merges, at)

    def follow(self, cursor: psycopg.Cursor, merges: Iterable[tuple[Key, Key]], at: datetime) -> None:
        """Follow what the source has merged, given as (old key, the key it became): the old one leads to the new from now on.

        What names the old row keeps naming it, so that nothing of its history is rewritten; a join makes the two one.
        """
        became = {old: new for old, new in merges if old != new}
        if not became:
            return
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [locks.PARTIES])
        self.resolve(cursor, [PartyFound((new,), "account", new[1]) for new in became.values()], at)
        owners = _owners(cursor, set(became))
        _keep_keys(cursor, {old: self.ids[new,] for old, new in became.items() if old not in owners}, are_own=False)
        moved = {owners[old].party: (old, new) for old, new in became.items() if old in owners}
        pairs = {party: self.ids[new,] for party, (_, new) in moved.items() if party != self.ids[new,]}
        cursor.execute(
            "UPDATE signals_party p SET merged_into_id = m.now FROM unnest(%s::bigint[], %s::bigint[]) AS m(was, now)"
            " WHERE p.id = m.was AND p.merged_into_id IS DISTINCT FROM m.now",
            [list(pairs), list(pairs.values())],
        )
        told = {
            _pair(was, now): Evidence("", f"merged by its source: {moved[was][0][1]} is {moved[was][1][1]} now")
            for was, now in pairs.items()
        }
        join(cursor, told, at)
        stand_anew(cursor, [*pairs, *pairs.values()])

    def forget(self) -> None:
        """Forget what a rolled-back transaction had made."""
        self.ids.clear()

    def _make(self, cursor: psycopg.Cursor, new: list[PartyFound]) -> dict[Key, int]:
        """Make a party for each own key that has none; one that was known only as a key of somebody else's becomes its own."""
        firsts: dict[Key, PartyFound] = {}
        for found in new:
            firsts.setdefault(found.keys[0], found)
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


def _weakness(key: Key) -> int:
    """Ids that systems keep of each other are the best evidence, then an address, then a domain."""
    return {"email": 1, "domain": 2}.get(key[0], 0)


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


class Evidence(NamedTuple):
    """Why two parties are one: the namespace of the key they share (empty where there is none), and a sentence's worth."""

    namespace: str
    text: str

    @classmethod
    def of(cls, key: Key) -> "Evidence":
        """A key that both have."""
        return cls(key[0], f"the same {key[0]}: {key[1]}")


def join(cursor: psycopg.Cursor, pairs: dict[tuple[int, int], Evidence], at: datetime) -> None:
    """Join pairs of parties; a pair that a person has decided on stays as decided."""
    if not pairs:
        return
    cursor.execute(
        "INSERT INTO signals_partylink (a_id, b_id, state, namespace, evidence, made_at) SELECT a, b, 'joined', n, e, %s"
        " FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[]) AS p(a, b, n, e)"
        " ON CONFLICT (a_id, b_id) DO UPDATE SET state = 'joined', score = NULL, namespace = EXCLUDED.namespace,"
        " evidence = EXCLUDED.evidence WHERE signals_partylink.state = 'suggested' RETURNING a_id, b_id",
        [at, *(list(column) for column in zip(*((*pair, *told) for pair, told in pairs.items()), strict=True))],
    )
    if made := cursor.fetchall():
        stand_together(cursor, made)
