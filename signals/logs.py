"""A look into an event log before it is saved: its columns, or the types of its objects; and what they probably mean."""

from dataclasses import dataclass
from typing import Any

from signals.connectors.event_log import EventLogConnector
from signals.event_logs.proposed import is_plain, proposed
from signals.event_logs.roles import event_log_stream
from signals.failures import PullFailed
from signals.guessing.columns import Column, columns_of
from signals.models import Source
from signals.sampling import described, unsaved

KEPT = ("name", "file", "format", "delimiter", "encoding", "as_of")


@dataclass(frozen=True)
class Looked:
    """A log's format (csv, xes or ocel), the columns of its first events, and in OCEL its types of objects."""

    format: str
    columns: list[Column]
    types: list[str]


def look_into(source: Source, stream: dict[str, Any]) -> Looked:
    """Read the start of a log. Raises PullFailed."""
    with EventLogConnector(source) as connector:
        form, rows, types = connector.start_of(unsaved(described(stream)))
    return Looked(form, columns_of(rows, flat=True), types)


def stream_of_log(source: Source, stream: dict[str, Any]) -> dict[str, Any]:
    """A stream that reads a log, with what its columns plainly mean; unmapped where they do not say it."""
    try:
        looked = look_into(source, stream)
    except PullFailed:
        return stream
    if looked.format == "csv":
        log = proposed(looked.columns)
        return explained(stream, log) if is_plain(log, looked.columns) else {**stream, "log": log}
    return explained(stream, {}) if looked.format == "xes" or len(looked.types) == 1 else stream


def explained(stream: dict[str, Any], log: dict[str, Any]) -> dict[str, Any]:
    """The stream with the rows that follow from what its columns mean."""
    return event_log_stream({**{key: stream[key] for key in KEPT if key in stream}, "log": log})
