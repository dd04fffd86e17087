"""Files: CSV, JSON lines, JSON arrays and Parquet, from an allowed folder or an upload."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from revenue_arc.words import counted
from signals.connectors import csv_lines, json_lines, parquet
from signals.connectors.base import BATCH, Checked, Connector, Page
from signals.connectors.batches import Chunk, paged
from signals.failures import Permanent, PullFailed
from signals.mapping.declared import Strict

FORMATS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".parquet": "parquet",
}
ENDS = 64 * 1024
READ = {
    "csv": csv_lines.chunks,
    "jsonl": json_lines.chunks_of_lines,
    "json": json_lines.chunks_of_array,
    "parquet": parquet.chunks,
}


class FileSettings(Strict):
    """Where the files lie."""

    folder: str = ""


class FileConnector(Connector):
    """Reads each stream's file whole, and goes on in the middle of it after a crash while its content is the same."""

    Settings = FileSettings
    formats = FORMATS
    stream_needs = "file"

    def pages(self, stream, state: dict, since: datetime | None = None) -> Iterator[Page]:
        """Batches of the file's records."""
        path, entry = self.path(stream), self.entry(stream)
        content, modified = _content(path), datetime.fromtimestamp(path.stat().st_mtime, UTC)
        done = state.get("row", 0) if state.get("content") == content and not state.get("done") else 0
        as_of = modified if entry.as_of and entry.as_of.from_ == "modified" else None
        row = done
        for page in paged(self._chunks(path, entry), done, BATCH):
            row += len(page.raws)
            if page.last and entry.missing == "tombstone" and not (path.is_file() and _content(path) == content):
                said = f"{path.name} changed while it was read, so that nothing was marked as deleted."
                raise PullFailed(said, "Write it under another name, and rename it once it is whole.")
            page.state, page.as_of = {"content": content, "row": row} | ({"done": True} if page.last else {}), as_of
            yield page

    def check(self, streams: list) -> Checked:
        """Count the records of each file."""
        rows = 0
        for stream in streams:
            rows += sum(len(raws) for raws, _, _ in self._chunks(self.path(stream), self.entry(stream)))
        said = f"{counted(len(streams), 'file')} can be read: {counted(rows, 'record')} would come."
        return Checked(ok=True, sentence=said, rows=rows)

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
            if path.is_relative_to(Path(settings.MEDIA_ROOT).resolve()):  # an upload: where it lies is nobody's business
                raise Permanent(f"The uploaded file {path.name} is not there any more.", "Edit the source and upload it again.")
            raise Permanent(f"There is no file {path}.", "Put it there, or correct `file` of this stream.")
        return path

    @classmethod
    def _format(cls, path: Path, entry) -> str:
        known = dict.fromkeys(cls.formats.values())
        if entry.format in known:
            return entry.format
        if entry.format != "auto" or path.suffix.lower() not in cls.formats:
            raise Permanent(f"The format of {path.name} cannot be told by its name.", f"Declare `format`: {', '.join(known)}.")
        return cls.formats[path.suffix.lower()]

    def _chunks(self, path: Path, entry) -> Iterator[Chunk]:
        return READ[self._format(path, entry)](path, entry, BATCH)


def _content(path: Path) -> str:
    """Tells whether the file is still the one that a killed pull was reading: size, time, start and end."""
    status = path.stat()
    with path.open("rb") as file:
        start = file.read(ENDS)
        file.seek(max(0, status.st_size - ENDS))
        return hashlib.sha256(f"{status.st_size}:{status.st_mtime_ns}:".encode() + start + file.read(ENDS)).hexdigest()
