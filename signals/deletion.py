"""A source removed with what it brought, in steps that may be taken twice; customers and parts that others use stay."""

from dataclasses import dataclass

import psycopg
from django.db import connection, transaction
from django.db.models import Model, Q, Sum
from psycopg import sql

from signals import locks, uploads
from signals.holders import refresh_claims
from signals.loading.copying import cursor as raw_cursor
from signals.models import (
    Arrival,
    Definition,
    Part,
    Party,
    PartyLink,
    RawPage,
    Record,
    Reject,
    Rollup,
    RollupDue,
    Signal,
    Source,
    Work,
    WorkEvent,
)

STEP, STRETCH = 5_000, 200  # rows, blocks of a table
COUNTED = 100_000


@dataclass(frozen=True)
class Counts:
    """What a source has brought, and what reads it."""

    work: int
    events: int
    customers: int
    parts: int
    signals: int
    pulls: int
    joins: int
    kept_customers: int
    definitions: list[Definition]

    @property
    def gone_customers(self) -> int:
        """Customers that only this source speaks of."""
        return self.customers - self.kept_customers


def counts_of(source: Source) -> Counts:
    """What would go with a source, and what would stay; a fixed number of queries. Signals are counted in the rollups."""
    parties = Party.objects.filter(source=source)
    return Counts(
        work=Work.objects.filter(source=source).count(),
        events=WorkEvent.objects.filter(source=source).count(),
        customers=parties.count(),
        parts=Part.objects.filter(source=source).count(),
        signals=Rollup.objects.filter(source=source).aggregate(all=Sum("count"))["all"] or 0,
        pulls=source.pulls.count(),
        joins=PartyLink.objects.filter(Q(a__source=source) | Q(b__source=source), state="joined").count(),
        kept_customers=used_elsewhere(source).count(),
        definitions=list(Definition.objects.needing(source).order_by("metric__name")),
    )


def left_of(source: Source) -> int:
    """How many of its rows are still to go, of each kind at most 100,001 counted: what a reader sees shrink."""
    own = [model._default_manager.filter(source=source) for model in (Work, WorkEvent, Party, Part)]
    signals = Signal.objects.filter(stream__source=source)
    return sum(rows.order_by()[: COUNTED + 1].count() for rows in [*own, signals])


def used_elsewhere(source: Source):
    """The customers that this source named first and that others speak of too: they stay."""
    streams = source.streams.values("pk")
    work = Work.objects.filter(party__source=source).exclude(source=source).values("party")
    signals = Signal.objects.filter(party__source=source).exclude(stream__in=streams).values("party")
    members = Party.objects.filter(joined_to__source=source).exclude(source=source).values("joined_to")
    return Party.objects.filter(source=source).filter(Q(pk__in=work) | Q(pk__in=signals) | Q(pk__in=members))


def delete(source_id: int) -> bool:
    """Remove a source that is marked for deletion, and all that is only its own; False where another worker is at it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [locks.DELETION, source_id])
        if not cursor.fetchone()[0]:
            return False
        try:
            _delete(source_id)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [locks.DELETION, source_id])
    return True


def _delete(source_id: int) -> None:
    source = Source.objects.filter(pk=source_id, state=Source.State.DELETING).first()
    if source is None:
        return
    for stream in source.streams.all():
        for table in (Signal, Reject, Record, RawPage):
            _in_steps(table, "stream_id", stream.pk)
    for own in (RollupDue, Rollup, Arrival):
        _in_steps(own, "source_id", source.pk)
    _rows_of(source, WorkEvent)
    _rows_of(source, Work)
    _let_go(source)
    _rows_of(source, Party)
    _rows_of(source, Part)
    folder = source.settings.get("folder", "") if source.kind in ("file", "event_log") else ""
    source.delete()
    refresh_claims()
    uploads.remove(folder)


def _in_steps(model: type[Model], column: str, value: int) -> None:
    """Delete rows a stretch of the table at a time, each step committed by itself: no transaction grows with the source.

    The table is walked from its start to its end, and once more where rows were found: some may have come meanwhile.
    """
    cursor = raw_cursor()
    while sum(_walk(cursor, table, column, value) for table in _tables(cursor, model._meta.db_table)):
        pass


def _tables(cursor: psycopg.Cursor, name: str) -> list[str]:
    """A table's partitions; itself where it has none."""
    found = cursor.execute(
        "SELECT relname FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid WHERE inhparent = to_regclass(%s)", [name]
    )
    return [partition for (partition,) in found] or [name]


def _walk(cursor: psycopg.Cursor, name: str, column: str, value: int) -> int:
    """Delete a table's rows that have the value; how many."""
    table, gone = sql.Identifier(name), 0
    size = cursor.execute("SELECT pg_relation_size(to_regclass(%s)) / current_setting('block_size')::int", [name])
    blocks = size.fetchone()[0]  # type: ignore[index]
    statement = sql.SQL("DELETE FROM {} WHERE {} = %s AND ctid >= {} AND ctid < {}")
    for start in range(0, blocks, STRETCH):
        ends = [sql.SQL("{}::tid").format(sql.Literal(f"({block},0)")) for block in (start, start + STRETCH)]
        cursor.execute(statement.format(table, sql.Identifier(column), *ends), [value])
        gone += cursor.rowcount
    return gone


def _rows_of(source: Source, model: type[Model]) -> None:
    """Delete a source's rows of a model a few at a time, with what hangs on them."""
    rows = model._default_manager.filter(source=source).order_by("pk").values_list("pk", flat=True)
    while keys := list(rows[:STEP]):
        with transaction.atomic():
            model._default_manager.filter(pk__in=keys).delete()


@transaction.atomic
def _let_go(source: Source) -> None:
    """Customers and parts that other sources speak of stay, no longer as this source's."""
    used_elsewhere(source).update(source=None, stream=None)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE signals_part p SET source_id = u.source_id, stream_id = NULL FROM ("
            " SELECT part_id, min(source_id) AS source_id FROM ("
            "  SELECT part_id, source_id FROM signals_work WHERE part_id IS NOT NULL UNION"
            "  SELECT g.part_id, t.source_id FROM signals_signal g JOIN signals_stream t ON t.id = g.stream_id"
            "  WHERE g.part_id IN (SELECT id FROM signals_part WHERE source_id = %s)) o"
            " WHERE source_id <> %s GROUP BY part_id) u"
            " WHERE p.id = u.part_id AND p.source_id = %s AND NOT EXISTS (SELECT 1 FROM signals_part q"
            "  WHERE q.source_id = u.source_id AND q.kind = p.kind AND q.external_id = p.external_id)",
            [source.pk] * 3,
        )
