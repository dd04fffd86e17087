"""The fast way from a record to a signal."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import orjson

from signals.mapping.columns import is_empty, origin
from signals.mapping.declared import SignalRow as Declared
from signals.mapping.naming import cannot_read, named, nothing_in
from signals.mapping.references import compile_part, compile_party, compile_work, remembering
from signals.mapping.refusals import Refused, Unreadable
from signals.mapping.rows import SignalRow
from signals.mapping.values import compile_instant, compile_number, compile_text

if TYPE_CHECKING:
    from signals.mapping.compiled import Place


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
    work, dimensions = compile_work(declared.work, "work.id", flat=flat), compile_dimensions(declared, flat=flat)
    id_of = compile_text(declared.id, "id", flat=flat) if declared.id else None
    when = origin(declared.when, flat=flat) if declared.when else None
    grain = declared.grain
    at_label, metric_label, id_label = (named(name, getattr(declared, name)) for name in ("at", "metric", "id"))
    fields = {"value": value, "unit": unit, "party": party, "part": part, "work": work, "dimensions": dimensions}
    new = tuple.__new__

    def build(record: dict, record_id: str) -> SignalRow | None:
        if when is not None and (is_empty(given := when(record)) or given is False):
            return None
        external_id = record_id if id_of is None else _needed(id_of, record, id_label)
        if (instant := at(record)) is None:
            raise Refused("missing", at_label, nothing_in(at_label))
        try:
            key = metric(record)
        except Unreadable:
            key = None
        if key is None:
            raise Refused("missing", metric_label, nothing_in(metric_label))
        try:
            return new(SignalRow, (
                external_id, instant, grain or instant.precision, key, value(record), unit(record) or "",
                party and party(record), work and work(record), part and part(record), dimensions(record), None,
            ))  # fmt: skip
        except Unreadable:
            found, flags = _flagged(fields, record)
        return SignalRow(
            external_id, instant, grain or instant.precision, key, found["value"], found["unit"] or "",
            found["party"], found["work"], found["part"], found["dimensions"] or "{}", flags,
        )  # fmt: skip

    return build


def _needed(read: Callable[[dict], str | None], record: dict, field: str) -> str:
    try:
        found = read(record)
    except Unreadable as problem:
        raise Refused("unreadable", field, cannot_read(field, problem)) from None
    if found is None:
        raise Refused("missing", field, nothing_in(field))
    return found


def _flagged(fields: dict[str, Callable | None], record: dict) -> tuple[dict, dict[str, str]]:
    found, flags = {}, {}
    for name, read in fields.items():
        try:
            found[name] = read and read(record)
        except Unreadable as problem:
            found[name], flags[name] = None, str(problem)
    return found, flags


def compile_dimensions(declared: Declared, *, flat: bool) -> Callable[[dict], str]:
    """A function that gives the dimensions as JSON; the few combinations there are get written once."""
    names = list(declared.dimensions)
    getters = [compile_text(value, f"dimensions.{name}", flat=flat) for name, value in declared.dimensions.items()]
    if not getters:
        return lambda record: "{}"

    def write(record: dict) -> str:
        pairs = {name: text for name, get in zip(names, getters, strict=True) if (text := get(record)) is not None}
        return orjson.dumps(pairs, option=orjson.OPT_SORT_KEYS).decode()

    plain = all(value.is_plain for value in declared.dimensions.values())
    return remembering(write, [value.from_ for value in declared.dimensions.values()], flat=flat) if plain else write
