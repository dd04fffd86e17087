"""Rows of the shared schema, made by hand for the tests of readings and pages."""

from datetime import UTC, datetime, timedelta

from django.db import connection

from signals.models import Party, Pull, Rollup, Signal, Source, Stream, Work, WorkEvent

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def day(back, hour=9):
    """An instant that many days before NOW."""
    return (NOW - timedelta(days=back)).replace(hour=hour)


def a_source(name="CRM", *, pulled=NOW, function="sales", **fields):
    """A source that was pulled, with one stream."""
    source = Source.objects.create(name=name, function=function, kind="rest", last_success_at=pulled, **fields)
    Stream.objects.create(source=source, name="all")
    if pulled:
        Pull.objects.create(source=source, state="done", due_at=pulled, started_at=pulled, finished_at=pulled)
    return source


def a_customer(source, name="Acme", **fields):
    return Party.objects.create(source=source, **{"external_id": name, "name": name, **fields})


def some_work(source, number, *, kind="lead", events=(), **fields):
    """One piece of work, with events given as (kind, to, actor, at)."""
    work = Work.objects.create(source=source, stream=source.streams.get(), external_id=str(number), kind=kind, **fields)
    for place, (event, to, actor, at) in enumerate(events):
        WorkEvent.objects.create(
            source=source,
            work=work,
            work_key=f"{kind}:{number}",
            external_id=f"{kind}-{number}-{place}",
            kind=event,
            to_value=to,
            actor=actor,
            at=at,
        )
    return work


def a_signal(source, key, at, value=1, **fields):
    _partition(at)
    stream = source.streams.get()
    number = Signal.objects.filter(stream=stream).count()
    place = {"hash": number, "page_id": 0, "ordinal": number}
    return Signal.objects.create(
        stream=stream, external_id=f"{key}-{number}", at=at, metric_key=key, value=value, **{**place, **fields}
    )


def roll_up():
    """Sum every signal up by day, as a pull does for the days that it touched."""
    Rollup.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO signals_rollup (source_id, function, metric_key, day, unit, dimensions, count, sum) "
            "SELECT t.source_id, '', s.metric_key, (s.at AT TIME ZONE 'UTC')::date, s.unit, s.dimensions, "
            "count(*), sum(s.value) "
            "FROM signals_signal AS s JOIN signals_stream AS t ON t.id = s.stream_id WHERE s.deleted_at IS NULL "
            "GROUP BY 1, 2, 3, 4, 5, 6"
        )


def _partition(at):
    """The partition of that month, as loading makes it."""
    month = at.date().replace(day=1)
    after = (month + timedelta(days=32)).replace(day=1)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE IF NOT EXISTS signals_signal_{month:%Y_%m} PARTITION OF signals_signal "
            f"FOR VALUES FROM ('{month} 00:00:00+00') TO ('{after} 00:00:00+00')"
        )
