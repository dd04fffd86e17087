"""What a funnel loses against declared benchmarks. Formula (PRODUCT.md): amount times (benchmark less actual rate)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from signals.definitions import Cohort, Leakage
from signals.evaluation.moments import Life, lives
from signals.evaluation.selecting import Scope, fetch, midnight
from signals.readings import Point, rounded

Windows = Sequence[tuple[date, date]]
Amounts = dict[int, tuple[Decimal | None, str]]


def leakage_points(spec: Leakage, windows: Windows, scope: Scope, currency: str) -> list[Point]:
    """The sum over the steps in each window; unknown where nothing came in, or in another currency."""
    steps = [(step.benchmark, *_came_in(cohort, windows, scope)) for step, cohort in spec.by_step()]
    points = []
    for window in windows:
        found = [_leak(benchmark, entered, amounts, window, currency) for benchmark, entered, amounts in steps]
        known = [point.value for point in found if point.value is not None]
        why = next((point.why for point in found if point.why != "no records" and point.why), "")
        records = sum(point.records for point in found)
        points.append(
            Point(sum(known, Decimal(0)), records) if known and not why else Point(None, records, why=why or "no records")
        )
    return points


def parts_of_leakage(spec: Leakage, window: tuple[date, date], scope: Scope) -> list[dict[str, str]]:
    """What each step loses."""
    parts = []
    for step, cohort in spec.by_step():
        point = _leak(step.benchmark, *_came_in(cohort, [window], scope), window, "")
        if point.value is not None:
            parts.append({"name": step.name, "value": f"{rounded(point.value):f}", "unit": "money"})
    return parts


def _came_in(cohort: Cohort, windows: Windows, scope: Scope) -> tuple[list[Life], Amounts]:
    since, until = midnight(min(start for start, _ in windows)), midnight(max(end for _, end in windows))
    found = lives(cohort, scope, since, until)
    rows = fetch("SELECT id, amount, currency FROM signals_work WHERE id = ANY(%s)", [[life.pk for life in found]])
    return found, {pk: (amount, currency) for pk, amount, currency in rows}


def _leak(benchmark: Decimal, lived: Sequence[Life], amounts: Amounts, window: tuple[date, date], currency: str) -> Point:
    """Amount times (benchmark less actual) of one step, as it was known when the window ended."""
    start, end = midnight(window[0]), midnight(window[1])
    entered = [life for life in lived if start <= life.start < end]
    if not entered:
        return Point(None, why="no records")
    units = {unit for life in entered if (unit := amounts[life.pk][1])}
    if len(units) > 1 or (currency and units - {currency}):
        return Point(None, len(entered), why=f"its amounts are in {' and '.join(sorted(units))}, not in {currency} alone")
    amount = sum((amounts[life.pk][0] or Decimal(0) for life in entered), Decimal(0))
    through = sum(1 for life in entered if life.end and life.end < end)
    return Point(amount * (benchmark - Decimal(through) / len(entered)), len(entered))
