"""Counting records by the customer they name, after pulls and decisions: set by set, in the worker, so that no page counts."""

from datetime import datetime
from typing import Any

import psycopg
from django.db import transaction
from django.db.models import Max, Q
from django.db.models.expressions import RawSQL

from people.models import Function
from signals import locks
from signals.coverage import Counted, counted, kinds_that_name
from signals.loading.copying import cursor as raw_cursor
from signals.models import Coverage, Party, PartyLink, Pull, Stream

COUNTED = """INSERT INTO signals_partyrecords (stream_id, party_id, work, signals)
    SELECT stream_id, party_id, sum(work), sum(signals) FROM (
        SELECT stream_id, party_id, count(*) AS work, 0 AS signals FROM signals_work
        WHERE deleted_at IS NULL AND stream_id = ANY(%(streams)s) GROUP BY 1, 2
        UNION ALL
        SELECT stream_id, party_id, 0, count(*) FROM signals_signal
        WHERE deleted_at IS NULL AND stream_id = ANY(%(streams)s) GROUP BY 1, 2
    ) AS each GROUP BY 1, 2"""
# A customer is a company: an account, or people who write from a company's own domain. One private mail address is nobody's.
COMPANIES = """WITH standing AS MATERIALIZED (SELECT id, coalesce(joined_to_id, id) AS customer FROM signals_party),
    company AS MATERIALIZED (
        SELECT s.customer FROM standing s JOIN signals_party p ON p.id = s.customer WHERE p.kind <> 'person'
        UNION SELECT s.customer FROM signals_partykey k JOIN standing s ON s.id = k.party_id WHERE k.namespace = 'domain')"""
RESOLVED = f"""{COMPANIES} SELECT r.stream_id, sum(r.work + r.signals),
    sum(r.work + r.signals) FILTER (WHERE c.customer IS NOT NULL),
    sum(r.work) FILTER (WHERE r.party_id IS NULL), sum(r.signals) FILTER (WHERE r.party_id IS NULL)
    FROM signals_partyrecords r LEFT JOIN standing s ON s.id = r.party_id LEFT JOIN company c ON c.customer = s.customer
    GROUP BY r.stream_id"""
SEEN = """SELECT customer FROM (
    SELECT coalesce(p.joined_to_id, p.id) AS customer, s.function FROM signals_party p
        JOIN signals_source s ON s.id = p.source_id WHERE p.deleted_at IS NULL
    UNION SELECT coalesce(p.joined_to_id, p.id), s.function FROM signals_partyrecords r
        JOIN signals_party p ON p.id = r.party_id
        JOIN signals_stream t ON t.id = r.stream_id JOIN signals_source s ON s.id = t.source_id
    ) AS each WHERE function <> '' GROUP BY customer HAVING count(*) = %s"""
PRIVATE = f"""{COMPANIES} SELECT r.party_id, r.work + r.signals FROM signals_partyrecords r JOIN standing s ON s.id = r.party_id
    LEFT JOIN company c ON c.customer = s.customer WHERE r.stream_id = %s AND c.customer IS NULL
    ORDER BY 2 DESC, 1 LIMIT %s"""
CUSTOMERS = "SELECT count(DISTINCT coalesce(joined_to_id, id)) FROM signals_party WHERE deleted_at IS NULL"


@transaction.atomic
def count_customers(*, at: datetime) -> Coverage | None:
    """Count the records of the sources that a pull has changed, and how far all records resolve; return it.

    None where nothing has changed since the last time, or another worker is counting just now.
    """
    cursor = raw_cursor()
    if cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [locks.CUSTOMERS]).fetchone() != (True,):
        return None
    last = Coverage.objects.first()
    kept = last or Coverage()
    newest = _changing_pulls()
    due = [source for source, pull in newest.items() if kept.pulls.get(source) != pull]
    if last and not due and not _decided_since(last.counted_at):
        return None
    if due:
        _count(cursor, list(Stream.objects.filter(source__in=[int(source) for source in due]).values_list("pk", flat=True)))
    kept.counted_at, kept.pulls, kept.streams = at, newest, _streams(cursor)
    kept.customers = _number(cursor, CUSTOMERS, [])
    kept.seen_by_all = _number(cursor, f"SELECT count(*) FROM ({SEEN}) AS seen", [len(Function.values)])
    kept.full_clean()
    kept.save()
    return kept


def seen_by_all() -> RawSQL:
    """The customers that all four functions have records of, as a subquery of their numbers."""
    return RawSQL(SEEN, [len(Function.values)])  # noqa: S611 - a constant text


def newest_count() -> tuple[Coverage | None, list[Counted]]:
    """What was counted last, by stream; None and nothing before the first count. Two queries."""
    found = Coverage.objects.first()
    rows = Stream.objects.values_list("pk", "name", "source__name", "source__function")
    streams = {pk: (name, source, function) for pk, name, source, function in rows}
    return found, counted(found.streams, streams) if found else []


def private_parties(stream: int, limit: int) -> list[tuple[Party, int]]:
    """People of a stream of whom no company is known, with how many records name each, the most first."""
    numbers = raw_cursor().execute(PRIVATE, [stream, limit]).fetchall()
    parties = Party.objects.in_bulk([party for party, _ in numbers])
    return [(parties[party], number) for party, number in numbers if party in parties]


def _changing_pulls() -> dict[str, int]:
    """The newest pull of each source that brought anything, finished or not so far: {source: pull}."""
    changing = Q(rows_new__gt=0) | Q(rows_changed__gt=0) | Q(rows_deleted__gt=0)
    done = Pull.objects.filter(changing, state__in=[Pull.State.DONE, Pull.State.FAILED])
    return {str(source): pull for source, pull in done.order_by().values_list("source").annotate(Max("pk"))}


def _decided_since(at: datetime) -> bool:
    return PartyLink.objects.filter(Q(made_at__gt=at, state=PartyLink.State.JOINED) | Q(decided_at__gt=at)).exists()


def _number(cursor: psycopg.Cursor, query: str, given: list) -> int:
    return cursor.execute(query, given).fetchone()[0]  # type: ignore[index]


def _count(cursor: psycopg.Cursor, streams: list[int]) -> None:
    cursor.execute("DELETE FROM signals_partyrecords WHERE stream_id = ANY(%s)", [streams])
    cursor.execute(COUNTED, {"streams": streams})


def _streams(cursor: psycopg.Cursor) -> list[dict[str, Any]]:
    """Of each stream the records that can name a customer, and how many stand apart: those that by its mapping name none."""
    mappings = dict(Stream.objects.values_list("pk", "mapping"))
    found = []
    for stream, records, resolved, work, signals in cursor.execute(RESOLVED):
        kinds = kinds_that_name(mappings.get(stream, {}))
        nobody = {"work": int(work or 0), "signals": int(signals or 0)}
        apart = sum(number for kind, number in nobody.items() if kind not in kinds)
        told = {"stream": stream, "records": int(records) - apart, "resolved": int(resolved or 0)}
        found.append({**told, "unnamed": sum(nobody.values()) - apart, "apart": apart, "kinds": kinds})
    return found
