"""Intervals of time: their union, their sum, and lengths in days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """From `start` up to, not including, `end`."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """Calendar time; zero for an interval that ends before it starts."""
        return max(self.end - self.start, timedelta())


def union(intervals: Iterable[Interval]) -> list[Interval]:
    """The same time as intervals that neither overlap nor touch, in order."""
    joined: list[Interval] = []
    for interval in sorted(intervals):
        if not interval.length:
            continue
        if joined and interval.start <= joined[-1].end:
            joined[-1] = Interval(joined[-1].start, max(joined[-1].end, interval.end))
        else:
            joined.append(interval)
    return joined


def total(intervals: Iterable[Interval]) -> timedelta:
    """The sum of the lengths."""
    return sum((interval.length for interval in intervals), timedelta())


def days(length: timedelta) -> Decimal:
    """Calendar days with one decimal, halves rounded up."""
    exact = Decimal(length // timedelta(microseconds=1)) / (DAY // timedelta(microseconds=1))
    return exact.quantize(Decimal("0.1"), ROUND_HALF_UP)


def short(number: Decimal) -> str:
    """A number of days in words' form: 6 and not 6.0, 6.5."""
    return str(number.quantize(Decimal(1)) if number == number.to_integral_value() else number)
