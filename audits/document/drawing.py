"""The map of a document: frozen as instants and names, drawn from what was frozen."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from audits.document.dates import day
from audits.findings import Reading
from audits.lengths import day_count
from audits.map import Chart, Map, Never, Part, Piece, draw
from audits.report import Report
from audits.tally import Tally
from initiatives.ownership import Interval, Kind
from revenue_arc import words
from revenue_arc.canonical import instant_text


def map_of(report: Report, tally: Tally) -> dict[str, Any]:
    """What the map shows, in plain values."""
    numbers = list(enumerate(report.findings, start=1))
    windows = [one.ownership.window for one in report.walked if one.ownership.window.length]
    start = min((window.start for window in windows), default=report.now - timedelta(days=1))
    held = [one for one in report.walked if one.segments and not one.never_owned]
    never = [(no, found) for no, found in numbers if found.reading is Reading.NEVER_OWNED]
    locked = report.audit.initiative.scope_locked_at
    return {
        "start": start,
        "end": max((window.end for window in windows), default=report.now),
        "now": report.now,
        "zone": str(report.zone),
        "locked": locked if locked and locked <= report.now else None,
        "pieces": [
            {
                "name": one.ownership.deliverable.name,
                "function": one.ownership.deliverable.function,
                "parts": [_part(report, one, segment) for segment in one.segments],
                "marks": [
                    {"number": no, "at": found.start} for no, found in numbers if found.deliverable == one.ownership.deliverable
                ],
            }
            for one in held
        ],
        "nevers": [
            {
                "number": no,
                "name": found.deliverable.name,
                "start": found.start,
                "words": f"no owner since {day(found.start.astimezone(report.zone).date(), year=report.years)}",
            }
            for no, found in never
        ],
        "dark": [{"start": one.start, "end": one.end, "days": day_count(one)} for one in tally.dark],
        "sentence": _sentence(report, tally),
    }


def _part(report: Report, one, segment) -> dict[str, Any]:
    people = [one.people[key] for key in segment.people]
    return {
        "kind": segment.kind.value,
        "start": segment.start,
        "end": segment.end,
        "who": words.listed([person.name for person in people]),
        "function": report.functions.get(people[0].pk, "") if segment.kind is Kind.HELD else "",
        "days": day_count(Interval(segment.start, segment.end)),
    }


def _sentence(report: Report, tally: Tally) -> str:
    """What the map says, for those who do not see it."""
    held = sum(not one.never_owned and bool(one.segments) for one in report.walked)
    told = f"{words.counted(held, 'deliverable')} in four lanes, day by day."
    if tally.dark:
        told += (
            f" At least one was dark for {words.days(tally.dark_days)} days, in {words.counted(len(tally.dark), 'interval')}."
        )
    if tally.never:
        told += f" Never owned: {words.listed([one.name for one in tally.never])}."
    return told


def chart_of(frozen: Mapping[str, Any]) -> Chart:
    """The chart of a map that was frozen (or is about to be: instants or their texts)."""
    return Chart(
        start=_instant(frozen["start"]),
        end=max(_instant(frozen["end"]), _instant(frozen["start"]) + timedelta(hours=1)),
        now=_instant(frozen["now"]),
        zone=ZoneInfo(frozen["zone"]),
        locked=_instant(frozen["locked"]) if frozen["locked"] else None,
        pieces=[_piece(piece) for piece in frozen["pieces"]],
        nevers=[Never(one["number"], one["name"], _instant(one["start"]), one["words"]) for one in frozen["nevers"]],
        dark=[(_instant(one["start"]), _instant(one["end"]), one["days"]) for one in frozen["dark"]],
    )


def drawn(frozen: Mapping[str, Any]) -> Map:
    """The drawing of a frozen map."""
    return draw(chart_of(frozen))


def _piece(piece: Mapping[str, Any]) -> Piece:
    parts = [
        Part(one["kind"], _instant(one["start"]), _instant(one["end"]), one["who"], one["function"], one["days"])
        for one in piece["parts"]
    ]
    return Piece(piece["name"], piece["function"], parts, [(one["number"], _instant(one["at"])) for one in piece["marks"]])


def _instant(value: datetime | str) -> datetime:
    return datetime.fromisoformat(value if isinstance(value, str) else instant_text(value))
