"""A page made ready for loading, away from the database: ids, payload hashes, and what could not be read."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

import orjson

from signals.connectors.base import Page
from signals.mapping.columns import column
from signals.mapping.compiled import Compiled
from signals.mapping.refusals import Refused


@dataclass(slots=True)
class Prepared:
    """A page with, for each record, its id (None: refused) and hash, and the month in which its signal is probably found."""

    page: Page
    ids: list[str | None]
    hashes: list[int]
    months: list[str]
    refused: dict[int, Refused] = field(default_factory=dict)


class Preparer:
    """Prepares the pages of one stream."""

    def __init__(self, compiled: Compiled):
        declared = compiled.mapping.model_dump_json() + repr(compiled.place)
        self.salt = hashlib.sha256(declared.encode()).digest()[:16]
        self.record_id = compiled.record_id
        self.month = _month(compiled) if compiled.lean else None

    def prepare(self, page: Page) -> Prepared:
        """Find each record's id and hash. The hash covers the mapping too: a record that is read differently has changed."""
        salt, blake, whole, record_id = self.salt, hashlib.blake2b, int.from_bytes, self.record_id
        hashes = [whole(blake(raw, digest_size=8, salt=salt).digest(), "big", signed=True) for raw in page.raws]
        refused: dict[int, Refused] = {}
        ids: list[str | None] = []
        for number, record in enumerate(page.records):
            try:
                ids.append(record_id(record) if record is not None else None)
            except Refused as refusal:
                refused[number] = refusal
                ids.append(None)
        for number, problem in page.broken.items():
            refused[number] = Refused("broken_record", "", f"This record cannot be read: {problem}.")
        months = [self.month(record) if record is not None else "" for record in page.records] if self.month else []
        return Prepared(page, ids, hashes, months, refused)


def _month(compiled: Compiled) -> Callable[[dict], str]:
    """Where to look first for a signal: a guess that costs little, for a signal that is not there is looked for everywhere."""
    at = compiled.mapping.records[0].signal.at  # type: ignore[union-attr]
    if at.from_ and at.format in (None, "iso"):
        get = column(at.from_, flat=compiled.place.flat)
        return lambda record: found[:7] if type(found := get(record)) is str and found[4:5] == "-" else ""
    return lambda record: ""


def is_plain(raw: bytes) -> bool:
    """Whether no text of a JSON payload holds a character that COPY would have to escape: JSON escapes those itself."""
    return b"\\" not in raw


def one_line(raw: bytes) -> bytes:
    """A payload as one line of a raw page."""
    return raw if b"\n" not in raw else orjson.dumps(raw.decode("utf-8", "replace"))
