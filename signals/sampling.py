"""A look into a source before it is saved: some records of a stream, as they came. It writes nothing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
import zstandard

from signals.connectors import connect
from signals.entries import StreamEntry
from signals.models import Source, Stream

ROWS = 200
BYTES = 512 * 1024
OF_EACH = {"event_log": lambda record: "events" in record}  # its cases come first, however many; then their events
UNMAPPED = {"id": "id", "records": [{"work": {"kind": {"const": "record"}}}]}


@dataclass(frozen=True)
class Sample:
    """Some records as they came, parsed; None where one could not be parsed, and then why."""

    raws: list[str]
    flat: bool
    broken: dict[int, str] = field(default_factory=dict)

    @property
    def records(self) -> list[dict | None]:
        """The parsed records."""
        return [None if number in self.broken else _parsed(raw) for number, raw in enumerate(self.raws)]

    @property
    def readable(self) -> list[dict]:
        """The records that could be parsed."""
        return [record for record in self.records if record is not None]


def _parsed(raw: str) -> dict | None:
    try:
        found = orjson.loads(raw)
    except orjson.JSONDecodeError:  # NaN and Infinity, which JSON does not know
        found = json.loads(raw)
    return found if isinstance(found, dict) else None


def described(stream: Mapping[str, Any]) -> StreamEntry:
    """A stream of a draft, typed, with or without its mapping. Raises ValidationError."""
    return StreamEntry.model_validate({**UNMAPPED, **stream})


def unsaved(entry: StreamEntry) -> Stream:
    """The stream as a connector takes it."""
    return Stream(name=entry.name, settings=entry.reading(), mapping=entry.mapping())


def sample(source: Source, entry: StreamEntry) -> Sample:
    """At most 200 records of a stream, or half a megabyte of them; half as many of each of two sorts. Raises PullFailed."""
    stream, size = unsaved(entry), 0
    raws: list[str] = []
    broken: dict[int, str] = {}
    is_first, firsts = OF_EACH.get(source.kind), 0
    with connect(source) as connector:
        flat = connector.is_flat(stream)
        for page in connector.pages(stream, {}):
            for number, raw in enumerate(page.raws):
                if is_first and is_first(page.records[number] or {}):
                    firsts += 1
                    if firsts > ROWS // 2 or size > BYTES // 2:
                        continue
                if len(raws) == ROWS or size > BYTES:
                    return Sample(raws, flat, broken)
                if page.records[number] is None:
                    broken[len(raws)] = page.broken.get(number, "it is not a record")
                raws.append(raw.decode("utf-8", "surrogateescape"))
                size += len(raw)
    return Sample(raws, flat, broken)


def packed(samples: Mapping[str, Sample]) -> bytes:
    """Samples as a draft keeps them. NUL characters and lone surrogates come through."""
    told = {name: [one.flat, one.raws, {str(at): why for at, why in one.broken.items()}] for name, one in samples.items()}
    return zstandard.ZstdCompressor().compress(json.dumps(told).encode())


def unpacked(kept: bytes | memoryview | None) -> dict[str, Sample]:
    """The samples of a draft, by the name of their stream."""
    told = json.loads(zstandard.ZstdDecompressor().decompress(bytes(kept))) if kept else {}
    return {
        name: Sample(raws, flat, {int(at): why for at, why in broken.items()}) for name, (flat, raws, broken) in told.items()
    }


def as_came(raw: str) -> object:
    """A sampled record as JSON, or its text where it is none."""
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        return raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
