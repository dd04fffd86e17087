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

DELIVERABLES: Columns = {
    "Deliverable": lambda each: each.deliverable.pk,
    "Name": lambda each: each.deliverable.name,
    "Function": lambda each: each.deliverable.function,
    "State": lambda each: each.state,
    "Coverage": lambda each: each.coverage,
    "Dark days": lambda each: each.dark_days,
    "Never owned": lambda each: each.never_owned,
    "Planned start": lambda each: each.deliverable.planned_start,
    "Planned finish": lambda each: each.deliverable.planned_finish,
    "Started": lambda each: each.deliverable.started_at,
    "Finished": lambda each: each.deliverable.finished_at,
    "Out of scope since": lambda each: each.deliverable.dropped_at,
    "Depends on": lambda each: [str(one) for one in each.deliverable.depends_on.all()],
}

SEGMENTS: Columns = {
    "Deliverable": lambda row: row[0].name,
    "State": lambda row: row[1].kind,
    "Who": lambda row: row[1].who,
    "From": lambda row: row[1].start,
    "To": lambda row: row[1].end,
    "Days": lambda row: row[1].days,
}

HANDOFFS: Columns = {
    **WAITING,
    "Answer": lambda handoff: handoff.answer,
    "Reason": lambda handoff: handoff.reason.code if handoff.reason else "",
    "Answered": lambda handoff: handoff.answered,
    "Batch of": lambda handoff: handoff.batch_size,
}

HOLDINGS: Columns = {
    "Who": lambda holding: holding.person.name,
    "From": lambda holding: holding.period.lower,
    "To": lambda holding: holding.period.upper,
    "Known by": lambda holding: holding.get_origin_display(),
    "Note": lambda holding: holding.note,
}
