"""When each function's own calendar was full, and where calendars clash."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise, product
from typing import Any, NamedTuple

from audits.document.dates import day
from audits.findings import moves_of
from audits.questions import CALENDARS, Question
from audits.report import Report
from people.models import Function
from revenue_arc import words

Days = tuple[date, date]


class Full(NamedTuple):
    """One time in which the calendar of a function was full, as somebody says."""

    function: str
    start: date
    end: date
    text: str
    by: str


def calendars_of(report: Report) -> list[dict[str, Any]]:
    """When each function's own calendar was full, as its people say: a line for each time."""
    full = _full(report)
    return [
        {
            "function": one.function,
            "name": Function(one.function).label,
            "what": CALENDARS[one.function],
            "text": one.text,
            "when": _days(one.start, one.end),
            "from": one.start.isoformat(),
            "to": one.end.isoformat(),
            "by": one.by,
            "clashes": _clashes_with(one, full),
        }
        for one in full
    ]


def clashes_of(report: Report) -> list[str]:
    """Where calendars were full at once, and what was handed to a function while its own was full."""
    full = _full(report)
    told = [f"{_named(functions)} were full at once, {_days(first, last)}." for first, last, functions in _at_once(full)]
    for ownership in report.ownership.deliverables:
        for handoff in moves_of(ownership, report.now):
            offered = handoff.offered.astimezone(report.zone).date()
            function = report.functions.get(handoff.receiver_id, "")
            if any(first <= offered <= last for first, last in _of(full, function)):
                to = f"{handoff} was offered to {handoff.receiver} on {day(offered)}"
                told.append(f"{to}, while the {_what(function)} was full.")
    return list(dict.fromkeys(told))


def _what(function: str) -> str:
    return f"{CALENDARS[function]} of {Function(function).label}"


def _named(functions: Iterable[str]) -> str:
    told = words.listed([f"the {_what(function)}" for function in functions])
    return told[0].upper() + told[1:]


def _at_once(full: Iterable[Full]) -> list[tuple[date, date, list[str]]]:
    """The runs of days on which the same two or more functions' calendars were full, in order."""
    of = {function: _of(full, function) for function in Function.values}
    edges = sorted({edge for runs in of.values() for first, last in runs for edge in (first, last + timedelta(days=1))})
    found = []
    for first, after in pairwise(edges):
        functions = [function for function, runs in of.items() if any(one <= first <= last for one, last in runs)]
        if len(functions) > 1:
            found.append((first, after - timedelta(days=1), functions))
    return found


def _days(first: date, last: date) -> str:
    return day(first) if first == last else f"{day(first)} to {day(last)}"


def _of(full: Iterable[Full], function: str) -> list[Days]:
    """When the calendar of a function was full, by anybody's word; days that adjoin are one run."""
    runs: list[Days] = []
    for one in sorted((one for one in full if one.function == function), key=lambda one: one.start):
        if runs and one.start <= runs[-1][1] + timedelta(days=1):
            runs[-1] = (runs[-1][0], max(runs[-1][1], one.end))
        else:
            runs.append((one.start, one.end))
    return runs


def _shared(some: Iterable[Days], others: Iterable[Days]) -> list[Days]:
    """The days that lie in both."""
    cut = [(max(one[0], other[0]), min(one[1], other[1])) for one, other in product(some, others)]
    return [(first, last) for first, last in cut if first <= last]


def _clashes_with(one: Full, full: Iterable[Full]) -> str:
    """Which other functions' calendars were full in that time, and on which days."""
    others = [function for function in Function if function.value != one.function]
    told = [
        f"{function.label}, {_days(first, last)}"
        for function in others
        for first, last in _shared([(one.start, one.end)], _of(full, function.value))
    ]
    return "; ".join(told)


def _full(report: Report) -> list[Full]:
    """Every time that somebody named, by function, the earliest first."""
    told = [
        Full(function, period.starts_on, period.ends_on, period.text, answer.by.name)
        for function in Function.values
        for answer in report.answers_to.get((Question.CALENDAR, function), [])
        for period in answer.periods.all()
    ]
    order = list(Function.values)
    return sorted(told, key=lambda one: (order.index(one.function), *one[1:]))
