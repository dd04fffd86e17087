"""The quick way for a page of new signals of the ordinary shape: from record to COPY text in one loop.

It makes the very rows that the general way makes (a test holds the two against each other), and leaves a page with any record
that it does not know to that way: then it gives None.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from signals.loading.copying import escaped
from signals.loading.prepare import Prepared
from signals.mapping.columns import EMPTY, plain_column
from signals.mapping.compile_signal import compile_dimensions
from signals.mapping.compiled import Compiled
from signals.mapping.declared import Value
from signals.mapping.instants import DAYS, FORMS
from signals.mapping.references import compile_party
from signals.mapping.refusals import Refused, Unreadable
from signals.mapping.rows import PartyFound
from signals.mapping.values import LARGE, compile_number

NOTHING = "\\N"
Mapper = Callable[[Prepared], "Quick | None"]


@dataclass(slots=True)
class Quick:
    """A page's signals as text, but for what only the database knows: the stream before, the party between, the page after."""

    pieces: list[tuple[str, PartyFound | None, str]]
    parties: set[PartyFound | None]
    touched: set[tuple[str, date]]

    def texts(self, page_id: int, parties: dict) -> list[str]:
        """The lines as COPY's text format writes them; a record's ordinal is its place."""
        return [
            f"{head}{NOTHING if party is None else parties[party.keys]}{tail}{page_id}\t{ordinal}\t\\N\t\\N\n"
            for ordinal, (head, party, tail) in enumerate(self.pieces)
        ]


@dataclass(frozen=True, slots=True)
class Shape:
    """Where a mapping of the ordinary shape finds its values."""

    at: str
    version: str
    metric: str | None
    word: str | None
    unit: str
    value: str | None
    number: Callable[[dict], str | None]
    party: Callable[[dict], PartyFound | None]
    dimensions: Callable[[dict], str]


def quick_mapper(compiled: Compiled, stream_id: int) -> Mapper | None:
    """The quick way for a stream whose mapping has the ordinary shape; None for the others."""
    shape = _shape(compiled)
    if shape is None:
        return None

    def quick(prepared: Prepared) -> Quick | None:
        if prepared.refused or not prepared.ids or len(set(prepared.ids)) < len(prepared.ids):
            return None
        try:
            return _map(prepared, shape, stream_id)
        except (Refused, Unreadable, Unusual, ValueError):
            return None

    return quick


def _shape(compiled: Compiled) -> Shape | None:
    row, mapping, flat = compiled.mapping.records[0].signal, compiled.mapping, compiled.place.flat
    if not compiled.lean or row is None or row.part or row.work or row.grain or mapping.deleted:
        return None
    at, version = _iso_column(row.at, flat=flat), _iso_column(mapping.version, flat=flat) if mapping.version else ""
    metric, word = _column_or_word(row.metric, flat=flat)
    unit = "" if row.unit is None else row.unit.const
    if at is None or version is None or (metric is None and word is None) or not isinstance(unit, str):
        return None
    number = compile_number(row.value, "value", flat=flat) if row.value else lambda record: "1"
    value = plain_column(row.value, flat=flat) if row.value and row.value.is_plain else None
    party = compile_party(row.party, flat=flat) or (lambda record: None)
    dimensions = compile_dimensions(row, flat=flat)
    return Shape(at, version, metric, word, escaped(unit), value, number, party, dimensions)


def _map(prepared: Prepared, shape: Shape, stream_id: int) -> Quick:
    """Map every record of a page, inline: at millions of records each call counts. Raises Unusual, Refused, Unreadable."""
    pieces: list[tuple[str, PartyFound | None, str]] = []
    parties: set[PartyFound | None] = set()
    touched: set[tuple[str, date]] = set()
    add, from_iso, days, forms = pieces.append, datetime.fromisoformat, DAYS, FORMS
    at_path, version_path, metric_path, value_path = shape.at, shape.version, shape.metric, shape.value
    word, unit, number_of, party_of, dimensions_of = shape.word, shape.unit, shape.number, shape.party, shape.dimensions
    rows = zip(prepared.ids, prepared.hashes, prepared.page.records, prepared.page.raws, strict=True)
    for record_id, digest, record, raw in rows:
        get = record.get  # type: ignore[union-attr]
        at, key, version = get(at_path), word or get(metric_path), get(version_path) if version_path else None
        if type(at) is not str or at[-1:] != "Z" or at[10:20:3] not in forms or not 20 <= len(at) <= 27:
            raise Unusual
        if type(key) is not str or key in EMPTY or not key.isascii() or key != key.strip():
            raise Unusual
        from_iso(at)
        stamp: object = NOTHING
        if version is not None:
            if type(version) is not str or version[-1:] != "Z" or version[10:20:3] not in forms or not 20 <= len(version) <= 27:
                raise Unusual
            stamp = round(from_iso(version).timestamp() * 1_000_000)
        touched.add((key, days[at[:10]]))
        number = get(value_path)
        if type(number) is not float or not -LARGE < number < LARGE or "e" in (number := repr(number)):
            number = number_of(record)  # type: ignore[arg-type]
        party, dimensions = party_of(record), dimensions_of(record)  # type: ignore[arg-type]
        parties.add(party)
        own_id = record_id
        if b"\\" in raw:
            own_id, dimensions = escaped(own_id), escaped(dimensions)  # type: ignore[arg-type]
            if word is None and ("\\" in key or not key.isprintable()):
                raise Unusual
        add(
            (
                f"{own_id}\t{stream_id}\t{at}\tinstant\t{key}\t{NOTHING if number is None else number}\t{unit}\t",
                party,
                f"\t\\N\t\\N\t{dimensions}\t{digest}\t{stamp}\t",
            )
        )
    return Quick(pieces, parties, touched)


class Unusual(Exception):
    """A record that the quick way does not know."""


def _iso_column(value: Value, *, flat: bool) -> str | None:
    ordinary = value.format in (None, "iso") and value.default is None and not value.map
    return plain_column(value, flat=flat) if ordinary else None


def _column_or_word(value: Value, *, flat: bool) -> tuple[str | None, str | None]:
    if isinstance(value.const, str):
        return None, value.const if value.const.isprintable() and "\\" not in value.const else None
    return (plain_column(value, flat=flat) if value.is_plain else None), None
