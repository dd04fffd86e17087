"""A page's new signals summed by metric key, day and dimensions, ahead of the database: what its rollups grow by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from signals.loading.escaping import NOTHING

MICRO = Decimal("0.000001")  # what a signal's value is rounded to
DIGITS = 100
WORTH_IT = 4


@dataclass(frozen=True, slots=True)
class Sums:
    """Columns of equal length, one place for each metric key, day (2026-03-01) and dimensions (a JSON object's text).

    The numbers are decimals as text; None where all its signals are without a value.
    """

    unit: str
    metric_keys: list[str]
    days: list[str]
    dimensions: list[str]
    counts: list[int]
    totals: list[str | None]
    squares: list[str | None]
    lowest: list[str | None]
    highest: list[str | None]


def summed(unit: str, signals: Iterable[tuple[str, str, str]], numbers: Sequence[str]) -> Sums | None:
    """The sums of signals, each given by metric key, day and dimensions, and its number as COPY's text has it.

    None where there would be so many that making them anew from the table costs less.
    """
    groups: dict[tuple[str, str, str], list[str]] = {}
    for signal, number in zip(signals, numbers, strict=True):
        groups.setdefault(signal, []).append(number)
    if len(groups) * WORTH_IT > len(numbers):
        return None
    with localcontext(prec=DIGITS):
        totals, squares, lowest, highest = zip(*map(_summed, groups.values()), strict=True)
    keys, days, dimensions = zip(*groups, strict=True)
    counts = list(map(len, groups.values()))
    return Sums(unit, [*keys], [*days], [*dimensions], counts, [*totals], [*squares], [*lowest], [*highest])


def _summed(numbers: list[str]) -> tuple[str | None, ...]:
    """Sum, sum of squares, lowest and highest."""
    values = [Decimal(number).quantize(MICRO, ROUND_HALF_UP) for number in numbers if number != NOTHING]
    if not values:
        return None, None, None, None
    return str(sum(values)), str(sum([value * value for value in values])), str(min(values)), str(max(values))
