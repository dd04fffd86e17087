"""The fast way from a record to a signal."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import orjson

from signals.mapping.columns import is_empty, origin
from signals.mapping.declared import SignalRow as Declared
from signals.mapping.references import compile_part, compile_party, compile_work
from signals.mapping.refusals import Refused, Unreadable
from signals.mapping.rows import SignalRow
from signals.mapping.values import compile_instant, compile_number, compile_text

if TYPE_CHECKING:
    from signals.mapping.compiled import Place

REMEMBERED = 20_000


def builder(declared: Declared, place: "Place") -> Callable[[dict, str], SignalRow | None]:
    """A function that makes a record a signal, or None where its `when` is empty."""
    flat = place.flat
    metric, at = (
        compile_text(declared.metric, "metric", flat=flat),
        compile_instant(declared.at, "at", flat=flat, zone=place.zone),
    )
    value = compile_number(declared.value, "value", flat=flat) if declared.value else lambda record: "1"
    unit = compile_text(declared.unit, "unit", flat=flat) if declared.unit else lambda record: ""
    party, part = compile_party(declared.party, flat=flat), compile_part(declared.part, flat=flat)
    work, dimensions = compile_work(declared.work, "work.id", flat=flat), _dimensions(declared, flat=flat)
    id_of = compile_text(declared.id, "id", flat=flat) if declared.id else None
    when = origin(declared.when, flat=flat) if declared.when else None
    grain = declared.grain
    fields = {"value": value, "unit": unit, "party": party, "part": part, "work": work}

    def build(record: dict, record_id: str) -> SignalRow | None:
        if when is not None and (is_empty(given := when(record)) or given is False):
            return None
        instant, key = _required(at(record), "at"), metric(record)
        external_id = record_id if id_of is None else _required(id_of(record), "id")
        try:
            return SignalRow(
                external_id, instant, grain or instant.precision, key or _required(None, "metric"), value(record),
                unit(record) or "", party and party(record), work and work(record), part and part(record),
                dimensions(record), None,
            )  # fmt: skip
        except Unreadable:
            found, flags = _flagged(fields, record)
            try:
                text = dimensions(record)
            except Unreadable as problem:
                text, flags["dimensions"] = "{}", str(problem)
            return SignalRow(
                external_id, instant, grain or instant.precision, key or _required(None, "metric"), found["value"],
                found["unit"] or "", found["party"], found["work"], found["part"], text, flags,
            )  # fmt: skip

    return build


def _required(found, field: str):
    if found is None:
        raise Refused("missing", field, f"The record has no “{field}”.")
    return found


def _flagged(fields: dict[str, Callable | None], record: dict) -> tuple[dict, dict[str, str]]:
    found, flags = {}, {}
    for name, read in fields.items():
        try:
            found[name] = read and read(record)
        except Unreadable as problem:
            found[name], flags[name] = None, str(problem)
    return found, flags


def _dimensions(declared: Declared, *, flat: bool) -> Callable[[dict], str]:
    """A function that gives the dimensions as JSON; the few combinations there are get written once."""
    names = list(declared.dimensions)
    getters = [compile_text(value, f"dimensions.{name}", flat=flat) for name, value in declared.dimensions.items()]
    if not getters:
        return lambda record: "{}"
    written: dict[tuple, str] = {}

    def read(record: dict) -> str:
        found = tuple([get(record) for get in getters])
        text = written.get(found)
        if text is None:
            pairs = {name: value for name, value in zip(names, found, strict=True) if value is not None}
            if len(written) > REMEMBERED:
                written.clear()
            text = written[found] = orjson.dumps(pairs, option=orjson.OPT_SORT_KEYS).decode()
        return text

    return read
