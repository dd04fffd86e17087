"""What changed from one document to another, in sentences. Pure: two contents in, sentences out."""

from collections.abc import Mapping
from typing import Any

VOLATILE = ("revision", "frozen_at", "frozen_by", "previous", "changes", "format", "since", "day", "final")


def lasting(content: Mapping[str, Any]) -> dict[str, Any]:
    """What a document says, without what every revision has of its own."""
    return {name: value for name, value in content.items() if name not in VOLATILE}


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The sentences; none where both say the same."""
    if lasting(before) == lasting(after):
        return []
    told = [*_numbers(before, after), *_rows(before, after)]
    for name, words in (("read_by", "What the sides said of their rows"), ("measures", "What the functions measured")):
        if before.get(name) != after.get(name):
            told.append(f"{words} changed.")
    told += _calendars(before, after)
    if before.get("unlogged") != after.get("unlogged"):
        told.append("Handoffs that nobody logged were added.")
    if before.get("incomplete") != after.get("incomplete"):
        told.append("Parts that were open were answered since, or others are open now.")
    return told or ["Details of the evidence changed."]


def _numbers(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    named = (("transfers", "Transfers"), ("dark", "Dark days"), ("never", "Never owned"))
    pairs = [(words, before["tally"][name]["number"], after["tally"][name]["number"]) for name, words in named]
    return [f"{words}: {was} became {now}." for words, was, now in pairs if was != now]


def _calendars(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    was, now = ([_full(one) for one in content.get("calendars", [])] for content in (before, after))
    told = [f"New in the calendars: {line}." for line in now if line not in was]
    told += [f"Gone from the calendars: {line}." for line in was if line not in now]
    if not told and before.get("clashes") != after.get("clashes"):
        told.append("Where calendars clash changed.")
    return told


def _full(one: Mapping[str, Any]) -> str:
    return f"{one['name']}, {one['what']} full {one['when']}: {one['text']}"


def _rows(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    was, now = ({row["key"]: row for row in content["register"]} for content in (before, after))
    told = [f"New: {row['title']}, {row['reading']}." for key, row in now.items() if key not in was]
    told += [f"Gone: {row['title']}, {row['reading']}." for key, row in was.items() if key not in now]
    for key in (key for key in now if key in was):
        old, new = was[key], now[key]
        if old["reading"] != new["reading"]:
            told.append(f"{new['title']}: {old['reading']} became {new['reading']}.")
        elif old["when"] != new["when"]:
            told.append(f"{new['title']}: {old['when']} became {new['when']}.")
        told += [f"{new['title']}: {words} changed." for name, words in PARTS.items() if old[name] != new[name]]
    return told


PARTS = {
    "notes": "the notes on it",
    "quotes": "the words quoted on it",
    "details": "the answers on it",
    "read": "what its sides said",
}
