"""The SOQL that Salesforce is asked with: pure, from what a stream declares."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from signals.connectors.window import Window
from signals.entries import StreamEntry
from signals.mapping.compiled import columns_read

STAGES = "OpportunityHistory"
TOLD_BY = {"Opportunity": ("IsClosed", "IsWon", "CloseDate"), "Lead": ("IsConverted", "ConvertedDate")}
OF_A_CHANGE = ("Id", "IsDeleted", "CreatedDate", "CreatedById")


@dataclass(frozen=True)
class Select:
    """One object's records in the order of `by` and id, from an instant to another."""

    of: str
    fields: list[str]
    by: str
    asked: datetime | None
    until: datetime
    only: tuple[str, ...] = ()

    @classmethod
    def of_stream(cls, entry: StreamEntry, window: Window) -> "Select":
        """What a stream asks for in a window."""
        only = () if entry.path == STAGES else tuple(entry.history)
        return cls(entry.path or "", fields_of(entry), changed_by(entry), window.asked, window.until, only)

    def place(self, row: dict[str, Any]) -> list[str]:
        """Where a read stands after a row: its instant and id."""
        return [row[self.by], row["Id"]]

    def soql(self, after: list[str] | None) -> str:
        """The query for what follows a place."""
        tests = [f"{self.by} <= {literal(self.until)}"]
        if after:
            at = literal(datetime.fromisoformat(after[0]))
            tests.append(f"({self.by} > {at} OR ({self.by} = {at} AND Id > {quoted(after[1])}))")
        elif self.asked:
            tests.append(f"{self.by} >= {literal(self.asked)}")
        if self.only:
            tests.append(f"Field IN ({', '.join(map(quoted, self.only))})")
        return f"SELECT {', '.join(self.fields)} FROM {self.of} WHERE {' AND '.join(tests)} ORDER BY {self.by}, Id"


def without(soql: str, field: str) -> str:
    """A query that does not ask for a field."""
    return soql.replace(f"SELECT {field}, ", "SELECT ").replace(f", {field}", "", 1)


def ids_of(path: str) -> str:
    """All ids of an object that are not deleted."""
    return f"SELECT Id FROM {path}"


def count_of(path: str) -> str:
    """How many records an object has."""
    return f"SELECT COUNT() FROM {path}"


def stages_asked(entry: StreamEntry, opportunities: list[str]) -> str:
    """The whole history of some opportunities."""
    of_these = f"OpportunityId IN ({', '.join(map(quoted, opportunities))})"
    return f"SELECT {', '.join(fields_of(entry))} FROM {STAGES} WHERE {of_these} ORDER BY CreatedDate, Id"


def fields_of(entry: StreamEntry) -> list[str]:
    """The fields to ask for: those the mapping reads, and those by which a record is told. Ours begin with a small letter."""
    path = entry.path or ""
    if path == STAGES:
        return [*OF_A_CHANGE, parent_of(path), "StageName"]
    if entry.history:
        return [*OF_A_CHANGE, parent_of(path), "Field", "OldValue", "NewValue"]
    read = {column for column in columns_read(entry) if column[:1].isupper()}
    read |= {"Id", "IsDeleted", "OwnerId", changed_by(entry), *TOLD_BY.get(path, ())}
    return sorted(read)


def changed_by(entry: StreamEntry) -> str:
    """The field that says when a record changed."""
    return entry.cursor.field if entry.cursor else "SystemModstamp"


def parent_of(history: str) -> str:
    """The field that names whose history it is: LeadId of LeadHistory."""
    kind = history.removesuffix("History").removesuffix("Field")
    return "ParentId" if kind.endswith("__") else f"{kind}Id"


def literal(at: datetime) -> str:
    """An instant as SOQL writes it."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds" if at.microsecond else "seconds").replace("+00:00", "Z")


def quoted(text: str) -> str:
    """A text as SOQL writes it."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
