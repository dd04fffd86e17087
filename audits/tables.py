"""The columns of the register, and of the audits, as a file has them."""

from audits.document.paper import row_heading
from revenue_arc.exports import Columns

AUDITS: Columns = {
    "Initiative": lambda audit: audit.initiative.name,
    "Led by": lambda audit: audit.lead.name,
    "From": lambda audit: audit.starts_on,
    "Closes": lambda audit: audit.closes_on,
}
FINDINGS: Columns = {
    "No.": lambda row: row[0],
    "Reading": lambda row: row[1].reading.value,
    "Deliverable": lambda row: row[1].deliverable.name,
    "What moved": lambda row: str(row[1].handoff or row[1].deliverable),
    "From": lambda row: row[1].start,
    "To": lambda row: row[1].end,
    "People": lambda row: [person.name for person in row[1].people],
    "What the evidence shows": lambda row: row[1].sentence,
}
PARTICIPANTS: Columns = {
    "Person": lambda row: row[0].person.name,
    "Asked": lambda row: len(row[1]),
    "Answered": lambda row: row[2],
    "Link sent": lambda row: row[0].asked_at,
}
CALENDARS: Columns = {
    "Function": lambda row: row["name"],
    "Calendar": lambda row: row["what"],
    "First day": lambda row: row.get("from"),
    "Last day": lambda row: row.get("to"),
    "Full": lambda row: row["when"],
    "What filled it": lambda row: row["text"],
    "Says": lambda row: row.get("by"),
    "Clashes with": lambda row: row.get("clashes"),
}
REGISTER: Columns = {
    "No.": lambda row: row["number"],
    "Reading": row_heading,
    "When": lambda row: row["when"],
    "What moved": lambda row: row["title"],
    "Between": lambda row: row["sides"],
    "What the evidence shows": lambda row: " ".join([row["sentence"], *row["details"]]),
    "Notes": lambda row: " ".join(f"{note['text']} ({note['by']})" for note in row["notes"]),
    "In their words": lambda row: " ".join(f"“{quote['text']}” {quote['by']}." for quote in row["quotes"]),
    "Read by": lambda row: "; ".join(row["read"]),
    "Evidence": lambda row: row["evidence"],
}
