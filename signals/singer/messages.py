"""What a tap says: SCHEMA, RECORD and STATE, gathered into pages that end where a STATE allows to go on."""

from collections.abc import Iterator

import orjson

from signals.connectors.base import BATCH, Page
from signals.failures import Permanent

PASSED_OVER = frozenset({"SCHEMA", "ACTIVATE_VERSION"})


class Messages:
    """One stream's records out of everything a tap says, with the state that follows them."""

    def __init__(self, streams: frozenset[str], state: dict):
        self.streams = streams
        self.raws: list[bytes] = []
        self.records: list[dict | None] = []
        self.broken: dict[int, str] = {}
        self.safe, self.after = 0, state  # so many of the records are followed by a STATE: this one

    def hear(self, line: bytes) -> None:
        """Take one line. What is no message is kept as a broken record: nothing vanishes."""
        if not line.strip():
            return
        try:
            said = orjson.loads(line)
            kind = said["type"]
        except (orjson.JSONDecodeError, TypeError, KeyError):
            self._add(line, None, "it is no Singer message")
            return
        if kind == "RECORD":
            self._hear_record(said)
        elif kind == "STATE":
            self.safe, self.after = len(self.raws), {"state": said.get("value")}
        elif kind == "BATCH":
            raise Permanent("The tap writes records to files (BATCH), which are not read.", "Switch that off in its config.")
        elif kind not in PASSED_OVER:
            self._add(line, None, f"“{str(kind)[:40]}” is no kind of Singer message")

    def _hear_record(self, said: dict) -> None:
        if said.get("stream") not in self.streams:
            return
        record = said.get("record")
        is_record = isinstance(record, dict)
        self._add(orjson.dumps(record), record if is_record else None, "" if is_record else "it is not a record")

    def _add(self, raw: bytes, record: dict | None, problem: str) -> None:
        if problem:
            self.broken[len(self.raws)] = problem
        self.raws.append(raw)
        self.records.append(record)

    def full(self) -> Iterator[Page]:
        """The page so far, once it is large: up to its last STATE, else the whole with the state as it was before."""
        if len(self.raws) >= BATCH:
            yield self._cut(self.safe or len(self.raws))

    def followed(self) -> Page:
        """What a STATE has followed: all that may be kept of a tap that died."""
        return self._cut(self.safe)

    def rest(self) -> Page:
        """All that is left, once the tap has ended well."""
        page = self._cut(len(self.raws))
        page.last = True
        return page

    def _cut(self, place: int) -> Page:
        """The first records as a page, with the last state whose rows are all in it."""
        broken = {number: said for number, said in self.broken.items() if number < place}
        page = Page(self.raws[:place], self.records[:place], self.after, broken=broken)
        self.broken = {number - place: said for number, said in self.broken.items() if number >= place}
        self.raws, self.records, self.safe = self.raws[place:], self.records[place:], 0
        return page
