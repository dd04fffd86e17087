"""What it cost, with its assumptions; and the next step with one owner."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from audits.document.dates import day, rows
from audits.document.headline import lead_sentence
from audits.findings import Reading
from audits.report import Report
from initiatives.ownership import short
from initiatives.reports import CycleOfInitiative
from initiatives.services.charters import DAYS_TO_NAME
from people.models import Role


def lead_of(report: Report, cycle: CycleOfInitiative) -> str:
    """The sentence under the headline."""
    path = cycle.dark_path
    return lead_sentence(
        report.audit.initiative.name,
        dark=path.dark_days if path else Decimal(0),
        earlier=path.earlier_by_days if path else Decimal(0),
        actual=cycle.actual_days,
        target=cycle.target_days,
        live=cycle.cycle_days is None,
    )


def cost_of(report: Report, cycle: CycleOfInitiative) -> dict[str, Any]:
    """The days with the dark and without, against the target; what slippage costs; what that assumes."""
    if cycle.actual_days is None:
        return {"big": "Not known yet", "text": "Lock the scope: the cycle time starts there.", "assumptions": []}
    path, live = cycle.dark_path, cycle.cycle_days is None
    without = path.without_dark_days if path else cycle.actual_days
    big = f"{short(cycle.actual_days)} days{' forecast' if live else ''}, {short(without)} without the dark"
    told, assumed = [], []
    if cycle.target_days is not None and cycle.baseline_days is not None:
        declared = ", which was declared" if cycle.declared else ""
        told.append(
            f"The target is {short(cycle.target_days)} days, 30% under the {short(cycle.baseline_days)} day baseline{declared}."
        )
    if path and path.earlier_by_days:
        named = " → ".join(one.name for one in path.path)
        assumed.append(
            f"Only dark time on the critical path counts ({named}); everything else takes "
            f"{'as long as planned' if live else 'as long as it did'}."
        )
    if cycle.slippage_cost is not None:
        one = report.audit.initiative
        told.append(f"Slippage costs {cycle.slippage_cost:,.0f} {one.currency}.")
        avoidable, per_day = short(cycle.avoidable_days or Decimal(0)), f"{one.planned_revenue_per_day:,.0f} {one.currency}"
        assumed.append(
            f"Slippage is {avoidable} avoidable days at {per_day} planned revenue a day; avoidable days are those that the "
            "launch takes beyond its deliverables in parallel."
        )
    return {"big": big, "text": " ".join(told), "assumptions": assumed}


def next_step(report: Report) -> dict[str, Any]:
    """Who does what next: the CEO names an owner; where one is named, that person takes what nobody owned."""
    one, audit = report.audit.initiative, report.audit
    by = day(audit.closes_on + timedelta(days=DAYS_TO_NAME))
    never = [number for number, found in enumerate(report.findings, start=1) if found.reading is Reading.NEVER_OWNED]
    first = rows(never).capitalize()
    owner = one.owner(report.now)
    if owner:
        big = f"{owner} names who holds each by {by}" if never else f"{owner} keeps the arc"
        text = f"{owner} owns the arc of {one}, in writing. " + (
            f"{first} {'goes' if len(never) == 1 else 'go'} to that person first."
            if never
            else "Each row that went dark gets one name."
        )
        return {"big": big, "text": text, "charter": False, "due": None}
    text = "In writing, with authority over product, marketing, creative and sales."
    if never:
        text += f" {first} {'goes' if len(never) == 1 else 'go'} to that person first."
    return {
        "big": f"{Role.CEO.label} names the arc owner by {by}",
        "text": text,
        "charter": True,
        "due": audit.closes_on + timedelta(days=DAYS_TO_NAME),
    }
