"""What Salesforce's records are made into before they are mapped: owners in words, outcomes, histories change by change."""

from collections import Counter
from collections.abc import Iterable
from operator import itemgetter
from typing import Any

from signals.connectors.salesforce_soql import parent_of

PEOPLE = frozenset({"Owner", "OwnerId", "OwnerAssignment", "OwnerAccepted"})


class Users:
    """Who an id or a name stands for: the e-mail address where it is known, else the name, else what was told."""

    def __init__(self, users: Iterable[dict[str, Any]] = ()):
        found = list(users)
        names = Counter(user.get("Name") for user in found)
        words = {user["Id"]: user.get("Email") or user.get("Name") or user["Id"] for user in found}
        self._words = {
            user["Name"]: words[user["Id"]] for user in found if user.get("Name") and names[user["Name"]] == 1
        } | words

    def word(self, found: Any) -> Any:
        """A user or a queue, by id or by name."""
        return self._words.get(found, found) if isinstance(found, str) else found


def told(record: dict[str, Any], users: Users) -> dict[str, Any]:
    """An object with its `owner` in words; an opportunity or a lead with its `outcome` and `closed_at`."""
    made = {**record, "owner": users.word(record.get("OwnerId"))}
    if "IsClosed" in record:
        made["outcome"] = ("won" if record.get("IsWon") else "lost") if record["IsClosed"] else "open"
        made["closed_at"] = record.get("CloseDate") if record["IsClosed"] else None
    elif "IsConverted" in record:
        made["outcome"] = "accepted" if record["IsConverted"] else None
        made["closed_at"] = record.get("ConvertedDate")
    return made


def change_of(row: dict[str, Any], history: str, users: Users) -> dict[str, Any]:
    """A row of a History object as a change. An owner's comes twice, by name and by id: both are told in the same words."""
    field = row["Field"]
    words = users.word if field in PEOPLE else lambda found: found
    return _change(row, history, field, words(row.get("OldValue")), words(row.get("NewValue")), users)


def stages_of(rows: Iterable[dict[str, Any]], history: str, users: Users) -> list[dict[str, Any]]:
    """The changes of stage in the whole histories of opportunities, whose rows tell the stage after each change of anything."""
    changes, before = [], dict[str, Any]()
    for row in sorted({row["Id"]: row for row in rows}.values(), key=itemgetter("CreatedDate", "Id")):
        one, stage = row[parent_of(history)], row.get("StageName")
        if stage != before.get(one):
            changes.append(_change(row, history, "StageName", before.get(one), stage, users))
            before[one] = stage
    return changes


def _change(row: dict[str, Any], history: str, field: str, old: Any, new: Any, users: Users) -> dict[str, Any]:
    by = users.word(row.get("CreatedById"))
    return {
        **row,
        "object": row[parent_of(history)],
        "field": field,
        "from": old,
        "to": new,
        "by": by,
        "at": row["CreatedDate"],
    }
