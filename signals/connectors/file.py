"""Files: CSV, JSON lines and JSON arrays, from an allowed folder or an upload."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import orjson
from django.conf import settings

from signals.connectors import csv_lines, json_lines
from signals.connectors.base import BATCH, Checked, Connector, Page
from signals.failures import Permanent
from signals.mapping.declared import Strict

FORMATS = {".csv": "csv", ".tsv": "csv", ".txt": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json"}
ENDS = 64 * 1024
Item = tuple[bytes, object, str | None]


class FileSettings(Strict):
    """Where the files lie."""

    folder: str = ""


class FileConnector(Connector):
    """Reads each stream's file whole, and goes on in the middle of it after a crash while its content is the same."""

    Settings = FileSettings
    stream_needs = "file"

    def pages(self, stream, state: dict, since: datetime | None = None) -> Iterator[Page]:
        """Batches of the file's records."""
        path, entry = self.path(stream), self.entry(stream)
        content, modified = _content(path), datetime.fromtimestamp(path.stat().st_mtime, UTC)
        done = state.get("row", 0) if state.get("content") == content and not state.get("done") else 0
        as_of = modified if entry.as_of and entry.as_of.from_ == "modified" else None
        page, row = Page([], [], {}), 0
        for raw, record, problem in self._items(path, entry):
            row += 1
            if row <= done:
                continue
            is_record = not problem and isinstance(record, dict)
            if not is_record:
                page.broken[len(page.raws)] = problem or "it is not a record"
            page.raws.append(raw)
            page.records.append(record if is_record else None)
            if len(page.raws) == BATCH:
                page.state, page.as_of = {"content": content, "row": row}, as_of
                yield page
                page = Page([], [], {})
        page.state, page.as_of, page.last = {"content": content, "row": row, "done": True}, as_of, True
        yield page

    def check(self, streams: list) -> Checked:
        """Count the records of each file."""
        rows = 0
        for stream in streams:
            rows += sum(1 for _ in self._items(self.path(stream), self.entry(stream)))
        return Checked(ok=True, sentence=f"{len(streams)} file(s) can be read: {rows:,} records would come.", rows=rows)

    def is_flat(self, stream) -> bool:
        """CSV rows are flat."""
        return self._format(self.path(stream), self.entry(stream)) == "csv"

    def path(self, stream) -> Path:
        """The stream's file, once it is certain that it lies in an allowed folder. Raises Permanent."""
        path = (Path(self.settings.folder) / (self.entry(stream).file or "")).resolve()
        allowed = [Path(folder).resolve() for folder in [*settings.FILE_FOLDERS, self.source.allow_folder] if folder]
        if not any(path.is_relative_to(folder) for folder in allowed):
            raise Permanent(
                f"{path} lies outside the folders that may be read.",
                "Name its folder in ARC_FILE_FOLDERS, or apply a sources file that names it.",
            )
        if not path.is_file():
            raise Permanent(f"There is no file {path}.", "Put it there, or correct `file` of this stream.")
        return path

    @staticmethod
    def _format(path: Path, entry) -> str:
        if entry.format != "auto":
            return entry.format
        if path.suffix.lower() not in FORMATS:
            raise Permanent(f"The format of {path.name} cannot be told by its name.", "Declare `format`: csv, jsonl or json.")
        return FORMATS[path.suffix.lower()]

    def _items(self, path: Path, entry) -> Iterator[Item]:
        return {"csv": self._csv, "jsonl": self._jsonl, "json": self._json}[self._format(path, entry)](path, entry)

    @staticmethod
    def _csv(path: Path, entry) -> Iterator[Item]:
        header: list[str] = []
        for chunk in csv_lines.rows(path, encoding=entry.encoding, delimiter=entry.delimiter):
            if not header:
                header = chunk[0][0]
                continue
            for cells, problem in chunk:
                record = dict(zip(header, cells, strict=False)) if not problem else cells
                yield _dumped(record), record, problem

    @staticmethod
    def _jsonl(path: Path, entry) -> Iterator[Item]:
        loads = orjson.loads
        for chunk in json_lines.lines(path):
            for raw in chunk:
                try:
                    yield raw, loads(raw), None
                except orjson.JSONDecodeError:
                    yield _leniently(raw)

    @staticmethod
    def _json(path: Path, entry) -> Iterator[Item]:
        for raw, record in json_lines.array(path, entry.rows):
            yield raw, record, None


def _leniently(raw: bytes) -> Item:
    try:
        return raw, json_lines.parse(raw), None
    except ValueError:
        return raw, None, "it is not JSON"


def _dumped(record: object) -> bytes:
    try:
        return orjson.dumps(record)
    except TypeError:  # half a character, from a byte that is not of the file's encoding
        return json_lines.json.dumps(record).encode()


def _content(path: Path) -> str:
    """Tells whether the file is still the one that a killed pull was reading: size, time, start and end."""
    status = path.stat()
    with path.open("rb") as file:
        start = file.read(ENDS)
        file.seek(max(0, status.st_size - ENDS))
        return hashlib.sha256(f"{status.st_size}:{status.st_mtime_ns}:".encode() + start + file.read(ENDS)).hexdigest()
