"""The columns of each list of signals, as a file has them. Values are exact; the pages round them."""

from revenue_arc.exports import Columns

METRICS: Columns = {
    "Key": lambda line: line.key,
    "Metric": lambda line: line.name,
    "Value": lambda line: line.value,
    "Unit": lambda line: line.currency or line.measured_in,
    "State": lambda line: line.word,
    "Target": lambda line: line.target,
    "Watch": lambda line: line.watch,
    "More is better": lambda line: line.direction == "up",
    "Records": lambda line: line.records,
    "Sources": lambda line: line.sources,
    "As of": lambda line: line.as_of,
    "Age in seconds": lambda line: line.age,
    "Stale": lambda line: line.stale,
    "Definition": lambda line: line.version,
    "Signed by": lambda line: line.signed_by,
    "Not signed by": lambda line: line.unsigned,
    "Why unknown": lambda line: line.why_unknown,
    "Last known": lambda line: line.last_text,
    "By definition": lambda line: line.last_version,
}
SOURCES: Columns = {
    "Source": lambda state: state.source.name,
    "Function": lambda state: state.source.function,
    "Kind": lambda state: state.source.kind,
    "State": lambda state: state.word,
    "Data from": lambda state: state.source.fresh_as_of,
    "Agreed interval in seconds": lambda state: state.source.interval,
    "Last successful pull": lambda state: state.source.last_success_at,
    "What is wrong": lambda state: " ".join([state.sentence, *(mark.sentence for mark in state.marks)]).strip(),
}
STREAMS: Columns = {
    "Number": lambda told: told.stream.pk,
    "Stream": lambda told: told.stream.name,
    "Reads": lambda told: told.reads,
    "Makes": lambda told: told.makes,
    "Goes on from": lambda told: told.goes_on,
    "Not read any more": lambda told: told.stream.retired,
}
PULLS: Columns = {
    "Pull": lambda pull: pull.pk,
    "Source": lambda pull: pull.source.name,
    "Kind": lambda pull: pull.kind,
    "State": lambda pull: pull.state,
    "Started": lambda pull: pull.started_at,
    "Finished": lambda pull: pull.finished_at,
    "Attempts": lambda pull: pull.attempts,
    "Read": lambda pull: pull.rows_read,
    "New": lambda pull: pull.rows_new,
    "Changed": lambda pull: pull.rows_changed,
    "Unchanged": lambda pull: pull.rows_unchanged,
    "Rejected": lambda pull: pull.rows_rejected,
    "Deleted": lambda pull: pull.rows_deleted,
    "Error": lambda pull: pull.error,
}
REJECTS: Columns = {
    "Reject": lambda reject: reject.pk,
    "Stream": lambda reject: reject.stream.name,
    "Record": lambda reject: reject.external_id,
    "Reason": lambda reject: reject.reason,
    "Column": lambda reject: reject.column,
    "To become": lambda reject: reject.role,
    "Message": lambda reject: reject.message,
}
REJECTS_BY_REASON: Columns = {
    "Reason": lambda line: line.reason,
    "Column": lambda line: line.column,
    "To become": lambda line: line.role,
    "Stream": lambda line: line.stream,
    "Records": lambda line: line.number,
    "Last in pull": lambda line: line.last_pull,
}
BEHIND: Columns = {
    "Record": lambda row: row.title,
    "Customer": lambda row: row.customer,
    "When": lambda row: row.at,
    "Until": lambda row: row.until,
    "Value": lambda row: row.value,
    "Unit": lambda row: row.unit,
    "Page": lambda row: row.page_id,
    "Row": lambda row: row.ordinal,
}
KEPT: Columns = {
    "Record": lambda record: record.external_id,
    "Deleted at the source": lambda record: record.deleted_at,
    "Brought by pull": lambda record: record.pull_id,
    "Kept": lambda record: record.kept_at,
    "Page": lambda record: record.page_id,
    "Row": lambda record: record.ordinal,
}
RESOURCES: Columns = {
    "As the source names it": lambda one: one.name,
    "Source": lambda one: one.source.name,
    "Who it is": lambda one: one.person.name if one.person else "",
    "State": lambda one: one.get_state_display(),
    "Said by": lambda one: one.decided_by.name if one.decided_by else "",
    "On": lambda one: one.decided_at,
}
PIECES: Columns = {
    "From": lambda piece: piece.start,
    "To": lambda piece: piece.end,
    "Days": lambda piece: piece.days,
    "State": lambda piece: piece.standing.value,
    "By our record": lambda piece: piece.record,
    "By connected systems": lambda piece: [f"{claim.source}: {who}, {claim.about}" for claim, who in piece.said],
}
WORK_LINKS: Columns = {
    "Work": lambda link: str(link.work),
    "Kind": lambda link: link.work.kind,
    "Id there": lambda link: link.work.external_id,
    "Source": lambda link: link.work.source.name,
    "Holder there now": lambda link: link.work.holder,
    "Linked by": lambda link: link.decided_by.name,
    "Linked": lambda link: link.decided_at,
}
CLAIMS: Columns = {
    "Deliverable": lambda claim: str(claim.deliverable),
    "Initiative": lambda claim: str(claim.deliverable.initiative),
    "From": lambda claim: claim.period.lower,
    "To": lambda claim: claim.period.upper,
    "Says": lambda claim: claim.about,
}
SAID: Columns = {
    "Item": lambda each: str(each.item),
    "Key": lambda each: each.item.key,
    "Status there": lambda each: each.work.status if each.work else "",
    "Accepted": lambda each: each.disposition.accepted if each.disposition else None,
    "Reason": lambda each: each.disposition.reason if each.disposition else "",
    "Lacks": lambda each: each.lacks,
}
WEEKS: Columns = {
    "Week or launch": lambda row: row["label"],
    "Value": lambda row: row["value"],
    "Value under the version beside it": lambda row: row["earlier"],
}
NOTES: Columns = {
    "What": lambda note: note.kind_word,
    "From": lambda note: note.day,
    "Until": lambda note: note.until,
    "Happened": lambda note: note.words,
}
TWO_LINES: Columns = {
    "Week": lambda row: row["week"],
    "Value under the first": lambda row: row["first"],
    "Value under the second": lambda row: row["second"],
}
BESIDE: Columns = {
    "Record": lambda line: line.item.title,
    "Customer": lambda line: line.item.customer,
    "When": lambda line: line.item.at,
    "Counted by": lambda line: line.counted_by,
    "Why not by the other": lambda line: line.why_not,
    "Value under the first": lambda line: line.values[0],
    "Value under the second": lambda line: line.values[1],
}
CUSTOMERS: Columns = {
    "Customer": lambda line: line["customer"].pk,
    "Name": lambda line: line["customer"].shown_name,
    "Known in": lambda line: [source.name for source in line["sources"]],
    "Also called": lambda line: line["others"],
}
HAPPENINGS: Columns = {
    "When": lambda one: one.at,
    "What": lambda one: one.what,
    "With": lambda one: one.detail,
    "Source": lambda one: one.source,
    "Function": lambda one: one.function,
    "Page": lambda one: one.page_id,
    "Row": lambda one: one.ordinal,
}
CUSTOMER_WEEKS: Columns = {
    "Week": lambda row: row["week"],
    "Function": lambda row: row["function"],
    "Happenings": lambda row: row["number"],
}
GROUP: Columns = {
    "Record": lambda member: member.party.pk,
    "Name": lambda member: member.name,
    "Address": lambda member: member.address,
    "Role": lambda member: member.role,
    "Touch points": lambda member: member.touch_points,
    "By function": lambda member: [f"{label} {number}" for _, label, number in member.by_function],
    "Last": lambda member: member.last_at,
}
OPEN_WORK: Columns = {
    "Work": lambda work: work.pk,
    "Title": str,
    "Kind": lambda work: work.kind,
    "Status": lambda work: work.status,
    "Held by": lambda work: work.holder,
    "Source": lambda work: work.source.name,
    "Amount": lambda work: work.amount,
    "Currency": lambda work: work.currency,
    "Opened": lambda work: work.opened_at,
    "Due": lambda work: work.due_at,
}
KNOWN_AS: Columns = {
    "Record": lambda known: known.party.pk,
    "Kind": lambda known: known.party.kind,
    "Name": lambda known: known.party.name,
    "Source": lambda known: known.party.source.name if known.party.source else "",
    "Id there": lambda known: known.party.external_id,
    "Keys": lambda known: [f"{key.namespace}: {key.value}" for key in known.keys],
}
COVERED: Columns = {
    "Number": lambda one: one.number,
    "Stream": lambda one: one.stream,
    "Source": lambda one: one.source,
    "Function": lambda one: one.function,
    "Records": lambda one: one.records,
    "Lead to a customer": lambda one: one.resolved,
    "Name nobody": lambda one: one.unnamed,
    "Name a person without a company": lambda one: one.private,
    "Cannot name a customer": lambda one: one.apart,
}
WORK_OF_NOBODY: Columns = {
    "Work": lambda work: work.pk,
    "Title": str,
    "Kind": lambda work: work.kind,
    "Opened": lambda work: work.opened_at,
    "Page": lambda work: work.page_id,
    "Row": lambda work: work.ordinal,
}
SIGNALS_OF_NOBODY: Columns = {
    "Signal": lambda signal: signal.metric_key,
    "Id there": lambda signal: signal.external_id,
    "When": lambda signal: signal.at,
    "Page": lambda signal: signal.page_id,
    "Row": lambda signal: signal.ordinal,
}
PEOPLE_OF_NOBODY: Columns = {
    "Record": lambda row: row[0].pk,
    "Person": lambda row: str(row[0]),
    "Records": lambda row: row[1],
}
JOINS: Columns = {
    "Join": lambda link: link.pk,
    "One": lambda link: str(link.a),
    "One's source": lambda link: link.a.source.name if link.a.source else "",
    "Other": lambda link: str(link.b),
    "Other's source": lambda link: link.b.source.name if link.b.source else "",
    "State": lambda link: link.state,
    "Evidence": lambda link: link.evidence,
    "Likeness": lambda link: link.score,
    "Made": lambda link: link.made_at,
    "Decided by": lambda link: link.decided_by.name if link.decided_by else "",
    "Decided": lambda link: link.decided_at,
}
MESSAGES: Columns = {
    "Message": lambda message: message.subject,
    "Kind": lambda message: message.kind,
    "To": lambda message: message.person.name if message.person else message.webhook.name,
    "By": lambda message: "e-mail" if message.person else "webhook",
    "Written": lambda message: message.created_at,
    "State": lambda message: message.get_state_display(),
    "Attempts": lambda message: message.attempts,
    "Sent": lambda message: message.sent_at,
    "Error": lambda message: message.error,
}
HANDOVERS: Columns = {
    "From": lambda pair: pair.sender,
    "To": lambda pair: pair.receiver,
    "Times": lambda pair: pair.count,
    "Handover": lambda pair: pair.is_handover,
    "Median wait in seconds": lambda pair: pair.median,
    "Nine in ten within seconds": lambda pair: pair.p90,
    "Wait in all in seconds": lambda pair: pair.waited,
}
