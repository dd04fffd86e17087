"""OCEL 2.0 JSON: events that touch objects of several types; one type is the case, and an event counts in each of its cases."""

from collections.abc import Iterator
from pathlib import Path

import ijson

from signals.failures import Permanent, PullFailed

CASE = "case:concept:name"


def events(path: Path, case_type: str | None) -> Iterator[dict]:
    """Each event's attributes, and the objects it touches by their type and by their part in it; once for each case it touches.

    Raises PullFailed.
    """
    types = {str(found.get("id")): str(found.get("type")) for found in _items(path, "objects.item")}
    case = case_type or _only_type(types)
    for event in _items(path, "events.item"):
        columns, touched = _columns(event), _touched(event, types)
        columns |= {name: ids[0] for name, ids in touched.items() if name not in columns}
        yield from ({**columns, CASE: one} for one in touched.get(case) or [""])


def types(path: Path) -> list[str]:
    """The types of its objects, by name. Raises PullFailed."""
    return sorted({str(found.get("type")) for found in _items(path, "objects.item")})


def _only_type(types: dict[str, str]) -> str:
    known = sorted(set(types.values()))
    if len(known) != 1:
        raise Permanent(
            "The log has objects of several types, and any of them could be the case.",
            f"Name it as `case` under `log` of this stream. Types: {', '.join(known[:30]) or 'none'}.",
        )
    return known[0]


def _columns(event: dict) -> dict:
    columns = {f"ocel:{name}": event.get(name) for name in ("id", "type", "time")}
    return columns | {str(said.get("name")): said.get("value") for said in event.get("attributes") or []}


def _touched(event: dict, types: dict[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for relation in event.get("relationships") or []:
        one = str(relation.get("objectId"))
        for name in dict.fromkeys((types.get(one), relation.get("qualifier"))):
            if name and one not in found.setdefault(name, []):
                found[name].append(one)
    return found


def _items(path: Path, where: str) -> Iterator[dict]:
    with path.open("rb") as file:
        try:
            for found in ijson.items(file, where, use_float=True):
                yield found if isinstance(found, dict) else {}
        except ijson.JSONError:
            raise PullFailed(f"{path.name} is not whole JSON: it is broken or cut off.", "Export it again.") from None
