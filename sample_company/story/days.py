"""Days and hours of the story, counted from its anchor, in the company's time zone."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/London")
HISTORY = 364
FUTURE = 35
SATURDAY = 5


def chance(*topic: object) -> random.Random:
    """A generator of its own for each topic, so that a change of one part of the story leaves the others as they were."""
    return random.Random(":".join(map(str, topic)))  # noqa: S311 - a story needs repeatable chance, not secrets


@dataclass(frozen=True)
class Days:
    """The days around the anchor: day 0 is the anchor. A `scale` under 1 keeps fewer daily rows."""

    anchor: date
    scale: float = 1.0

    @property
    def history(self) -> int:
        """How many days before the anchor the daily rows, leads and deals begin: a year, or sixteen weeks of a scaled story."""
        return HISTORY if self.scale >= 1 else 112

    def date(self, day: int) -> date:
        """The calendar date of a day."""
        return self.anchor + timedelta(days=day)

    def at(self, day: int, hours: float = 0.0) -> datetime:
        """The instant `hours` after local midnight of a day, to the second, in UTC."""
        local = datetime.combine(self.date(day), time(), ZONE) + timedelta(seconds=round(hours * 3600))
        return local.astimezone(UTC)

    def is_workday(self, day: int) -> bool:
        """Whether the day is a Monday to Friday."""
        return self.date(day).weekday() < SATURDAY

    def workdays(self, first: int, last: int) -> Iterator[int]:
        """The workdays from `first` to `last`, both included."""
        return (day for day in range(first, last + 1) if self.is_workday(day))


def week_of(day: int) -> int:
    """How many weeks before the anchor's own a day lies: 0 for the last seven days up to the anchor, and for the future."""
    return max(0, (-day) // 7)


def level(course: Sequence[float], week: int) -> float:
    """The value of a weekly course (oldest first, the anchor's own week last) in a week; the oldest value before it."""
    return course[max(0, len(course) - 1 - week)]


def spread(low: float, high: float, count: int) -> list[float]:
    """`count` values at equal steps from `low` to `high`, both included."""
    if count == 1:
        return [(low + high) / 2]
    return [low + (high - low) * step / (count - 1) for step in range(count)]
