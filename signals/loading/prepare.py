"""A page made ready for loading, away from the database: ids, payload hashes, and what could not be read."""

import hashlib
import struct
from collections.abc import Callable
from dataclasses import dataclass, field

import orjson

from signals.connectors.base import Page
from signals.mapping.columns import EMPTY, column
from signals.mapping.compiled import Compiled
from signals.mapping.refusals import Refused

SEPARATOR = "\x1f"


@dataclass(slots=True)
class Prepared:
    """A page with, for each record, its id (None: refused) and hash, and the month in which its signal is probably found."""

    page: Page
    ids: list[str | None]
    hashes: list[int]
    months: list[str]
    refused: dict[int, Refused] = field(default_factory=dict)
    mapped: object = None  # the page as text, where it could be made before anything is known of its records

    @property
    def known_ids(self) -> tuple[list[str], list[str]]:
        """The ids that could be read, and their months."""
        if not self.refused:
            return self.ids, self.months  # type: ignore[return-value]
        months = self.months or [""] * len(self.ids)
        pairs = [(found, month) for found, month in zip(self.ids, months, strict=True) if found is not None]
        return [found for found, _ in pairs], [month for _, month in pairs]


class Preparer:
    """Prepares the pages of one stream."""

    def __init__(self, compiled: Compiled, ahead: Callable[["Prepared"], object] | None = None):
        self.ahead = ahead
        declared = compiled.mapping.model_dump_json(exclude_defaults=True) + repr(compiled.place)
        self.salt = int.from_bytes(hashlib.sha256(declared.encode()).digest()[:8], "little", signed=True)
        self.record_id, value = compiled.record_id, compiled.mapping.id
        is_column = value.is_plain and (compiled.place.flat or "." not in (value.from_ or ""))
        self.id_column = value.from_ if is_column else None
        self.month = _month(compiled) if compiled.lean else None

    def prepare(self, page: Page) -> Prepared:
        """Find each record's id and hash. The hash covers the mapping too: a record that is read differently has changed."""
        hashes = self._hashes(page.raws)
        refused: dict[int, Refused] = {}
        ids = self._plain_ids(page.records) or self._ids(page.records, refused)
        for number, problem in page.broken.items():
            refused[number] = Refused("broken_record", "", f"This record cannot be read: {problem}.")
        months = [self.month(record) if record is not None else "" for record in page.records] if self.month else []
        prepared = Prepared(page, ids, hashes, months, refused)
        prepared.mapped = self.ahead(prepared) if self.ahead else None
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


def _month(compiled: Compiled) -> Callable[[dict], str]:
    """Where to look first for a signal: a guess that costs little, for a signal that is not there is looked for everywhere."""
    at = compiled.mapping.records[0].signal.at  # type: ignore[union-attr]
    if at.from_ and at.format in (None, "iso"):
        get = column(at.from_, flat=compiled.place.flat)
        return lambda record: found[:7] if type(found := get(record)) is str and found[4:5] == "-" else ""
    return lambda record: ""


def one_line(raw: bytes) -> bytes:
    """A payload as one line of a raw page."""
    return raw if b"\n" not in raw else orjson.dumps(raw.decode("utf-8", "replace"))
