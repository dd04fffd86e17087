"""A stream's declared mapping, compiled once to functions."""

from collections.abc import Callable
from dataclasses import dataclass

from pydantic import BaseModel

from signals.mapping import compile_rows, compile_signal, declared
from signals.mapping.columns import column, columns_of, is_empty, origin
from signals.mapping.declared import Mapping, Value
from signals.mapping.naming import cannot_read, named, nothing_in
from signals.mapping.refusals import Refused, Unreadable
from signals.mapping.rows import Row, SignalRow
from signals.mapping.values import as_text, compile_instant

CONTROLS = frozenset("\x00\x1f")
NO = frozenset({"false", "0", "no", "f", "n"})


@dataclass(frozen=True)
class Place:
    """What a source says for all its streams: zone and currency; and whether records are flat rows (CSV)."""

    zone: str
    currency: str
    flat: bool


class Compiled:
    """Functions from a record to its id, version, tombstone and rows."""

    def __init__(self, mapping: Mapping, place: Place):
        self.mapping, self.place = mapping, place
        self.record_id = _record_id(mapping.id, flat=place.flat)
        self.version = _version(mapping.version, place)
        self.deleted = _deleted(mapping.deleted, flat=place.flat)
        self.builders = [_builder(row, place, suffix) for row, suffix in _suffixed(mapping)]
        first = mapping.records[0].signal
        self.lean = len(mapping.records) == 1 and first is not None and first.when is None and first.id is None

    def rows(self, record: dict, record_id: str) -> list[Row | SignalRow]:
        """The rows a record becomes. Raises Refused: then none of them is loaded."""
        return [row for build in self.builders if (row := build(record, record_id)) is not None]

    @property
    def columns(self) -> set[str]:
        """The columns that the mapping reads."""
        return columns_read(self.mapping)


def _record_id(value: Value, *, flat: bool) -> Callable[[dict], str]:
    get = column(value.from_, flat=flat) if value.from_ and not value.lower else origin(value, flat=flat)
    label = named("id", value)

    def read(record: dict) -> str:
        found = get(record)
        if type(found) is str and found and found.isascii() and len(found) < 500 and not CONTROLS.intersection(found):
            return found
        try:
            text = as_text(found)
        except Unreadable as problem:
            raise Refused("missing_id", label, cannot_read(label, problem)) from None
        if text is None:
            raise Refused("missing_id", label, nothing_in(label))
        if len(text) >= 500 or "\x1f" in text:
            raise Refused("missing_id", label, cannot_read(label, f"“{text[:40]}” is too long or holds a control character"))
        return text

    return read


def _version(value: Value | None, place: Place) -> Callable[[dict], int | None]:
    if value is None:
        return lambda record: None
    if value.format == "integer":
        get, label = origin(value, flat=place.flat), named("version", value)
        return lambda record: _whole(get(record), label)
    read = compile_instant(value, "version", flat=place.flat, zone=place.zone)
    return lambda record: round(found[0].timestamp() * 1_000_000) if (found := read(record)) else None


def _whole(found: object, label: str) -> int | None:
    try:
        return int(found)  # type: ignore[call-overload]
    except (TypeError, ValueError):
        if is_empty(found):
            return None
        problem = f"“{str(found)[:40]}” is not a whole number"
        raise Refused("wrong_version", label, cannot_read(label, problem)) from None


def _deleted(value: Value | None, *, flat: bool) -> Callable[[dict], bool]:
    if value is None:
        return lambda record: False
    get = origin(value, flat=flat)

    def read(record: dict) -> bool:
        found = get(record)
        return not is_empty(found) and found is not False and str(found).lower() not in NO

    return read


def _suffixed(mapping: Mapping) -> list[tuple[declared.Row, str]]:
    """Each row a record becomes, with what makes its id its own where several of one kind have none declared."""
    seen: dict[str, int] = {}
    suffixed = []
    for row in mapping.records:
        kind = next(name for name in type(row).model_fields if getattr(row, name) is not None)
        seen[kind] = seen.get(kind, 0) + 1
        suffixed.append((row, f"#{seen[kind]}" if seen[kind] > 1 else ""))
    return suffixed


def _builder(row: declared.Row, place: Place, suffix: str) -> Callable[[dict, str], Row | SignalRow | None]:
    build = compile_signal.builder(row.signal, place) if row.signal is not None else compile_rows.builder(row, place)
    return build if not suffix else lambda record, record_id: build(record, record_id + suffix)


def columns_read(declared: object) -> set[str]:
    """The columns that anything declared reads: a mapping, a row, a value."""
    if isinstance(declared, Value):
        return set(columns_of(declared))
    if isinstance(declared, dict):
        return {path for value in declared.values() for path in columns_read(value)}
    if isinstance(declared, list | tuple):
        return {path for value in declared for path in columns_read(value)}
    if isinstance(declared, BaseModel):
        return {path for name in type(declared).model_fields for path in columns_read(getattr(declared, name))}
    return set()
