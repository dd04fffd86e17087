"""One definition, evaluated: its value now, its twelve weeks, its parts."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, timedelta

from signals.definitions import Cohort, CycleTime, Duration, Leakage, Ranked, Ratio, Spec, Tally, Term, Windowed
from signals.evaluation.cycle import cycle_time
from signals.evaluation.evaluated import Asked, Evaluated
from signals.evaluation.leaking import leakage_points, parts_of_leakage
from signals.evaluation.ranking import ranking
from signals.evaluation.selecting import Scope
from signals.evaluation.spans import cohort_points, duration_points, parts_of_duration
from signals.evaluation.tallies import points_of
from signals.evaluation.union import may_share, records_of
from signals.readings import Point, ratio, total, weeks

SIGNS = {"plus": 1, "minus": -1}


def evaluate(spec: Spec, asked: Asked, kept: Mapping[date, str | None] | None = None) -> Evaluated:
    """The value, weeks and parts of a definition. Never raises for want of data: the point says why it is unknown.

    `kept` gives the values of weeks that are not to be computed again, by their Monday; never the newest.
    """
    kept = kept or {}
    if isinstance(spec, CycleTime):
        return cycle_time(spec, asked.now, asked.currency)
    scope = Scope(tuple(asked.sources))
    spans = weeks(asked.as_of, asked.now)
    known = [(monday, end) for monday, end in spans if end and monday not in kept]
    ends = [end for _, end in known] or [asked.as_of.astimezone(UTC).date() + timedelta(days=1)]
    points = _points(spec, ends, scope, asked)
    by_monday = {monday: point for (monday, _), point in zip(known, points, strict=False)}
    values = {**{monday: _text(point) for monday, point in by_monday.items()}, **kept}
    series = [{"week": monday.isoformat(), "value": values.get(monday)} for monday, _ in spans]
    return Evaluated(_explained(points[-1], spec), series, _breakdown(spec, ends[-1], scope, asked))


def _points(spec: Windowed, ends: list[date], scope: Scope, asked: Asked) -> list[Point]:
    windows = [spec.window.bounds(end) for end in ends]
    currency = asked.currency if asked.unit == "money" else ""
    match spec:
        case Tally():
            found = points_of(spec.what, spec.kind, windows, scope, currency)
        case Ranked():
            found = points_of(spec.what, "count", windows, scope)
        case Ratio():
            above, below = (_side(terms, windows, scope, currency) for terms in (spec.numerator, spec.denominator))
            found = [ratio(top, bottom) for top, bottom in zip(above, below, strict=True)]
            terms = [*spec.numerator, *spec.denominator]
            if may_share(terms):
                found[-1] = replace(found[-1], records=records_of(terms, windows[-1], scope))
        case Duration():
            found = duration_points(spec, windows, scope, asked)
        case Cohort():
            found = cohort_points(spec, windows, scope)
        case Leakage():
            found = leakage_points(spec, windows, scope, currency)
    return [point.settled() for point in found]


def _side(terms: list[Term], windows: list[tuple[date, date]], scope: Scope, currency: str) -> list[Point]:
    """Numerator or denominator: the signed sum of its terms, window by window."""
    columns = [points_of(term, term.measure, windows, scope, currency) for term in terms]
    signs = [SIGNS[term.sign] for term in terms]
    return [total(list(zip(signs, row, strict=True))) for row in zip(*columns, strict=True)]


def _breakdown(spec: Windowed, end: date, scope: Scope, asked: Asked) -> list[dict[str, str]]:
    window = spec.window.bounds(end)
    if isinstance(spec, Ranked):
        return ranking(spec, window, scope)
    if isinstance(spec, Leakage):
        return parts_of_leakage(spec, window, scope)
    if isinstance(spec, Duration) and spec.split_at:
        return parts_of_duration(spec, window, scope, asked)
    return []


def _explained(point: Point, spec: Windowed) -> Point:
    """The reason of an unknown value as a sentence that names the window."""
    if point.value is not None:
        return point
    window = f" in {spec.window}"
    words = {
        "no records": f"No records{window}.",
        "no readable value": f"Its {point.records} records{window} have no readable value.",
    }
    said = words.get(point.why) or f"{point.why[:1].upper()}{point.why[1:]}{window}."
    return Point(None, point.records, point.numerator, point.denominator, said)


def _text(point: Point | None) -> str | None:
    return None if point is None or point.value is None else f"{point.value:f}"
