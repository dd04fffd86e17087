"""A page made ready for loading, away from the database: ids, payload hashes, and what could not be read."""

import hashlib
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import orjson
import zstandard

from signals.mapping.columns import EMPTY, column
from signals.mapping.compiled import Compiled
from signals.mapping.page import Page
from signals.mapping.refusals import Refused

SEPARATOR = "\x1f"
BITS = 2**26
FEW = 25_000


class Lookup(NamedTuple):
    """Ids to look up in one place, as two texts: that costs a fraction of two lists. `hashes` is an array literal."""

    ids: str
    hashes: str


@dataclass
class Prepared:
    """A page with, for each record, its id (None: refused) and hash.

    `months[i]` is where the signal of record i is probably found (2026-03). `suspects` are the places of the records that
    may be known; None where all may be.
    """

    page: Page
    ids: list[str | None]
    hashes: list[int]
    months: list[str]
    refused: dict[int, Refused] = field(default_factory=dict)
    suspects: list[int] | None = None
    mapped: object = None  # the page as text, where it could be made before anything is known of its records

    @property
    def count(self) -> int:
        """How many records it has."""
        return len(self.page.raws)

    @cached_property
    def payload(self) -> bytes:
        """All its payloads, compressed."""
        return compress(self.page.raws)

    @cached_property
    def lookups(self) -> dict[str, Lookup]:
        """What to compare with what is kept, by month; one month that is empty where none is known."""
        places = self.suspects if self.suspects is not None else range(len(self.ids))
        months: dict[str, list[int]] = {}
        for place in places:
            if self.ids[place] is not None:
                months.setdefault(self.months[place] if self.months else "", []).append(place)
        return {month: self._lookup(chosen) for month, chosen in months.items()}

    def _lookup(self, places: list[int]) -> Lookup:
        ids, hashes = self.ids, self.hashes
        return Lookup(
            SEPARATOR.join([ids[place] for place in places]),  # type: ignore[misc]
            f"{{{','.join([str(hashes[place]) for place in places])}}}",
        )


class Seen:
    """The ids seen in a stream's first pull: a set of them while they are few, then a Bloom filter.

    What it has not seen is certainly new.
    """

    def __init__(self) -> None:
        self.many_from = FEW
        self.few: set[str | None] | None = set()
        self.bits = bytearray()

    def again(self, ids: list[str | None]) -> list[int]:
        """The places of the ids that may have been seen before; from now on all have."""
        if self.few is not None:
            if len(self.few) + len(ids) <= self.many_from:
                return self._among_few(ids, self.few)
            self.bits, few, self.few = bytearray(BITS // 8), self.few, None
            self._among_many([*few])
        return self._among_many(ids)

    @staticmethod
    def _among_few(ids: list[str | None], few: set[str | None]) -> list[int]:
        found = []
        for place, record_id in enumerate(ids):
            if record_id in few:
                found.append(place)
            few.add(record_id)
        return found

    def _among_many(self, ids: list[str | None]) -> list[int]:
        bits, mask, found = self.bits, BITS - 1, []
        for place, number in enumerate(map(hash, ids)):
            first, second = number & mask, (number >> 30) & mask
            one, other = 1 << (first & 7), 1 << (second & 7)
            first >>= 3
            second >>= 3
            if bits[first] & one and bits[second] & other:
                found.append(place)
            else:
                bits[first] |= one
                bits[second] |= other
        return found


class Preparer:
    """Prepares the pages of one stream. `ahead` makes them text; `seen` knows the ids of a first pull."""

    def __init__(self, compiled: Compiled, ahead: Callable[["Prepared"], object] | None = None, seen: Seen | None = None):
        self.ahead, self.seen = ahead, seen
        declared = compiled.mapping.model_dump_json(exclude_defaults=True) + repr(compiled.place)
        self.salt = int.from_bytes(hashlib.sha256(declared.encode()).digest()[:8], "little", signed=True)
        self.record_id, value = compiled.record_id, compiled.mapping.id
        is_column = value.is_plain and (compiled.place.flat or "." not in (value.from_ or ""))
        self.id_column = value.from_ if is_column else None
        self.month = _months(compiled) if compiled.lean else None

    def prepare(self, page: Page, *, ahead: bool = True) -> Prepared:
        """Find each record's id and hash; with `ahead` make them text too, where that is possible.

        The hash covers the mapping: a record that is read differently has changed.
        """
        hashes = self._hashes(page.raws)
        refused: dict[int, Refused] = {}
        ids = self._plain_ids(page.records) or self._ids(page.records, refused)
        for number, problem in page.broken.items():
            refused[number] = Refused("broken_record", "", f"This record cannot be read: {problem}.")
        months = self.month(page.records) if self.month else []
        prepared = Prepared(page, ids, hashes, months, refused, self.seen.again(ids) if self.seen else None)
        prepared.mapped = self.ahead(prepared) if self.ahead and ahead else None
        return prepared

    def _hashes(self, raws: list[bytes]) -> list[int]:
        sha = hashlib.sha256
        digests = struct.unpack("<" + "q24x" * len(raws), b"".join([sha(raw).digest() for raw in raws]))
        salt = self.salt
        return [digest ^ salt for digest in digests]

    def _plain_ids(self, records: list[dict | None]) -> list[str | None] | None:
        """All ids at once, where all are ordinary; None where one is not."""
        if self.id_column is None:
            return None
        try:
            ids = [record[self.id_column] for record in records]  # type: ignore[index]
            whole = SEPARATOR.join(ids)
        except (KeyError, TypeError):
            return None
        ordinary = whole.isascii() and "\x00" not in whole and whole.count(SEPARATOR) == len(ids) - 1
        return ids if ordinary and EMPTY.isdisjoint(ids) and max(map(len, ids)) < 500 else None

    def _ids(self, records: list[dict | None], refused: dict[int, Refused]) -> list[str | None]:
        ids: list[str | None] = []
        for number, record in enumerate(records):
            try:
                ids.append(self.record_id(record) if record is not None else None)
            except Refused as refusal:
                refused[number] = refusal
                ids.append(None)
        return ids


def _months(compiled: Compiled) -> Callable[[list[dict | None]], list[str]]:
    """Where to look first for signals: a guess that costs little, for a signal that is not there is looked for everywhere."""
    at = compiled.mapping.records[0].signal.at  # type: ignore[union-attr]
    if not at.from_ or at.format not in (None, "iso"):
        return lambda records: [""] * len(records)
    get = column(at.from_, flat=compiled.place.flat)

    def guess(records: list[dict | None]) -> list[str]:
        found = [get(record) if record is not None else None for record in records]
        return [text[:7] if type(text) is str and text[4:5] == "-" else "" for text in found]

    return guess


def compress(raws: list[bytes]) -> bytes:
    """Payloads as one raw page keeps them: a line each, compressed."""
    return zstandard.ZstdCompressor(level=1).compress(b"\n".join(map(one_line, raws)))


def one_line(raw: bytes) -> bytes:
    """A payload as one line of a raw page."""
    return raw if b"\n" not in raw else orjson.dumps(raw.decode("utf-8", "replace"))
