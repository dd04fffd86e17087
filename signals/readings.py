"""The arithmetic of readings: windows, weeks, ratios, medians and states. It takes values and returns values; no database.

Formulas: PRODUCT.md, "Numbers, exactly". Decimals everywhere; what cannot be computed is unknown with the reason, never 0.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, localcontext

PLACES = Decimal("1e-10")
WEEKS = 12


@dataclass(frozen=True)
class Point:
    """A value over one window, what it was computed from, and why it is unknown when it is."""

    value: Decimal | None
    records: int = 0
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    why: str = ""

    def settled(self) -> "Point":
        """The same point with its numbers as the database keeps them, so that equal readings compare equal."""
        return replace(
            self,
            value=rounded(self.value),
            numerator=rounded(self.numerator),
            denominator=rounded(self.denominator),
        )


@dataclass(frozen=True)
class Day:
    """What a rollup says of one day."""

    count: int
    total: Decimal | None


def rounded(value: Decimal | None) -> Decimal | None:
    """At most ten places, without trailing zeros."""
    if value is None:
        return None
    with localcontext(prec=60):
        short = value.quantize(PLACES).normalize()
        return short.quantize(Decimal(1)) if short == short.to_integral_value() else short


def weeks(as_of: datetime, now: datetime, count: int = WEEKS) -> list[tuple[date, date | None]]:
    """The weeks up to `now`, oldest first: Monday, and the day before which the window ends; None after the as-of instant."""
    known, today = as_of.astimezone(UTC).date(), now.astimezone(UTC).date()
    this_week = today - timedelta(days=today.weekday())
    mondays = [this_week - timedelta(weeks=back) for back in reversed(range(count))]
    return [(m, min(m + timedelta(weeks=1), known + timedelta(days=1)) if m <= known else None) for m in mondays]


def first_day(now: datetime) -> date:
    """The Monday on which the weeks of a trend begin."""
    return weeks(now, now)[0][0]


def tally(days: Mapping[date, Day], bounds: tuple[date, date], measure: str, *, seen_before: bool = False) -> Point:
    """Count, sum, average, or the level on the first or last day, over the days within the bounds.

    A window without records counts as 0 only when there were records before it (`seen_before`): else it is unknown.
    """
    within = sorted(day for day in days if bounds[0] <= day < bounds[1])
    records = sum(days[day].count for day in within)
    if not records:
        if seen_before and measure in ("count", "sum"):
            return Point(Decimal(0))
        return Point(None, why="no records")
    if measure == "count":
        return Point(Decimal(records), records)
    chosen = {"first": within[:1], "last": within[-1:]}.get(measure, within)
    totals = [value for day in chosen if (value := days[day].total) is not None]
    records = sum(days[day].count for day in chosen)
    if not totals:
        return Point(None, records, why="no readable value")
    summed = sum(totals, Decimal(0))
    return Point(summed / records if measure == "average" else summed, records)


def total(terms: Sequence[tuple[int, Point]]) -> Point:
    """The sum of signed terms; unknown as soon as one of them is."""
    records = sum(point.records for _, point in terms)
    for _, point in terms:
        if point.value is None:
            return Point(None, records, why=point.why)
    return Point(sum((sign * point.value for sign, point in terms if point.value is not None), Decimal(0)), records)


def ratio(numerator: Point, denominator: Point) -> Point:
    """Numerator over denominator; unknown when either is, or when there is nothing to divide by."""
    records = numerator.records + denominator.records
    above, below = numerator.value, denominator.value
    if above is None or below is None:
        return Point(None, records, above, below, why=numerator.why or denominator.why)
    if below == 0:
        return Point(None, records, above, below, why="nothing to divide by: the denominator is 0")
    return Point(above / below, records, above, below)


def median(values: Iterable[Decimal]) -> Decimal | None:
    """The middle value, or the mean of the two in the middle; None of nothing."""
    ordered = sorted(values)
    if not ordered:
        return None
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def share(reached: int, entered: int) -> Point:
    """Reached over entered; unknown when nothing entered."""
    above, below = Decimal(reached), Decimal(entered)
    if not entered:
        return Point(None, 0, above, below, why="no records")
    return Point(above / below, entered, above, below)


def state_of(value: Decimal | None, target: Decimal | None, watch: Decimal | None, direction: str) -> str:
    """on, watch or off against the thresholds; plain without a target; unknown without a value."""
    if value is None:
        return "unknown"
    if target is None:
        return "plain"
    sign = 1 if direction == "up" else -1
    if sign * value >= sign * target:
        return "on"
    return "watch" if watch is not None and sign * value >= sign * watch else "off"
