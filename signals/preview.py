"""What a definition would say, before it is saved: on real data, within a time limit."""

from dataclasses import dataclass
from datetime import datetime

from django.db import OperationalError, connection, transaction

from signals.definitions import MetricEntry, explain
from signals.evaluation import Evaluated
from signals.freshness import freshness_of
from signals.models import Definition, Source
from signals.recompute import evaluated_at
from signals.wording import in_words

TIME_LIMIT_MS = 5_000


@dataclass(frozen=True)
class Preview:
    """The definition in a sentence, its value in words, and why it is unknown when it is."""

    sentence: str
    value: str
    records: int = 0
    why: str = ""
    series: tuple = ()


def preview(entry: MetricEntry, at: datetime) -> Preview:
    """Evaluate an entry that is not saved; one that takes longer than five seconds is left to the worker."""
    sources = list(Source.objects.filter(name__in=entry.sources))
    definition = Definition(
        spec=entry.definition.model_dump(mode="json", by_alias=True, exclude_none=True),
        **{name: getattr(entry, name) for name in ("unit", "currency", "direction", "target", "tolerated_age")},
    )
    sentence = explain(entry.definition)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {TIME_LIMIT_MS}")
            found = evaluated_at(definition, sources, freshness_of(sources, entry.tolerated_age, at), at)
    except OperationalError:
        return Preview(sentence, "unknown", why="It takes longer than five seconds here. Saved, it is computed by the worker.")
    return _shown(sentence, entry, found)


def _shown(sentence: str, entry: MetricEntry, found: Evaluated) -> Preview:
    value = in_words(found.point.value, entry.unit, entry.currency)
    return Preview(sentence, value, found.point.records, found.point.why, tuple(found.series))
