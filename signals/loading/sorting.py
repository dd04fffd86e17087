"""A page's records told apart: new, changed, unchanged, rejected."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from signals.loading.prepare import Prepared
from signals.mapping.compiled import Compiled
from signals.mapping.refusals import Refused
from signals.mapping.rows import Row, SignalRow


@dataclass
class Counts:
    """What became of records. read = new + changed + unchanged + rejected; deleted are tombstones among the new and changed."""

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    deleted: int = 0

    def add(self, more: "Counts") -> None:
        """Add another page's counts."""
        for name, count in vars(more).items():
            setattr(self, name, getattr(self, name) + count)


class Before(NamedTuple):
    """What is kept of a record whose payload is another now: hash, version, and the table in which it is; None: it is new."""

    hash: int | None
    version: int | None
    table: str


class Line(NamedTuple):
    """A record to load: its place in the page, its rows, its version, and whether its source deleted it."""

    number: int
    rows: Sequence[Row | SignalRow]
    version: int | None
    deleted: bool


@dataclass
class Sorted:
    """What becomes of a page's records. `lines` are to be loaded: the newest of each id. `replaced` says where each was."""

    counts: Counts
    lines: dict[str, Line] = field(default_factory=dict)
    kept: list[int] = field(default_factory=list)
    refused: dict[int, Refused] = field(default_factory=dict)
    replaced: dict[str, str] = field(default_factory=dict)


def sort(prepared: Prepared, differing: dict[str, Before], compiled: Compiled) -> Sorted:
    """Tell the records apart, and map those to load. A record that is older than the one kept is kept as payload only.

    `differing` says what is kept of the records that are new or have changed; all others are as they were.
    """
    found = Sorted(Counts(read=prepared.count))
    record, counts, lines, kept = prepared.page.record, found.counts, found.lines, found.kept
    before: dict[str, int] = {}
    versions: dict[str, int | None] = {}
    map_one = mapper(compiled)
    for number, (record_id, digest) in enumerate(zip(prepared.ids, prepared.hashes, strict=True)):
        if record_id is None:
            found.refused[number] = prepared.refused[number]
            continue
        if record_id not in differing:
            continue
        was = differing[record_id]
        earlier = before.get(record_id, was.hash)
        if earlier == digest:
            continue
        try:
            line = map_one(number, record(number), record_id)  # type: ignore[arg-type]
        except Refused as refusal:
            found.refused[number] = refusal
            continue
        kept.append(number)
        if earlier is None:
            counts.new += 1
        elif _is_older(line.version, versions.get(record_id, was.version)):
            continue
        else:
            counts.changed += 1
            if was.hash is not None:
                found.replaced[record_id] = was.table
        before[record_id], versions[record_id], lines[record_id] = digest, line.version, line
    counts.rejected = len(found.refused)
    counts.unchanged = counts.read - counts.new - counts.changed - counts.rejected
    counts.deleted = sum([line.deleted for line in lines.values()])
    return found


def mapper(compiled: Compiled) -> Callable[[int, dict, str], Line]:
    """A function that maps one record; the short one for streams of signals, of which there are millions."""
    version, deleted, new = compiled.version, compiled.deleted, tuple.__new__
    if not compiled.lean:
        return lambda number, record, record_id: Line(
            number, compiled.rows(record, record_id), version(record), deleted(record)
        )
    build, may_delete = compiled.builders[0], compiled.mapping.deleted is not None

    def map_signal(number: int, record: dict, record_id: str) -> Line:
        row = build(record, record_id)
        return new(Line, (number, (row,), version(record), may_delete and deleted(record)))

    return map_signal


def _is_older(version: int | None, kept: int | None) -> bool:
    return version is not None and kept is not None and version < kept
