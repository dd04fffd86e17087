"""Event logs of other systems: who did which step of which case, when. XES, CSV and OCEL 2.0 JSON."""

import itertools
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from revenue_arc.words import counted
from signals.connectors import csv_lines
from signals.connectors.base import BATCH, Checked
from signals.connectors.batches import Chunk, batches
from signals.connectors.file import FileConnector
from signals.entries import StreamEntry
from signals.event_logs import ocel, xes
from signals.event_logs.cases import Cases
from signals.event_logs.order import Order, Picked
from signals.event_logs.picked import noted, picker
from signals.event_logs.roles import EventLog
from signals.mapping.declared import Value
from signals.mapping.instants import reader
from signals.mapping.page import dump, parse

FORMATS = {".xes": "xes", ".gz": "xes", ".csv": "csv", ".tsv": "csv", ".txt": "csv", ".json": "ocel", ".jsonocel": "ocel"}
LOOKED_AT = 1_000
FIRST = 200
Row = tuple[dict, str]


class EventLogConnector(FileConnector):
    """Goes through a log twice: for the order of its events and who had each case, then for the events themselves."""

    formats = FORMATS

    def _chunks(self, path: Path, entry: StreamEntry) -> Iterator[Chunk]:
        log, rows = entry.log or EventLog(), self._rows(path, entry)
        first = list(itertools.islice(rows, LOOKED_AT))
        pick = picker(self._roles(self._format(path, entry), log, first))
        at = log.at or Value.model_validate("at")
        with tempfile.TemporaryFile() as kept:
            order = Order(
                noted(itertools.chain(first, rows), pick, kept), reader(at.format, at.zone or self.source.time_zone, "at")
            )
            kept.seek(0)
            cases, again = Cases(order), enumerate(map(parse, kept))
            # Cases come before their events, which then find them at once.
            for records in cases.records(BATCH):
                yield [dump(record) for record in records], [*records], {}
            for some in batches(again, BATCH):
                yield _chunk(some, pick, cases)

    def check(self, streams: list) -> Checked:
        """Count the events and cases of each log."""
        events = cases = 0
        for stream in streams:
            for raws, records, _ in self._chunks(self.path(stream), self.entry(stream)):
                found = sum("events" in (record or {}) for record in records or [])
                cases, events = cases + found, events + len(raws) - found
        told = f"{counted(events, 'event')} of {counted(cases, 'case')}"
        return Checked(ok=True, sentence=f"The log can be read: {told} would come.", rows=events + cases)

    def start_of(self, stream) -> tuple[str, list[dict], list[str]]:
        """The log's format, its first events, and in OCEL the types of its objects. Raises PullFailed."""
        path, entry = self.path(stream), self.entry(stream)
        form = self._format(path, entry)
        if form == "ocel":
            return form, [], ocel.types(path)
        return form, [row for row, problem in itertools.islice(self._rows(path, entry), FIRST) if not problem], []

    def is_flat(self, stream) -> bool:
        """Events are flat, whatever the log's format."""
        return True

    def _rows(self, path: Path, entry: StreamEntry) -> Iterator[Row]:
        form = self._format(path, entry)
        if form == "csv":
            return _csv(path, entry)
        events = xes.events(path) if form == "xes" else ocel.events(path, entry.log.case if entry.log else None)
        return ((event, "") for event in events)

    @staticmethod
    def _roles(form: str, log: EventLog, first: list[Row]) -> dict[str, str]:
        """Role → column: as declared, else by the usual names among the columns of the log's first events."""
        columns = dict.fromkeys([*(xes.STANDARD if form == "xes" else ()), *(name for row, _ in first for name in row)])
        return (log.model_copy(update={"case": ocel.CASE}) if form == "ocel" else log).found_in(columns)


def _csv(path: Path, entry: StreamEntry) -> Iterator[Row]:
    header, chunks = csv_lines.table(path, encoding=entry.encoding, delimiter=entry.delimiter)
    return ((dict(zip(header, cells, strict=False)), problem or "") for chunk in chunks for cells, problem in chunk)


def _chunk(batch: list[tuple[int, Any]], pick: Callable[[dict], Picked], cases: Cases) -> Chunk:
    raws, records, broken = [], [], {}
    for place, (number, (row, problem)) in enumerate(batch):
        if problem:
            broken[place] = problem
        records.append(None if problem else cases.record(number, pick(row), row))
        raws.append(dump(row if problem else records[-1]))
    return raws, records, broken
