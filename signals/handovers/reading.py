"""The steps of a source, read as they stream from the database; and their analysis, kept until the source brings anything."""

from collections.abc import Iterator

from django.core.cache import cache
from django.db import connection, transaction

from signals.handovers.analysis import analyse
from signals.handovers.found import Analysis, Step
from signals.models import Pull, Source

KEPT = 24 * 60 * 60
BATCH = 5_000
# The order within a case is by instant; events of one instant stay in the order of the log.
STEPS = """
SELECT work_key, to_value, actor, coalesce(dimensions->>'group', ''), extract(epoch FROM at)::float8
FROM signals_workevent
WHERE source_id = %s AND kind = 'activity' AND deleted_at IS NULL
ORDER BY work_key COLLATE "C", at, (dimensions->>'order')::int, external_id
"""


def steps_of(source: Source) -> Iterator[Step]:
    """Every step of the source's cases, case by case in time order, a few thousand at a time."""
    with transaction.atomic():
        connection.ensure_connection()
        with connection.connection.cursor(name="steps") as rows:
            rows.itersize = BATCH
            rows.execute(STEPS, [source.pk])
            yield from map(Step._make, rows)


def handovers_of(source: Source) -> Analysis:
    """The analysis of the source's steps; computed once for what the last pull left."""
    last = Pull.objects.filter(source=source, finished_at__isnull=False).order_by("-finished_at", "-pk").first()
    key = f"handovers:{source.pk}:{last.pk if last else 0}:{last.finished_at.timestamp() if last and last.finished_at else 0}"
    found = cache.get(key)
    if found is None:
        found = analyse(steps_of(source))
        cache.set(key, found, KEPT)
    return found
