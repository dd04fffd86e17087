"""The content of the document as of a report: words in the company's zone, numbers as text, instants for the map."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from audits.asking import Status, items_of, register_rows, unread
from audits.document.calendars import calendars_of, clashes_of
from audits.document.cost import cost_of, lead_of, next_step
from audits.document.dates import day, rows
from audits.document.drawing import map_of
from audits.document.functions import measures_of
from audits.document.headline import headline
from audits.document.pieces import Pieces
from audits.document.readers import read_by
from audits.document.register import register_of
from audits.models import DAYS
from audits.questions import Section
from audits.report import Report
from audits.tally import Tally, tally_of
from initiatives.ownership import short
from initiatives.reports import CycleOfInitiative, cycle_of
from people.models import Person
from revenue_arc import words


def content_of(report: Report) -> dict[str, Any]:
    """Everything the document shows."""
    with timezone.override(report.zone):
        return _content(report)


def _content(report: Report) -> dict[str, Any]:
    audit = report.audit
    cycle, tally, pieces = cycle_of(audit.initiative, report.now), tally_of(report.findings, report.walked), Pieces(report)
    register = register_of(report, pieces)
    return {
        "initiative": {"name": audit.initiative.name, "slug": audit.initiative.slug},
        "lead": {"name": audit.lead.name, "title": _title(audit.lead, report)},
        "period": f"{day(audit.starts_on)} to {day(audit.closes_on, year=True)}",
        "day": audit.day(report.now.astimezone(report.zone).date()),
        "days": DAYS,
        "headline": headline(tally),
        "lead_sentence": lead_of(report, cycle),
        "tally": _tally(tally, cycle),
        "map": map_of(report, tally),
        "register": register,
        "register_note": _register_note(register, report),
        "cost": cost_of(report, cycle),
        "next": next_step(report),
        "measures": measures_of(report),
        "calendars": calendars_of(report),
        "clashes": clashes_of(report),
        "read_by": read_by(report, register),
        "incomplete": incomplete(report),
        "evidence": pieces.found,
        "built_from": _built_from(report, pieces),
        **({"unlogged": _unlogged(report)} if report.unlogged else {}),
    }


def _unlogged(report: Report) -> list[dict[str, str]]:
    """Handoffs that nobody logged, the earliest first."""
    return [
        {
            "title": f"{one.what}, of {one.deliverable}",
            "sides": f"{one.sender} to {one.receiver}",
            "when": day(one.on),
            "source": one.known_from.name,
        }
        for one in report.unlogged
    ]


def _title(person: Person, report: Report) -> str:
    seat = next((seat for seat in person.seats.all() if report.now in seat.period), None)
    return seat.title if seat else ""


def _tally(tally: Tally, cycle: CycleOfInitiative) -> dict[str, dict[str, str]]:
    of = "forecast" if cycle.cycle_days is None else "cycle time"
    return {
        "transfers": {"number": str(tally.moves), "name": "Transfers", "note": tally.transfers_note},
        "dark": {"number": short(tally.dark_days), "name": "Dark days", "note": tally.dark_note(cycle.actual_days, of)},
        "never": {"number": str(len(tally.never)), "name": "Never owned", "note": tally.never_note},
    }


def _register_note(register: list[dict[str, Any]], report: Report) -> str:
    """Whether both sides have read their rows, and where a dispute stands."""
    if not register:
        return "No handoff, no gap and no claim on record."
    missing = [row for row in register_rows(report) if unread(report, row)]
    disputed = [row["number"] for row in register if any(" disputes," in said for said in row["read"])]
    told = (
        "Both sides of each row have read it."
        if not missing
        else f"{words.counted(len(missing), 'row')} not read by both sides."
    )
    if disputed:
        return f"{told} Disputed: {rows(disputed)}."
    return told


def incomplete(report: Report) -> list[str]:
    """The parts that are not complete, each in a sentence; the document is frozen all the same, and says so."""
    told = []
    items = items_of(report)
    for section in Section:
        part = [item for item in items if item.section is section]
        still = sum(item.status is Status.OPEN for item in part)
        if still:
            told.append(f"{section.label}: {still} of {words.counted(len(part), 'question')} not answered.")
    if not report.held:
        told.append("No interview was held.")
    missing = sum(len(unread(report, row)) for row in register_rows(report))
    if missing:
        told.append(f"{Section.CONFIRM.label}: {words.counted(missing, 'reading')} outstanding.")
    return told


def _built_from(report: Report, pieces: Pieces) -> str:
    logged = sum(
        handoff.offered <= report.now for one in report.ownership.deliverables for handoff in one.deliverable.handoffs.all()
    )
    parts = [
        words.counted(logged, "logged handoff"),
        words.counted(len(report.held), "interview"),
        words.counted(len(pieces.found), "piece of evidence", "pieces of evidence"),
    ]
    return f"Built from {words.listed(parts)}."


def summary(content: Mapping[str, Any]) -> str:
    """The headline in one line."""
    return " ".join(content["headline"])
