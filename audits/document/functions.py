"""What each function measured and was paid on, when its calendar was full, and where calendars clash."""

from datetime import date
from itertools import combinations
from typing import Any

from audits.document.dates import day
from audits.findings import moves_of
from audits.models import Answer
from audits.questions import CALENDARS, Choice, Question
from audits.report import Report
from people.models import Function


def measures_of(report: Report) -> list[dict[str, Any]]:
    """Function by function: what it measured, what its people were paid on; “not answered” where nobody said."""
    return [
        {
            "function": function.value,
            "name": function.label,
            "measured": _told(report, Question.MEASURED, function.value),
            "paid": _told(report, Question.PAID, function.value),
        }
        for function in Function
    ]


def _told(report: Report, question: Question, function: str) -> str:
    answers = report.answers_to.get((question, function), [])
    if not answers:
        return "Not answered"
    shown = "; ".join(line.text for line in report.lines(question, function)) or "as shown"
    said = []
    for answer in reversed(answers):
        text = {Choice.AS_SHOWN.value: shown, Choice.UNKNOWN.value: "Not known"}.get(answer.choice, answer.text)
        said.append(f"{text} ({answer.by})" if len(answers) > 1 else text)
    return "; ".join(said)


def calendars_of(report: Report) -> list[dict[str, Any]]:
    """When each function's own calendar was full, as its people say."""
    return [
        {
            "function": function,
            "name": Function(function).label,
            "what": CALENDARS[function],
            "text": answer.text,
            "when": f"{day(start)} to {day(end)}",
        }
        for function, answer, start, end in _full(report)
    ]


def clashes_of(report: Report) -> list[str]:
    """Where two calendars were full at once, and what was handed to a function while its own was full."""
    full = _full(report)
    told = []
    for (one, _, start, end), (other, _, start_2, end_2) in combinations(full, 2):
        first, last = max(start, start_2), min(end, end_2)
        if one != other and first <= last:
            both = f"The {_what(one)} and the {_what(other)}"
            told.append(f"{both} were full at once, {day(first)} to {day(last)}.")
    for ownership in report.ownership.deliverables:
        for handoff in moves_of(ownership, report.now):
            offered = handoff.offered.astimezone(report.zone).date()
            function = report.functions.get(handoff.receiver_id, "")
            if any(function == one and start <= offered <= end for one, _, start, end in full):
                to = f"{handoff} was offered to {handoff.receiver} on {day(offered)}"
                told.append(f"{to}, while the {_what(function)} was full.")
    return list(dict.fromkeys(told))


def _what(function: str) -> str:
    return f"{CALENDARS[function]} of {Function(function).label}"


def _full(report: Report) -> list[tuple[str, Answer, date, date]]:
    """The answers that give dates, by function, oldest first."""
    return [
        (function, answer, answer.starts_on, answer.ends_on)
        for function in Function.values
        for answer in reversed(report.answers_to.get((Question.CALENDAR, function), []))
        if answer.choice == Choice.DATES and answer.starts_on and answer.ends_on
    ]
