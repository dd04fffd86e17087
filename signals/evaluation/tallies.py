"""Counts, sums, averages, levels, medians and customers over many windows, one query for all of them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from signals.definitions import Selection
from signals.evaluation.selecting import Rows, Scope, dimension_conditions, fetch, midnight, rows_of, windows_table
from signals.readings import Day, Point, tally

Windows = Sequence[tuple[date, date] | None]
NONE = Point(None, why="no records")
SPREAD = {
    "median": "(percentile_disc(0.5) WITHIN GROUP (ORDER BY {v}) + percentile_disc(0.5) WITHIN GROUP (ORDER BY {v} DESC)) / 2",
    "p90": "percentile_disc(0.9) WITHIN GROUP (ORDER BY {v})",
    "sum": "sum({v})",
    "average": "avg({v})",
    "count": "NULL::numeric",
}


def points_of(what: Selection, measure: str, windows: Windows, scope: Scope, unit: str = "") -> list[Point]:
    """One point per window; where `unit` is given, values of another unit or currency make it unknown."""
    if what.signals and measure in ("count", "sum", "average", "first", "last"):
        return _from_rollups(what, measure, windows, scope, unit)
    rows = rows_of(what, scope)
    if measure == "distinct":
        return _customers(rows, windows)
    return _from_rows(rows, measure, windows, unit)


def _from_rollups(what: Selection, measure: str, windows: Windows, scope: Scope, unit: str) -> list[Point]:
    """Read the daily rollups once, from the first window's start to the last one's end."""
    known = [window for window in windows if window]
    where, params = _of_rollup(what, scope)
    found = fetch(
        "SELECT r.day, sum(r.count), sum(r.sum), array_agg(DISTINCT r.unit) FROM signals_rollup AS r "
        f"WHERE {where} AND r.day >= %s AND r.day < %s GROUP BY r.day",
        [*params, min(start for start, _ in known), max(end for _, end in known)],
    )
    days = {day: Day(int(count), total) for day, count, total, _ in found}
    first = None
    if not all(any(start <= day < end for day in days) for start, end in known):
        first = fetch(f"SELECT min(r.day) FROM signals_rollup AS r WHERE {where}", params)[0][0]
    units = {day: set(words) for day, _, _, words in found}
    return [
        _checked(
            tally(days, window, measure, seen_before=first is not None and first < window[1]),
            set().union(*(words for day, words in units.items() if window[0] <= day < window[1])),
            measure,
            unit,
        )
        if window
        else NONE
        for window in windows
    ]


def level_window(what: Selection, measure: str, window: tuple[date, date], scope: Scope) -> tuple[date, date]:
    """The one day that a level is read on (`first` or `last` of the window); the window itself for every other measure."""
    if measure not in ("first", "last") or not what.signals:
        return window
    where, params = _of_rollup(what, scope)
    pick = "min" if measure == "first" else "max"
    sql = f"SELECT {pick}(r.day) FROM signals_rollup AS r WHERE {where} AND r.day >= %s AND r.day < %s"
    [(day,)] = fetch(sql, [*params, *window])
    return (day, day + timedelta(days=1)) if day else window


def _of_rollup(what: Selection, scope: Scope) -> tuple[str, list[Any]]:
    narrowed, more = dimension_conditions(what, "r.dimensions")
    where = " AND ".join(["r.metric_key = ANY(%s)", "r.source_id = ANY(%s)", "r.count > 0", *narrowed])
    return where, [what.signals, scope.ids(what.function), *more]


def _from_rows(rows: Rows, measure: str, windows: Windows, unit: str) -> list[Point]:
    """Aggregate the rows themselves, window by window, in one statement."""
    spans, span_params = windows_table(windows)
    sql = (
        f"SELECT span.n, count({rows.thing}), count({rows.value}), {SPREAD[measure].format(v=rows.value)}, "
        f"array_agg(DISTINCT {rows.unit}) FROM {spans} JOIN ({rows.table}) ON {within(rows)} "
        f"WHERE {rows.condition()} GROUP BY span.n"
    )
    found = {number: rest for number, *rest in fetch(sql, [*span_params, *rows.params])}
    first = None if len(found) == len(windows) else _first(rows)
    points = []
    for number, window in enumerate(windows):
        if not window or (number not in found and not (first and first < midnight(window[1]))):
            points.append(NONE)
        elif number not in found:
            points.append(Point(Decimal(0)) if measure in ("count", "sum") else NONE)
        else:
            count, valued, value, units = found[number]
            points.append(_checked(_point(measure, count, valued, value), set(units), measure, unit))
    return points


def _point(measure: str, count: int, valued: int, value: Decimal | None) -> Point:
    if measure == "count":
        return Point(Decimal(count), count)
    return Point(value, count, why="" if valued else "no readable value")


def _customers(rows: Rows, windows: Windows) -> list[Point]:
    spans, span_params = windows_table(windows)
    sql = (
        f"SELECT span.n, count(DISTINCT {rows.customer}), count(*) FROM {spans} JOIN ({rows.table}) ON {within(rows)} "
        f"WHERE {rows.condition()} AND {rows.customer} IS NOT NULL GROUP BY span.n"
    )
    found = {number: Point(Decimal(customers), count) for number, customers, count in fetch(sql, [*span_params, *rows.params])}
    first = None if len(found) == len(windows) else _first(rows, f"{rows.customer} IS NOT NULL")
    return [
        found.get(number, Point(Decimal(0)) if window and first and first < midnight(window[1]) else NONE)
        for number, window in enumerate(windows)
    ]


def _first(rows: Rows, more: str = "true") -> datetime | None:
    """When the first of the rows came: a window without rows after it holds 0 of them, one before it is unknown."""
    return fetch(f"SELECT min({rows.at}) FROM {rows.table} WHERE {rows.condition()} AND {more}", rows.params)[0][0]


def within(rows: Rows) -> str:
    """The condition that a row lies in the window `span`."""
    if rows.open_at_end:
        return "w.opened_at < span.finish AND (w.closed_at IS NULL OR w.closed_at >= span.finish)"
    return f"{rows.at} >= span.start AND {rows.at} < span.finish"


def _checked(point: Point, units: set[str], measure: str, unit: str) -> Point:
    """Values of several units are never added, and money only in the currency of the definition."""
    named = sorted(word for word in units if word)
    if measure in ("count", "distinct") or point.value is None or not named:
        return point
    if len(named) > 1:
        return Point(None, point.records, why=f"its values are in {' and '.join(named)}, which are never added")
    if unit and named[0] != unit:
        return Point(None, point.records, why=f"its values are in {named[0]}, not in {unit}")
    return point
