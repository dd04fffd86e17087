"""The register: one row for each finding, with what was said of it."""

from typing import Any

from audits.document.dates import day, span
from audits.document.pieces import Pieces
from audits.earlier import whose
from audits.evidence import LOG
from audits.findings import Finding, Reading
from audits.models import Annotation, Answer, Consent, Row
from audits.questions import Choice, Question
from audits.report import Report
from people.models import Function, Person

DETAILS = (Question.ARRIVED, Question.MISSING)


def register_of(report: Report, pieces: Pieces) -> list[dict[str, Any]]:
    """Every finding as a row of the document, numbered."""
    return [_row(report, pieces, number, finding) for number, finding in enumerate(report.findings, start=1)]


def reading_of(finding: Finding, notes: list[Annotation]) -> str:
    """The reading that stands: the lead's where one was set against the evidence, else what was computed."""
    return next((note.reading for note in reversed(notes) if note.reading), finding.reading.value)


def _row(report: Report, pieces: Pieces, number: int, finding: Finding) -> dict[str, Any]:
    row = report.row_of.get(finding.key)
    notes = report.annotations_of(row) if row else []
    reading = reading_of(finding, notes)
    return {
        "number": number,
        "key": _key(report, finding),
        "row": row.pk if row else None,
        "reading": reading,
        "computed": finding.reading.value,
        "when": _when(report, finding),
        "title": str(finding.handoff or finding.deliverable),
        "sides": _sides(report, finding),
        "sentence": finding.sentence,
        "details": _details(report, row) if row else [],
        "notes": [{"text": note.text, "by": note.by.name, "sets": note.reading} for note in notes],
        "quotes": _quotes(report, row) if row else [],
        "read": _read(report, row) if row else [],
        "evidence": pieces.cite(finding, row),
    }


def _key(report: Report, finding: Finding) -> str:
    """What the row is known by from one document to the next; a later gap of the same deliverable counts on."""
    about = f"handoff {finding.handoff.pk}" if finding.handoff else f"deliverable {finding.deliverable.pk}"
    same = [one for one in report.findings if one.key == finding.key]
    return f"{about} {same.index(finding) + 1}" if len(same) > 1 else about


def _when(report: Report, finding: Finding) -> str:
    told = span(finding.start, finding.end, report.zone, year=report.years)
    return f"{told}, {finding.length}" if finding.reading in (Reading.WENT_DARK, Reading.CONTESTED) else told


def _sides(report: Report, finding: Finding) -> str:
    if finding.reading is Reading.NEVER_OWNED:
        return "No one"
    if not finding.handoff:
        return Function(finding.deliverable.function).label
    sender, receiver = (function_of(person, report) for person in (finding.handoff.sender, finding.handoff.receiver))
    if sender and receiver and sender != receiver:
        return f"{Function(sender).label} to {Function(receiver).label}"
    return f"{finding.handoff.sender} to {finding.handoff.receiver}"


def function_of(person: Person, report: Report) -> str:
    """The function in which a person had a seat at the time of the report; blank where none."""
    return report.functions.get(person.pk, "")


def _details(report: Report, row: Row) -> list[str]:
    """What was promised, what arrived and what was missing, as far as it adds to the evidence."""
    told = _promised(report, row)
    for question in DETAILS:
        for answer in report.told_of(question, row.key):
            if answer.choice in (Choice.PART, Choice.NOTHING) or (answer.choice == Choice.WORDS and answer.text):
                what = "Arrived" if question is Question.ARRIVED else "Missing"
                told.append(f"{what}, says {_by(answer, row)}: {answer.in_words}")
    return told


def _promised(report: Report, row: Row) -> list[str]:
    """What “done” was to mean by the log; and what a side remembers otherwise."""
    answers = report.told_of(Question.PROMISED, row.key)
    said = [f"Promised, says {_by(answer, row)}: {answer.in_words}" for answer in answers if answer.choice == Choice.WORDS]
    log = [line.text for line in report.lines(Question.PROMISED, row.key) if line.source == LOG and line.text]
    return [f"Promised: {text}" for text in log] + said


def _by(answer: Answer, row: Row) -> str:
    """Whose word it is; with the audit, where it was an earlier one."""
    return whose(answer) if answer.audit_id != row.audit_id else str(answer.by)


def _quotes(report: Report, row: Row) -> list[dict[str, str]]:
    """What was said, with consent only (rule 24)."""
    said = [quote for quote in report.quotes_of(row) if quote.consent == Consent.GIVEN]
    return [{"text": quote.text, "by": quote.interview.person.name} for quote in said]


def _read(report: Report, row: Row) -> list[str]:
    """What both sides said, oldest first; a dispute stays (rule 25)."""
    told = []
    for word in report.confirmations_of(row):
        said = f"{word.by} {word.get_verdict_display().lower()}, {day(word.at.astimezone(report.zone).date())}"
        told.append(f"{said}: {word.text}" if word.text else said)
    return told
