"""Which weeks of a reading are still true after a pull: those that nothing touched. Values in, values out; no database.

A signal matters on its own day. Work matters from the earliest thing that happened to it: its status is known only as it is
now, so that a change reaches back. What happened after a week had ended never changed what was known when it did.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from signals.definitions import Cohort, Duration, Leakage, Moment, Ratio, Selection, Windowed

Spans = Sequence[tuple[date, date | None]]


@dataclass(frozen=True)
class Subject:
    """Something that a definition reads: `signal:KEY` or `work:KIND`, of one function's sources where it says so."""

    name: str
    function: str | None
    reaches_back: bool


@dataclass(frozen=True)
class Touch:
    """A subject of a source that has changed, on a day or since it."""

    source: int
    subject: str
    day: date


def subjects_of(spec: Windowed) -> list[Subject]:
    """Everything that a definition reads."""
    if isinstance(spec, Ratio):
        return [subject for term in (*spec.numerator, *spec.denominator) for subject in _selected(term)]
    if isinstance(spec, Leakage):
        return [subject for cohort in spec.cohorts() for subject in subjects_of(cohort)]
    if isinstance(spec, Duration | Cohort):
        signals = [Subject(f"signal:{moment.signal}", None, True) for moment in moments_of(spec) if moment.signal]
        return [Subject(f"work:{spec.work}", spec.function, True), *signals]
    return _selected(spec.what)


def moments_of(spec: Duration | Cohort) -> list[Moment]:
    """The moments between which it measures."""
    if isinstance(spec, Duration):
        return [moment for moment in (spec.start, spec.end, spec.split_at) if moment]
    return [spec.enters, spec.reaches]


def counts_customers(spec: Windowed) -> bool:
    """Whether it matters to the definition which parties are one customer."""
    if isinstance(spec, Ratio):
        return any(term.measure == "distinct" for term in (*spec.numerator, *spec.denominator))
    if isinstance(spec, Leakage):
        return any(counts_customers(cohort) for cohort in spec.cohorts())
    if isinstance(spec, Duration | Cohort):
        return any(moment.signal for moment in moments_of(spec))
    return spec.kind == "distinct"


def goes_on_by_itself(spec: Windowed) -> bool:
    """Whether the newest week changes while nothing happens: what waits, waits longer."""
    return isinstance(spec, Duration) and spec.unfinished == "so_far"


def touches_of(spec: Windowed, functions: Mapping[int, str], touches: Iterable[Touch]) -> list[tuple[date, bool]]:
    """The days on which, or (with True) since which, what the definition reads has changed; `functions` of its sources."""
    subjects = subjects_of(spec)
    return [
        (touch.day, subject.reaches_back)
        for touch in touches
        for subject in subjects
        if touch.subject == subject.name and touch.source in functions and subject.function in (None, functions[touch.source])
    ]


def kept_weeks(
    spec: Windowed, spans: Spans, then: Spans, series: Sequence[Mapping], touched: Sequence[tuple[date, bool]]
) -> dict[date, str | None]:
    """The weeks of `series` (computed for the spans of `then`) whose value is the same in `spans`, by their Monday.

    A week without records is 0 where records came before it and unknown where none did: a touch on any earlier day may change
    the one into the other.
    """
    known = {item["week"]: item["value"] for item in series if "week" in item}
    ends = dict(then)
    kept = {}
    for monday, end in spans:
        value = known.get(monday.isoformat(), "")
        if end is None or ends.get(monday) != end or value == "":
            continue
        start, _ = spec.window.bounds(end)
        bare = value in (None, "0")
        if not any(day < end and (back or bare or start <= day) for day, back in touched):
            kept[monday] = value
    return kept


def _selected(what: Selection) -> list[Subject]:
    if what.signals:
        return [Subject(f"signal:{key}", what.function, False) for key in what.signals]
    return [Subject(f"work:{what.work}", what.function, True)]
