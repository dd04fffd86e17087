"""Which row stands for a customer: of the parties that joins make one, an account before a person, the oldest first.

A row that its source has merged into another stands for nobody while another can.
"""

from collections.abc import Iterable

import psycopg

Rank = tuple[bool, bool, int]
_RANKED = "SELECT id, merged_into_id IS NOT NULL, kind <> 'account' FROM signals_party WHERE id = ANY(%s)"
_MEMBERS = """WITH roots AS (SELECT DISTINCT coalesce(joined_to_id, id) AS id FROM signals_party WHERE id = ANY(%s))
    SELECT id, merged_into_id IS NOT NULL, kind <> 'account' FROM signals_party
    WHERE id IN (SELECT id FROM roots) OR joined_to_id IN (SELECT id FROM roots)"""
_JOINED = "SELECT a_id, b_id FROM signals_partylink WHERE state = 'joined' AND a_id = ANY(%s) AND b_id = ANY(%s)"


def groups(ranks: dict[int, Rank], pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """For each party the one that stands for it: the lowest rank among those that the pairs connect it with."""
    above = {party: party for party in ranks}

    def top(party: int) -> int:
        while above[party] != party:
            above[party] = above[above[party]]
            party = above[party]
        return party

    for one, other in pairs:
        first, second = sorted((top(one), top(other)), key=ranks.__getitem__)
        above[second] = first
    return {party: top(party) for party in ranks}


def stand_together(cursor: psycopg.Cursor, pairs: list[tuple[int, int]]) -> None:
    """After new joins: let one row stand for each group that the pairs make of the groups there were."""
    members = list({party for pair in pairs for party in pair})
    cursor.execute("SELECT id, coalesce(joined_to_id, id) FROM signals_party WHERE id = ANY(%s)", [members])
    standing: dict[int, int] = dict(cursor.fetchall())
    cursor.execute(_RANKED, [list(set(standing.values()))])
    ranks = _ranks(cursor)
    now = groups(ranks, [(standing[a], standing[b]) for a, b in pairs])
    moved = {root: top for root, top in now.items() if top != root}
    cursor.execute(
        "UPDATE signals_party p SET joined_to_id = m.now FROM unnest(%s::bigint[], %s::bigint[]) AS m(was, now)"
        " WHERE p.id = m.was OR p.joined_to_id = m.was",
        [list(moved), list(moved.values())],
    )


def stand_anew(cursor: psycopg.Cursor, parties: Iterable[int]) -> None:
    """After a decision: let the groups of these parties be what the joins in force make of them, and nothing else."""
    cursor.execute(_MEMBERS, [list(parties)])
    ranks = _ranks(cursor)
    members = list(ranks)
    pairs = cursor.execute(_JOINED, [members, members]).fetchall()
    now = groups(ranks, pairs)
    cursor.execute(
        "UPDATE signals_party p SET joined_to_id = nullif(m.now, p.id)"
        " FROM unnest(%s::bigint[], %s::bigint[]) AS m(id, now)"
        " WHERE p.id = m.id AND p.joined_to_id IS DISTINCT FROM nullif(m.now, p.id)",
        [list(now), list(now.values())],
    )


def _ranks(cursor: psycopg.Cursor) -> dict[int, Rank]:
    return {party: (merged, lesser, party) for party, merged, lesser in cursor}
