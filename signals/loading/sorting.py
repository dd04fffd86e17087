"""A page's records told apart: new, changed, unchanged, rejected."""

from dataclasses import dataclass, field
from typing import NamedTuple

from signals.loading.known import Known
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


class Line(NamedTuple):
    """A record to load: its place in the page, its rows, its version, and whether its source deleted it."""

    number: int
    rows: list[Row | SignalRow]
    version: int | None
    deleted: bool


@dataclass
class Sorted:
    """What becomes of a page's records. `lines` are to be loaded: the newest of each id."""

    counts: Counts
    lines: dict[str, Line] = field(default_factory=dict)
    kept: list[int] = field(default_factory=list)
    refused: dict[int, Refused] = field(default_factory=dict)
    replaced: set[str] = field(default_factory=set)


def sort(prepared: Prepared, known: dict[str, Known], compiled: Compiled) -> Sorted:
    """Tell the records apart, and map those to load. A record that is older than the one kept is kept as payload only."""
    found = Sorted(Counts(read=len(prepared.ids)))
    records, hashes, counts = prepared.page.records, prepared.hashes, found.counts
    versions: dict[str, Known] = {}
    for number, record_id in enumerate(prepared.ids):
        if record_id is None:
            found.refused[number] = prepared.refused[number]
            continue
        before = versions.get(record_id) or known.get(record_id)
        if before is not None and before.hash == hashes[number]:
            counts.unchanged += 1
            continue
        try:
            line = _mapped(number, records[number], record_id, compiled)  # type: ignore[arg-type]
        except Refused as refusal:
            found.refused[number] = refusal
            continue
        found.kept.append(number)
        if before is not None and _is_older(line.version, before.version):
            counts.unchanged += 1
            continue
        if before is None:
            counts.new += 1
        else:
            counts.changed += 1
            if record_id in known:
                found.replaced.add(record_id)
        versions[record_id] = Known(hashes[number], line.version)
        found.lines[record_id] = line
    counts.rejected = len(found.refused)
    counts.deleted = sum(line.deleted for line in found.lines.values())
    return found


def _mapped(number: int, record: dict, record_id: str, compiled: Compiled) -> Line:
    return Line(number, compiled.rows(record, record_id), compiled.version(record), compiled.deleted(record))


def _is_older(version: int | None, kept: int | None) -> bool:
    return version is not None and kept is not None and version < kept
