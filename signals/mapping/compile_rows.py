"""From a record to a row of work, event, party or part."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from signals.mapping import declared
from signals.mapping.columns import is_empty, origin
from signals.mapping.instants import Instant
from signals.mapping.references import compile_merges, compile_part, compile_party, compile_work
from signals.mapping.refusals import Refused, Unreadable
from signals.mapping.rows import Row
from signals.mapping.values import compile_instant, compile_number, compile_text

if TYPE_CHECKING:
    from signals.mapping.compiled import Place

INSTANTS = {"opened_at": "opened_precision", "due_at": "due_precision", "closed_at": "closed_precision", "at": "precision"}
NUMBERS = {"amount"}
TEXTS = {
    "work": ["kind", "title", "status", "status_category", "reason", "holder", "currency"],
    "event": ["kind", "from_value", "to_value", "actor"],
    "party": ["name"],
    "part": ["name"],
}
CATEGORIES = {"", "new", "open", "accepted", "rejected", "won", "lost", "done", "dropped"}
Read = Callable[[dict], object]


def builder(row: declared.Row, place: "Place") -> Callable[[dict, str], Row | None]:
    """A function that makes a record one row, or None where its `when` is empty. It raises Refused."""
    kind, said = next((name, said) for name in TEXTS if (said := getattr(row, name)) is not None)
    fields, required = _fields(kind, said, place)
    named = said if kind == "party" else getattr(said, "party", None)
    party, part = compile_party(named, flat=place.flat), compile_part(getattr(said, "part", None), flat=place.flat)
    work = compile_work(said.work if kind == "event" else getattr(said, "origin", None), "work.id", flat=place.flat)
    aliases = _aliases(said, place) if kind == "part" else []
    merges = compile_merges(said, flat=place.flat) if kind == "party" else None
    id_of = compile_text(said.id, "id", flat=place.flat) if getattr(said, "id", None) else None
    when = origin(said.when, flat=place.flat) if said.when else None
    dimensions = {name: compile_text(value, f"dimensions.{name}", flat=place.flat) for name, value in said.dimensions.items()}
    fixed = {"kind": said.kind} if kind in ("party", "part") else {}

    def build(record: dict, record_id: str) -> Row | None:
        if when is not None and (is_empty(given := when(record)) or given is False):
            return None
        flags: dict[str, str] = {}
        values = {**fixed, **_read_all(fields, record, flags, required)}
        values["dimensions"] = {name: text for name, text in _read_all(dimensions, record, flags, set()).items() if text}
        found = _read_all({"party": party, "part": part, "work": work, "id": id_of}, record, flags, required)
        _finish(kind, values, flags, place)
        return Row(
            kind, str(found["id"] or record_id), values, found["party"], found["part"], found["work"],
            [text for get in aliases if (text := _read_all({"aliases": get}, record, flags, set())["aliases"])], flags,
            merges(record, found["party"]) if merges else [],
        )  # fmt: skip

    return build


def _fields(kind: str, said, place: "Place") -> tuple[dict[str, Read], set[str]]:
    fields: dict[str, Read] = {}
    for name in TEXTS[kind]:
        value = getattr(said, name, None)
        if isinstance(value, declared.Value):
            fields[name] = compile_text(value, name, flat=place.flat)
    for name in NUMBERS:
        if value := getattr(said, name, None):
            fields[name] = compile_number(value, name, flat=place.flat)
    for name in INSTANTS:
        if value := getattr(said, name, None):
            fields[name] = compile_instant(value, name, flat=place.flat, zone=place.zone)
    required = {name for name in fields if getattr(said, name).required}
    required |= {"work": {"kind"}, "event": {"kind", "at", "work"}, "party": {"party"}, "part": {"name"}}[kind]
    return fields, required


def _read_all(fields: Mapping[str, Read | None], record: dict, flags: dict[str, str], required: set[str]) -> dict:
    found = {}
    for name, read in fields.items():
        try:
            found[name] = read(record) if read else None
        except Unreadable as problem:
            if name in required:
                raise Refused("unreadable", name, f"“{name}” cannot be read: {problem}.") from None
            found[name], flags[name] = None, str(problem)
        if found[name] is None and name in required and read:
            raise Refused("missing", name, f"The record has no “{name}”.")
    return found


def _aliases(said: declared.PartRow, place: "Place") -> list[Read]:
    return [compile_text(value, "aliases", flat=place.flat) for value in [said.name, *said.aliases]]


def _finish(kind: str, values: dict, flags: dict[str, str], place: "Place") -> None:
    """Spread instants over their two columns, and put in what the source says for all its records."""
    for name, precision in INSTANTS.items():
        if isinstance(found := values.get(name), Instant):
            values[name], values[precision] = found.text, found.precision
    if kind == "work":
        if values.get("amount") is not None and not values.get("currency"):
            values["currency"] = place.currency
        if (category := values.get("status_category") or "") not in CATEGORIES:
            values["status_category"], flags["status_category"] = "", f"“{category[:40]}” is not a category"
