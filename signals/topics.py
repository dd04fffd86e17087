"""Topics: what several functions count, each by a rule of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from signals.models import Metric
from signals.shown import ShownReading


@dataclass(frozen=True)
class Pair:
    """Two metrics of one topic whose numbers or rules differ."""

    topic: str
    first: ShownReading
    second: ShownReading


def disagreements(metrics: Sequence[Metric], readings: Sequence[ShownReading]) -> list[Pair]:
    """The pairs of metrics in use that have a topic in common; a reading for each metric, in the same order."""
    in_use = [
        (metric, reading)
        for metric, reading in zip(metrics, readings, strict=True)
        if metric.topic and not metric.replaced_by_id and reading.version
    ]
    return [
        Pair(one.topic, first, second) for (one, first), (other, second) in combinations(in_use, 2) if one.topic == other.topic
    ]
