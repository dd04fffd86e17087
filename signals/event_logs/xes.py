"""XES: the IEEE's XML of event logs, read as it streams by; a document type, and with it every entity, is refused."""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat

from signals.failures import Permanent, PullFailed

CHUNK = 256 * 1024
STANDARD = ("case:concept:name", "concept:name", "org:resource", "org:group", "lifecycle:transition", "time:timestamp")
VALUES = frozenset({"string", "date", "int", "float", "boolean", "id"})


def events(path: Path) -> Iterator[dict]:
    """Each event's attributes by their keys; those of its trace carry `case:` before theirs. Raises PullFailed."""
    handler = _Handler()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = handler.start, handler.end
    parser.StartDoctypeDeclHandler = _refuse
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rb") as file:
        try:
            while chunk := file.read(CHUNK):
                parser.Parse(chunk, False)
                yield from handler.taken()
            parser.Parse(b"", True)
        except (expat.ExpatError, EOFError, gzip.BadGzipFile, zlib.error):
            raise PullFailed(f"{path.name} is not whole XML: it is broken or cut off.", "Export it again.") from None
    yield from handler.taken()


def _refuse(*_) -> None:
    raise Permanent("The file declares a document type, which no XES log needs and which can do harm.", "Export it again.")


class _Handler:
    """Gathers the attributes of the log's traces and events; attributes inside attributes are left out."""

    def __init__(self) -> None:
        self.trace: dict[str, Any] = {}
        self.event: dict[str, Any] | None = None
        self.done: list[dict] = []
        self.inside: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name, above = tag.rpartition(" ")[2], self.inside[-1] if self.inside else ""
        self.inside.append(name)
        if name in VALUES:
            if above == "event" and self.event is not None:
                self.event[attributes.get("key", "")] = attributes.get("value")
            elif above == "trace":
                self.trace["case:" + attributes.get("key", "")] = attributes.get("value")
        elif name == "event":
            self.event = {}
        elif name == "trace":
            self.trace = {}

    def end(self, tag: str) -> None:
        self.inside.pop()
        name = tag.rpartition(" ")[2]
        if name == "event" and self.event is not None:
            self.done.append(self.trace | self.event)
            self.event = None
        elif name == "trace":
            self.trace = {}

    def taken(self) -> list[dict]:
        """The events that have come since this was last asked."""
        done, self.done = self.done, []
        return done
