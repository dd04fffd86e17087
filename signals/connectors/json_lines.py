"""JSON in files: one record a line, or one array, streamed where it is large."""

import json
from collections.abc import Iterator
from pathlib import Path

import ijson

from signals.client.answers import HELD_IN_MEMORY
from signals.client.finite import items
from signals.connectors.batches import Chunk, batches
from signals.entries import StreamEntry
from signals.failures import PullFailed
from signals.mapping.columns import column
from signals.mapping.page import dump, parse, told_apart

BOM = b"\xef\xbb\xbf"


def lines(path: Path, *, chunk: int = 1 << 18) -> Iterator[list[bytes]]:
    """The file's lines in chunks, without their ends and without empty ones."""
    with path.open("rb") as file:
        if file.read(3) != BOM:
            file.seek(0)
        while batch := file.readlines(chunk):
            yield [line for raw in batch if (line := raw.strip())]


def chunks_of_lines(path: Path, entry: StreamEntry, _: int) -> Iterator[Chunk]:
    """The file's lines, which their page parses."""
    for raws in lines(path):
        yield raws, None, {}


def chunks_of_array(path: Path, entry: StreamEntry, size: int) -> Iterator[Chunk]:
    """The records of its list, `size` at a time. Raises PullFailed."""
    for some in batches(array(path, entry.rows), size):
        yield [raw for raw, _ in some], *told_apart([record for _, record in some])


def array(path: Path, rows: str) -> Iterator[tuple[bytes, object]]:
    """The records of the list at `rows`. Raises PullFailed where the JSON is broken or holds no list."""
    if path.stat().st_size > HELD_IN_MEMORY:
        yield from _streamed(path, rows)
        return
    try:
        parsed = parse(path.read_bytes().removeprefix(BOM))
    except ValueError:
        raise _broken(path) from None
    found = column(rows, flat=False)(parsed) if rows and isinstance(parsed, dict) else parsed
    if not isinstance(found, list):
        raise PullFailed(
            f"{path.name} holds no list of records{f' at “{rows}”' if rows else ''}.", "Correct `rows` of this stream."
        )
    for record in found:
        yield json.dumps(record).encode(), record


def _streamed(path: Path, rows: str) -> Iterator[tuple[bytes, object]]:
    with path.open("rb") as file:
        try:
            for record in items(file, f"{rows}.item" if rows else "item"):
                yield dump(record), record
        except ijson.JSONError:
            raise _broken(path) from None


def _broken(path: Path) -> PullFailed:
    return PullFailed(f"{path.name} is not whole JSON: it is broken or cut off.", "Export it again.")
