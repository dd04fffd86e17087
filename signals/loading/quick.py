"""The quick way for a page of new signals of the ordinary shape: from records to COPY text, a column at a time.

It makes the very rows that the general way makes (a test holds the two against each other), and leaves a page with any record
that it does not know to that way: then it gives None.
"""

import itertools
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from signals.loading.escaping import NOTHING, escaped
from signals.loading.prepare import Prepared
from signals.mapping.columns import EMPTY, plain_column
from signals.mapping.compile_signal import compile_dimensions
from signals.mapping.compiled import Compiled
from signals.mapping.declared import Value
from signals.mapping.instants import DAYS, EPOCH, FORMS, micros
from signals.mapping.references import compile_party
from signals.mapping.refusals import Refused, Unreadable
from signals.mapping.rows import PartyFound
from signals.mapping.values import LARGE, compile_number

LENGTHS = frozenset(range(20, 28))
A_SECOND, A_DAY = 1_000_000, 86_400_000_000  # in microseconds
TEXT = frozenset({str, type(None)})
Mapper = Callable[[Prepared], "Quick | None"]


@dataclass(slots=True)
class Quick:
    """A page's signals as text, but for what only the database knows: which row each customer has, and the page's number.

    `parties[places[i]]` is the customer of record i; `template` has a `%s` for each record's customer and page. `versions[i]`
    is its version, or NOTHING.
    """

    template: bytes
    parties: list[PartyFound | None]
    places: list[int]
    versions: list
    touched: set[tuple[str, date]]

    def text(self, page_id: int, ids: dict) -> bytes:
        """The lines as COPY's text format writes them."""
        known = [f"{NOTHING if party is None else ids[party.keys]}\t{page_id}\t".encode() for party in self.parties]
        return self.template % tuple(map(known.__getitem__, self.places))


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
    party_columns: list[str] | None
    dimensions: Callable[[dict], str]
    dimension_columns: list[str] | None


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
        except (Refused, Unreadable, Unusual, ValueError, TypeError):
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
    return Shape(
        at=at,
        version=version,
        metric=metric,
        word=word,
        unit=escaped(unit).replace("%", "%%"),
        value=plain_column(row.value, flat=flat) if row.value and row.value.is_plain else None,
        number=number,
        party=compile_party(row.party, flat=flat) or (lambda record: None),
        party_columns=_columns([value for _, value in row.party.keys] if row.party else [], flat=flat),
        dimensions=compile_dimensions(row, flat=flat),
        dimension_columns=_columns(list(row.dimensions.values()), flat=flat),
    )


def _map(prepared: Prepared, shape: Shape, stream_id: int) -> Quick:
    """Map every record of a page. Raises Unusual, Refused, Unreadable, and what comes of a value of another type."""
    records: list = prepared.page.records
    whole = prepared.count
    ats = _stamps([record.get(shape.at) for record in records])
    keys = [shape.word] * whole if shape.word is not None else _keys([record.get(shape.metric) for record in records])
    numbers = _numbers(records, shape)
    parties, places = _distinct(records, shape.party, shape.party_columns)
    kinds, which = _distinct(records, shape.dimensions, shape.dimension_columns)
    versions = _versions(records, shape.version, ats)
    ids: Iterable = prepared.ids
    if b"\\" in b"".join(prepared.page.raws):
        if shape.word is None and any("\\" in key or not key.isprintable() for key in set(keys)):
            raise Unusual
        ids, kinds = list(map(escaped, prepared.ids)), [escaped(kind) for kind in kinds]  # type: ignore[arg-type]
    dimensions = [kind.replace("%", "%%") for kind in kinds]
    if "%" in "".join(ids):
        ids = [one.replace("%", "%%") for one in ids]
    if shape.word is not None or "%" in "".join(set(keys)):
        keys = [key.replace("%", "%%") for key in keys]
    touched = set(zip(keys, [at[:10] for at in ats], strict=True))
    columns = zip(ids, ats, keys, numbers, which, prepared.hashes, versions, itertools.count())
    unit = shape.unit
    template = "".join(
        [
            f"{one}\t{stream_id}\t{at}\tinstant\t{key}\t{number}\t{unit}\t\\N\t\\N\t{dimensions[kind]}\t{digest}\t{version}"
            f"\t\\N\t\\N\t%s{ordinal}\n"
            for one, at, key, number, kind, digest, version, ordinal in columns
        ]
    )
    days = DAYS
    return Quick(template.encode(), parties, places, versions, {(key.replace("%%", "%"), days[day]) for key, day in touched})


def _stamps(found: list[str]) -> list[str]:
    """The instants as they stand, where all are UTC as 2026-03-01T08:00:00Z; DAYS looks at their years."""
    if not LENGTHS.issuperset(map(len, found)) or not FORMS.issuperset([at[10:20:3] for at in found]):
        raise Unusual
    if {at[-1] for at in found} != {"Z"}:
        raise Unusual
    deque(map(datetime.fromisoformat, found), maxlen=0)
    return found


def _versions(records: list, column: str, ats: list[str]) -> list:
    if not column:
        return [NOTHING] * len(records)
    found = [record.get(column) for record in records]
    if None in found:
        _stamps([stamp for stamp in found if stamp is not None])
        return [NOTHING if stamp is None else micros(datetime.fromisoformat(stamp)) for stamp in found]
    spans = [at - EPOCH for at in map(datetime.fromisoformat, found if found == ats else _stamps(found))]
    return [span.days * A_DAY + span.seconds * A_SECOND + span.microseconds for span in spans]


def _keys(found: list[str]) -> list[str]:
    for key in set(found):
        if type(key) is not str or key in EMPTY or not key.isascii() or key != key.strip():
            raise Unusual
    return found


def _numbers(records: list, shape: Shape) -> list[str]:
    """Each value as text; a float's own text where that is plain."""
    number_of = shape.number
    found = [record.get(shape.value) for record in records] if shape.value is not None else None
    if found is not None and set(map(type, found)) == {float}:
        texts = list(map(repr, found))
        together = "\t".join(texts)
        if "e" not in together and "n" not in together and max(map(abs, found)) < LARGE:
            return texts
    return [NOTHING if (number := number_of(record)) is None else number for record in records]


def _distinct(records: list, find: Callable, columns: list[str] | None) -> tuple[list, list[int]]:
    """What `find` gives for the records, each thing once, and which of them each record has."""
    if columns == []:
        return [find({})], [0] * len(records)
    read = [[record.get(column) for record in records] for column in columns or []]
    if not read or not all(TEXT.issuperset(map(type, column)) for column in read):
        given = [find(record) for record in records]
        places = {one: number for number, one in enumerate(dict.fromkeys(given))}
        return list(places), [places[one] for one in given]
    seen: list = read[0] if len(read) == 1 else list(zip(*read, strict=True))
    firsts = dict(zip(reversed(seen), reversed(records), strict=True))
    places = {one: number for number, one in enumerate(firsts)}
    return [find(record) for record in firsts.values()], list(map(places.__getitem__, seen))


class Unusual(Exception):
    """A record that the quick way does not know."""


def _iso_column(value: Value, *, flat: bool) -> str | None:
    ordinary = value.format in (None, "iso") and value.default is None and not value.map
    return plain_column(value, flat=flat) if ordinary else None


def _column_or_word(value: Value, *, flat: bool) -> tuple[str | None, str | None]:
    if isinstance(value.const, str):
        return None, value.const if value.const.isprintable() and "\\" not in value.const else None
    return (plain_column(value, flat=flat) if value.is_plain else None), None


def _columns(values: list[Value], *, flat: bool) -> list[str] | None:
    """The columns that the values read, where each is one column as it stands; None else."""
    names = [plain_column(value, flat=flat) if value.is_plain else None for value in values]
    return None if None in names else names  # type: ignore[return-value]
