"""The columns of each list of initiatives, as a file has them."""

from revenue_arc.exports import Columns

INITIATIVES: Columns = {
    "Slug": lambda row: row["initiative"].slug,
    "Initiative": lambda row: row["initiative"].name,
    "Owner": lambda row: row["owner"].name if row["owner"] else "",
    "Orphaned": lambda row: row["orphaned"],
    "Scope locked": lambda row: row["initiative"].scope_locked_at,
    "Planned in market": lambda row: row["initiative"].planned_in_market_on,
    "In market": lambda row: row["initiative"].in_market_at,
    "Stopped": lambda row: row["initiative"].stopped_at,
    "Days to market": lambda row: row["cycle"].cycle_days,
    "Target days": lambda row: row["cycle"].target_days,
    "Dark days": lambda row: row["ownership"].dark_days,
    "Coverage": lambda row: row["ownership"].coverage,
}

WAITING: Columns = {
    "Handoff": lambda handoff: handoff.pk,
    "Title": lambda handoff: handoff.title,
    "Initiative": lambda handoff: handoff.deliverable.initiative.name,
    "Deliverable": lambda handoff: handoff.deliverable.name,
    "From": lambda handoff: handoff.sender.name,
    "To": lambda handoff: handoff.receiver.name,
    "Done means": lambda handoff: handoff.acceptance_criteria,
    "Offered": lambda handoff: handoff.offered_at,
    "Answer by": lambda handoff: handoff.answer_by,
}

ITEMS: Columns = {
    "key": lambda item: item.key,
    "label": lambda item: item.label,
    "amount": lambda item: item.amount,
    "currency": lambda item: item.currency,
    "disposition": lambda item: item.answer,
    "reason": lambda item: item.reason.code if item.reason else "",
    "comment": lambda item: item.comment,
}
