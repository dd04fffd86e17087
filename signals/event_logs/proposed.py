"""Which column of a CSV log probably says what: by the usual names, else by what names and values hold."""

import re
from collections.abc import Sequence
from typing import Any

from signals.event_logs.roles import KNOWN, NEEDED
from signals.guessing.columns import Column
from signals.guessing.first import plain

WORDS = {
    "case": r"case|ticket|order|request|application|permit|claim|lead|deal|dossier",
    "activity": r"activit|step|event|action|task|status|stage",
    "resource": r"resource|performer|employee|user|clerk|agent|owner|assignee|handler|done_by|^by$|_by$",
    "group": r"group|team|department|role|unit",
    "lifecycle": r"lifecycle|transition",
    "at": r"complet|finish|end|time|date|_at$|^at$",
}


def proposed(columns: Sequence[Column]) -> dict[str, Any]:
    """The `log` of a stream as far as the columns tell it; a role that no column plainly has is left out."""
    found: dict[str, Any] = {}
    for role in ("at", *(role for role in KNOWN if role != "at")):
        free = [column for column in columns if column.name not in found.values() and _can_be(role, column)]
        if chosen := _named(role, free) or _worded(role, free):
            found[role] = chosen.name
    at = next((column for column in columns if column.name == found.get("at")), None)
    if at is not None and at.guess.format:
        found["at"] = {"from": at.name, "format": at.guess.format}
    return {role: found[role] for role in KNOWN if role in found}


def is_plain(log: dict[str, Any], columns: Sequence[Column]) -> bool:
    """Whether a log says all that is needed, and its instants can be read in one way only."""
    at = log.get("at")
    named = at if isinstance(at, str) else (at or {}).get("from")
    unclear = any(column.guess.ambiguous for column in columns if column.name == named) and isinstance(at, str)
    return all(log.get(role) for role in NEEDED) and not unclear


def _can_be(role: str, column: Column) -> bool:
    if role == "at":
        return column.guess.kind == "instant"
    if role == "case":
        return not column.unique and column.guess.kind != "instant"
    return column.guess.kind not in ("instant", "percent", "truth", "empty")


def _named(role: str, columns: list[Column]) -> Column | None:
    usual = {column.name.lower(): column for column in reversed(columns)}
    return next((usual[name] for name in KNOWN[role] if name in usual), None)


def _worded(role: str, columns: list[Column]) -> Column | None:
    fitting = [column for column in columns if re.search(WORDS[role], plain(column.name))]
    return fitting[0] if fitting else columns[0] if role == "at" and len(columns) == 1 else None
