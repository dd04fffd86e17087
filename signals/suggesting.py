"""Suggested joins: the names that are alike, written set by set; what a person decided is never suggested again."""

from datetime import datetime

import psycopg
from django.db import transaction

from signals import locks
from signals.likeness import Likeness, Named, likenesses
from signals.loading.copying import cursor as raw_cursor
from signals.models import NameComparison

# A name that is only the id by which a source knows the party is none. People are not compared: many have the same name.
NAMED = """SELECT p.id, coalesce(p.joined_to_id, p.id) AS customer, p.source_id, p.name FROM signals_party p
    WHERE p.deleted_at IS NULL AND p.merged_into_id IS NULL AND p.kind <> 'person' AND p.source_id IS NOT NULL
    AND lower(p.name) NOT IN ('', lower(p.external_id))
    AND NOT EXISTS (SELECT FROM signals_partykey k WHERE k.party_id = p.id AND k.is_own AND k.value = lower(p.name))"""
DECIDED = """SELECT DISTINCT least(a, b), greatest(a, b) FROM (
    SELECT coalesce(p.joined_to_id, p.id) AS a, coalesce(q.joined_to_id, q.id) AS b FROM signals_partylink l
    JOIN signals_party p ON p.id = l.a_id JOIN signals_party q ON q.id = l.b_id WHERE l.state IN ('rejected', 'undone')) AS d"""
FINGERPRINT = f"""SELECT (SELECT concat(count(*), ' ', sum(hashtextextended(concat_ws(' ', n.*), 0))) FROM ({NAMED}) AS n)
    || ' ' || (SELECT concat(count(*), ' ', sum(hashtextextended(concat_ws(' ', d.*), 0))) FROM ({DECIDED}) AS d)"""
WANTED = "unnest(%s::bigint[], %s::bigint[], %s::numeric[]) AS w(a, b, score)"
WITHDRAWN = f"""DELETE FROM signals_partylink l WHERE l.state = 'suggested'
    AND NOT EXISTS (SELECT FROM {WANTED} WHERE w.a = l.a_id AND w.b = l.b_id)"""
# A system keeps two customers apart where it has a live account of its own for each: one with an id, not only named somewhere.
SUGGESTED = f"""WITH wanted AS (
        SELECT w.a, w.b, w.score, p.name AS one, q.name AS other,
            coalesce(p.joined_to_id, p.id) AS a_root, coalesce(q.joined_to_id, q.id) AS b_root
        FROM {WANTED} JOIN signals_party p ON p.id = w.a JOIN signals_party q ON q.id = w.b),
    kept AS (SELECT DISTINCT coalesce(x.joined_to_id, x.id) AS root, x.source_id FROM signals_party x
        WHERE x.source_id IS NOT NULL AND x.deleted_at IS NULL AND x.merged_into_id IS NULL AND x.kind <> 'person'
        AND EXISTS (SELECT FROM signals_partykey k
            WHERE k.party_id = x.id AND k.is_own AND k.namespace NOT IN ('domain', 'email'))),
    apart AS (SELECT w.a, w.b, count(*) AS number, string_agg(s.name, ', ' ORDER BY s.name) AS names FROM wanted w
        JOIN kept k ON k.root = w.a_root JOIN kept l ON l.root = w.b_root AND l.source_id = k.source_id
        JOIN signals_source s ON s.id = k.source_id GROUP BY w.a, w.b)
    INSERT INTO signals_partylink (a_id, b_id, state, namespace, evidence, score, kept_apart, made_at)
    SELECT w.a, w.b, 'suggested', '', concat(format('names alike: \u201c%%s\u201d and \u201c%%s\u201d', w.one, w.other),
        '; kept as two by ' || apart.names), w.score, coalesce(apart.number, 0), %s
    FROM wanted w LEFT JOIN apart USING (a, b)
    ON CONFLICT (a_id, b_id) DO UPDATE
    SET evidence = EXCLUDED.evidence, score = EXCLUDED.score, kept_apart = EXCLUDED.kept_apart
    WHERE signals_partylink.state = 'suggested' AND signals_partylink.evidence <> EXCLUDED.evidence"""


@transaction.atomic
def suggest_joins(*, at: datetime) -> NameComparison | None:
    """Compare all names and keep what is alike as suggestions; return what was compared.

    None where nothing has changed since the last time, or another worker is comparing just now.
    """
    cursor = raw_cursor()
    if cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [locks.SUGGESTIONS]).fetchone() != (True,):
        return None
    last = NameComparison.objects.first() or NameComparison()
    (fingerprint,) = cursor.execute(FINGERPRINT).fetchone()  # type: ignore[misc]
    if last.fingerprint == fingerprint:
        return None
    named = [Named(*row) for row in cursor.execute(NAMED)]
    found = likenesses(named, set(cursor.execute(DECIDED).fetchall()))
    _keep(cursor, found, at)
    last.compared_at, last.fingerprint, last.names, last.suggested = at, fingerprint, len(named), len(found)
    last.full_clean()
    last.save()
    return last


def _keep(cursor: psycopg.Cursor, found: list[Likeness], at: datetime) -> None:
    """Let the suggestions that wait be these; a pair that was joined, rejected or undone stays as it is."""
    wanted = [[one.a for one in found], [one.b for one in found], [round(one.score, 3) for one in found]]
    cursor.execute(WITHDRAWN, wanted)
    cursor.execute(SUGGESTED, [*wanted, at])
