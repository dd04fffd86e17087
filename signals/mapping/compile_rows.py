"""From a record to a row of work, event, party or part."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from signals.mapping import declared
from signals.mapping.columns import is_empty, origin
from signals.mapping.naming import cannot_read, named, nothing_in
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
NONE_REQUIRED: Mapping[str, str] = {}
Read = Callable[[dict], object]


def builder(row: declared.Row, place: "Place") -> Callable[[dict, str], Row | None]:
    """A function that makes a record one row, or None where its `when` is empty. It raises Refused."""
    kind, said = next((name, said) for name in TEXTS if (said := getattr(row, name)) is not None)
    fields, labels = _fields(kind, said, place)
    fixed: dict[str, object] = {"kind": said.kind} if kind in ("party", "part") else {}
    fixed |= {
        name: str(value.const) for name in fields if (value := getattr(said, name)).const is not None and name in TEXTS[kind]
    }
    reads = [(name, read) for name, read in fields.items() if name not in fixed]
    precisions = [(name, INSTANTS[name]) for name in fields if name in INSTANTS]
    dimensions = [(name, compile_text(value, f"dimensions.{name}", flat=place.flat)) for name, value in said.dimensions.items()]
    named = _named(kind, said, place)
    aliases = _aliases(said, place) if kind == "part" else []
    merges = compile_merges(said, flat=place.flat) if kind == "party" else None
    when = origin(said.when, flat=place.flat) if said.when else None

    def build(record: dict, record_id: str) -> Row | None:
        if when is not None and ((given := when(record)) is False or (given is not True and is_empty(given))):
            return None
        flags: dict[str, str] = {}
        values = fixed.copy()
        for name, read in reads:
            values[name] = _read(name, read, record, flags, labels)
        for name, precision in precisions:
            if (found := values[name]) is not None:
                values[name], values[precision] = found.text, found.precision  # type: ignore[attr-defined]
        values["dimensions"] = {
            name: text for name, read in dimensions if (text := _read(name, read, record, flags, NONE_REQUIRED))
        }
        party, part, work, own = (read and _read(name, read, record, flags, labels) for name, read in named)
        if kind == "work":
            _finish(values, flags, place)
        return Row(
            kind, str(own or record_id), values, party, part, work,
            [text for get in aliases if (text := _read("aliases", get, record, flags, NONE_REQUIRED))], flags,
            merges(record, party) if merges and party else [],
        )  # fmt: skip

    return build


def _named(kind: str, said, place: "Place") -> list[tuple[str, Read | None]]:
    """What finds a row's customer, part, work and own id, where it names them."""
    flat = place.flat
    return [
        ("party", compile_party(said if kind == "party" else getattr(said, "party", None), flat=flat)),
        ("part", compile_part(getattr(said, "part", None), flat=flat)),
        ("work", compile_work(said.work if kind == "event" else getattr(said, "origin", None), "work.id", flat=flat)),
        ("id", compile_text(said.id, "id", flat=flat) if getattr(said, "id", None) else None),
    ]


def _fields(kind: str, said, place: "Place") -> tuple[dict[str, Read], dict[str, str]]:
    """How each field is read; and those without which there is no row, each as it is named to a person."""
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
    return fields, {name: _label(name, said) for name in required}


def _label(name: str, said) -> str:
    """A field with the columns that give it: a customer's are those of its keys, work's that of its id."""
    if name == "party":
        return named(name, *[value for _, value in said.keys])
    return named(name, said.work.id if name == "work" else getattr(said, name))


def _read(name: str, read: Read, record: dict, flags: dict[str, str], required: Mapping[str, str]) -> Any:
    """What one field says; None, and flagged, where it cannot be read. Raises Refused where it is `required`."""
    try:
        found = read(record)
    except Unreadable as problem:
        if name in required:
            raise Refused("unreadable", required[name], cannot_read(required[name], problem)) from None
        flags[name] = str(problem)
        return None
    if found is None and name in required:
        raise Refused("missing", required[name], nothing_in(required[name]))
    return found


def _aliases(said: declared.PartRow, place: "Place") -> list[Read]:
    return [compile_text(value, "aliases", flat=place.flat) for value in [said.name, *said.aliases]]


def _finish(values: dict, flags: dict[str, str], place: "Place") -> None:
    """Put in what the source says for all its work; a category that is none is flagged."""
    if values.get("amount") is not None and not values.get("currency"):
        values["currency"] = place.currency
    if (category := values.get("status_category") or "") not in CATEGORIES:
        values["status_category"], flags["status_category"] = "", f"“{category[:40]}” is not a category"
