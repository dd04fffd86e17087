"""What stands behind a metric's reading: the parts of its definition, and the records of one of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from revenue_arc.numbers import whole
from signals.definitions import CycleTime, Spec, parse_spec
from signals.evaluation import After, Part, Row, Scope, parts_of, place_of, rows_behind
from signals.models import Metric
from signals.shown import ShownReading, shown_readings

BATCH = 2_000


@dataclass(frozen=True)
class Behind:
    """One part of the definition in force, at the moment of its reading. It is counted and cut as any list."""

    reading: ShownReading
    spec: Spec
    parts: list[Part]
    chosen: int
    scope: Scope
    as_of: datetime

    @property
    def part(self) -> Part:
        """The part that is looked at."""
        return self.parts[self.chosen]

    def after(self, place: After | None, limit: int) -> list[Row]:
        """The newest records that are older than a place."""
        return rows_behind(self.spec, self.part, self.scope, self.as_of, place, limit)  # type: ignore[arg-type]

    def __iter__(self) -> Iterator[Row]:
        place: After | None = None
        while rows := self.after(place, BATCH):
            yield from rows
            if len(rows) < BATCH:
                return
            place = place_of(rows[-1])

    def count(self) -> int:
        """How many there are; each is read for it."""
        return sum(1 for _ in self)

    def __getitem__(self, wanted: slice) -> list[Row]:
        return list(islice(self, wanted.start, wanted.stop))


def behind(metric: Metric, part: str | None, now: datetime) -> Behind | None:
    """What stands behind a metric now; None where it is not computed from records. `part` is the number of a part, from 0."""
    definition = metric.definition
    spec = parse_spec(definition.spec) if definition else None
    if definition is None or spec is None or isinstance(spec, CycleTime):
        return None
    parts, [reading] = parts_of(spec), shown_readings([metric], now)
    chosen = whole(part, digits=3) or 0
    scope = Scope(tuple(definition.sources.all()))
    return Behind(reading, spec, parts, min(chosen, len(parts) - 1), scope, reading.as_of or now)
