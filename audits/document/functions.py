"""What each function measured, and what its people were paid on."""

from typing import Any

from audits.questions import Choice, Question
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
