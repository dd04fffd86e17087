"""CSV as it really is: any delimiter and encoding, and a broken line that spoils no other."""

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path

from signals.connectors.batches import Chunk
from signals.entries import StreamEntry
from signals.failures import Permanent
from signals.mapping.page import dump

DELIMITERS = ",;\t|"
LINES_IN_ONE_FIELD = 50
SAMPLE = 64 * 1024
Row = tuple[list[str], str | None]


def encoding_of(path: Path, declared: str | None) -> str:
    """The declared encoding, or what the file's first bytes say: a mark, UTF-8, else Windows-1252."""
    if declared:
        return declared
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    for mark, name in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if sample.startswith(mark):
            return name
    letters = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode(sample)
    beyond = {"half" if "\ud800" <= letter <= "\udfff" else "whole" for letter in letters if letter > "\x7f"}
    return "cp1252" if beyond == {"half"} else "utf-8"


def delimiter_of(header: str, declared: str | None) -> str:
    """The declared delimiter, or the one that splits the header most often."""
    if declared:
        return declared
    outside = "".join(header.split('"')[::2])
    return max(DELIMITERS, key=outside.count)


def rows(path: Path, *, encoding: str | None, delimiter: str | None, chunk: int = 1 << 20) -> Iterator[list[Row]]:
    """The file's rows in chunks; the first row of the first chunk is the header. A row comes with what is wrong with it."""
    with path.open(encoding=encoding_of(path, encoding), errors="surrogateescape", newline="") as file:
        first = file.readline()
        if not first.strip():
            raise Permanent(f"{path.name} is empty.", "Export it again, with its header.")
        split = delimiter_of(first, delimiter)
        header = _named(next(csv.reader([first.rstrip("\r\n")], delimiter=split)))
        yield [(header, None)]
        lines = _Lines(file, chunk)
        while batch := lines.next_batch():
            yield list(_parsed(batch, lines, split, len(header)))


def table(path: Path, *, encoding: str | None, delimiter: str | None) -> tuple[list[str], Iterator[list[Row]]]:
    """The file's header, and its rows in chunks, each row with what is wrong with it."""
    read = rows(path, encoding=encoding, delimiter=delimiter)
    [(header, _)] = next(read)
    return header, read


def chunks(path: Path, entry: StreamEntry, _: int) -> Iterator[Chunk]:
    """The file's records by the names of its header. Raises Permanent where it is empty."""
    header, read = table(path, encoding=entry.encoding, delimiter=entry.delimiter)
    for chunk in read:
        records = [dict(zip(header, cells, strict=True)) if not problem else None for cells, problem in chunk]
        raws = [dump(cells if record is None else record) for (cells, _), record in zip(chunk, records, strict=True)]
        yield raws, records, {number: problem for number, (_, problem) in enumerate(chunk) if problem}


def _named(header: list[str]) -> list[str]:
    names: list[str] = []
    for position, cell in enumerate(header, 1):
        name = cell.strip().lstrip("\ufeff") or f"column_{position}"
        names.append(name if name not in names else f"{name}_{position}")
    return names


class _Lines:
    """Physical lines, with the way back for those that were taken for part of a field and were not."""

    def __init__(self, file: io.TextIOBase, chunk: int):
        self.file, self.chunk = file, chunk

    def next_batch(self) -> list[str]:
        return self.file.readlines(self.chunk)

    def one_more(self) -> str:
        return self.file.readline()


def _parsed(batch: list[str], lines: _Lines, delimiter: str, width: int) -> Iterator[Row]:
    position = 0
    while position < len(batch):
        line = batch[position]
        position += 1
        if line.count('"') % 2:
            taken = _joined(batch, position, lines, delimiter, width)
            position += taken
            line = "".join(batch[position - taken - 1 : position])
            if not taken:
                yield [line.rstrip("\r\n")], "a quotation mark is not closed"
                continue
        if not line.strip():
            continue
        cells = _cells(line, delimiter)
        if cells is None:
            yield [line.rstrip("\r\n")], "its quotation marks cannot be right"
            continue
        yield cells, None if len(cells) == width else f"it has {len(cells)} fields where the header has {width}"


def _cells(line: str, delimiter: str) -> list[str] | None:
    try:
        return next(csv.reader([line], delimiter=delimiter))
    except csv.Error:
        return None


def _joined(batch: list[str], start: int, lines: _Lines, delimiter: str, width: int) -> int:
    """How many further lines belong to the field that the line before `start` leaves open; 0 where none fit."""
    for taken in range(1, LINES_IN_ONE_FIELD):
        if start + taken > len(batch):
            if not (more := lines.one_more()):
                return 0
            batch.append(more)
        if batch[start + taken - 1].count('"') % 2:
            whole = "".join(batch[start - 1 : start + taken])
            return taken if len(_cells(whole, delimiter) or []) == width else 0
    return 0
