"""Which column of a log says what: case, activity, resource, group, instant; and what an event then becomes."""

from collections.abc import Collection
from typing import Any

from pydantic import Field, ValidationError

from signals.failures import Permanent
from signals.mapping.declared import Strict, Value

KNOWN = {
    "case": ("case:concept:name", "case_id", "caseid", "case id", "case", "trace_id"),
    "activity": ("concept:name", "ocel:type", "activity", "activity_name", "event", "task"),
    "resource": ("org:resource", "resource", "performer", "employee", "user", "assignee"),
    "group": ("org:group", "group", "department", "team", "org:role", "role"),
    "lifecycle": ("lifecycle:transition", "lifecycle"),
    "at": ("time:timestamp", "ocel:time", "timestamp", "time", "complete timestamp", "end_time"),
}
ROLES = (*KNOWN, "id")
NEEDED = ("case", "activity", "at")


class EventLog(Strict):
    """What the columns of an event log mean; what is not said is found by the usual names."""

    case: str | None = Field(None, description="The column with the case; in OCEL the object type that is the case.")
    activity: str | None = None
    resource: str | None = Field(None, description="Who did it: a column; in OCEL an attribute, object type or qualifier.")
    group: str | None = None
    lifecycle: str | None = None
    at: Value | None = Field(None, description="The event's instant, with its format and zone.")
    id: str | None = Field(None, description="What makes an event the same event; without it, all that it says.")
    kind: str = Field("case", description="The kind of work that a case is: case, lead, permit.")

    def found_in(self, columns: Collection[str]) -> dict[str, str]:
        """Role → column, of what was said and of what the usual names find. Raises Permanent where one is lacking."""
        usual = {column.lower(): column for column in reversed(list(columns))}
        found = {}
        for role, names in KNOWN.items():
            said = getattr(self, role)
            column = (said.from_ if isinstance(said, Value) else said) or next((usual[n] for n in names if n in usual), None)
            if column:
                found[role] = column
        if lacking := [role for role in NEEDED if role not in found]:
            raise Permanent(
                f"The event log has no column that is plainly its {' or its '.join(lacking)}.",
                f"Name it under `log` of this stream. Columns: {', '.join(list(columns)[:30])}.",
            )
        return found | ({"id": self.id} if self.id else {})


def event_log_stream(told: Any) -> Any:
    """A stream's entry with the rows that follow from its `log`, where it names none itself."""
    if not isinstance(told, dict) or "records" in told:
        return told
    try:
        log = EventLog.model_validate(told.get("log") or {})
    except ValidationError:
        return {"id": "id", "records": [], **told}  # the entry's own check tells what is wrong with `log`
    return {**mapping(log), **told}


def mapping(log: EventLog) -> dict:
    """How the events and cases of a log become rows: each event a work event, each change of hands another, each case work."""
    at: dict = {"from": "at"}
    if log.at is not None:
        at |= {key: said for key in ("format", "zone") if (said := getattr(log.at, key))}
    work = {"kind": log.kind, "id": "case"}
    about = {"group": "group", "lifecycle": "lifecycle", "order": "order"}
    event = {"work": work, "at": at, "actor": "resource", "dimensions": about}
    step = {"kind": {"const": "activity"}, "to_value": {"from": "activity", "required": True}, "when": "is_event"}
    change = {"kind": {"const": "holder"}, "from_value": "before", "to_value": "resource", "when": "taken"}
    case = {"kind": {"const": log.kind}, "id": "case", "title": "case", "status": "status", "holder": "holder"}
    case |= {"opened_at": {**at, "from": "opened_at"}, "when": "opened_at"}
    records = [{"work": case}, {"event": event | step}, {"event": event | change}]
    return {"id": "id", "ignore": ["columns"], "records": records}
