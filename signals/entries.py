"""A source and its streams as data: what a sources file or a form may say. See docs/adding-a-source.md."""

import re
from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, field_validator, model_validator

from people.models import validate_time_zone
from signals.event_logs.roles import EventLog, event_log_stream
from signals.hooks.streams import webhook_stream
from signals.mapping.declared import Mapping, Row, Strict, Value

COMPLETED = {"event_log": event_log_stream, "webhook": webhook_stream}
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def duration(given: object) -> object:
    """Read 30s, 5m, 2h, 1d. Raises ValueError."""
    if isinstance(given, timedelta):
        return given
    match = re.fullmatch(r"(\d+)\s*([smhd])", str(given).strip())
    if not match:
        raise ValueError(f"“{given}” is not a length of time. Write 30s, 5m, 2h or 1d.")
    return timedelta(seconds=int(match[1]) * UNITS[match[2]])


def shortest(span: timedelta) -> str:
    """A length of time in its largest whole unit: 86400 seconds are 1d."""
    seconds = int(span.total_seconds())
    return next(f"{seconds // size}{unit}" for unit, size in reversed(UNITS.items()) if seconds % size == 0)


Duration = Annotated[timedelta, BeforeValidator(duration), PlainSerializer(lambda span: f"{int(span.total_seconds())}s")]


class Pagination(Strict):
    """How a REST endpoint says where its next page is."""

    style: Literal["none", "page", "offset", "cursor", "link"] = "none"
    param: str | None = Field(None, description="The parameter that carries the page, offset or cursor.")
    next: str | None = Field(None, description="Path in the answer to the next cursor (style cursor) or address (style link).")
    size_param: str | None = None
    size: int = Field(100, ge=1, le=100_000)
    first: int = Field(1, ge=0, description="The number of the first page (style page).")
    total: str | None = Field(None, description="Path in the answer to the number of rows that will come.")


class Cursor(Strict):
    """How to ask only for what changed since the last pull."""

    field: str = Field(description="The record's own instant of change.")
    param: str = Field(description="The parameter that asks for records from an instant on.")
    format: str = Field("iso", description="iso, epoch_s, epoch_ms or a strptime pattern: of the field and of the parameter.")
    overlap: Duration = timedelta(minutes=10)


class Keyset(Strict):
    """How the rows of a database are read in chunks, and what changed since the last pull."""

    column: str = Field(min_length=1, description="A column that grows with each change: an instant, a day or a number.")
    id: str = Field(min_length=1, description="A column that tells each row from all others.")
    overlap: Duration = timedelta(minutes=10)


class StreamEntry(Strict):
    """One endpoint or file of a source."""

    name: str = Field(min_length=1, max_length=120)
    path: str | None = Field(
        None, description="rest: the endpoint, below the base address. A vendor's kind: what it calls it. webhook: a type."
    )
    history: list[str] = Field([], description="A vendor's kind: the fields whose changes are the records.")
    file: str | None = Field(None, description="file: the file, below the source's folder.")
    query: str | None = Field(None, description="sql: one SELECT.")
    keyset: Keyset | None = Field(None, description="sql: by which columns its rows are read on.")
    params: dict[str, str | int] = {}
    rows: str = Field("", description="Path to the list of records in an answer or a JSON file; empty: the whole is the list.")
    format: Literal["auto", "csv", "jsonl", "json", "parquet", "xes", "ocel"] = "auto"
    log: EventLog | None = Field(None, description="event_log: which column says what.")
    delimiter: str | None = Field(None, min_length=1, max_length=1)
    encoding: str | None = None
    pagination: Pagination = Pagination()
    cursor: Cursor | None = None
    as_of: Value | None = Field(None, description="Where the source says from when its data is; file: `modified`.")
    missing: Literal["keep", "tombstone"] = Field("keep", description="tombstone: what a whole read lacks was deleted.")
    id: Value
    version: Value | None = None
    deleted: Value | None = None
    ignore: list[str] = []
    records: list[Row] = Field(min_length=1)

    def named(self, param: str) -> list[str]:
        """The names that a parameter lists with commas."""
        return [name.strip() for name in str(self.params.get(param, "")).split(",") if name.strip()]

    def mapping(self) -> dict:
        """The part that says how records become rows."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True, include=set(Mapping.model_fields))

    def reading(self) -> dict:
        """The part that says what to read."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"name", *Mapping.model_fields})


class SourceEntry(Strict):
    """A connected system."""

    name: str = Field(min_length=1, max_length=120)
    function: Literal["product", "marketing", "creative", "sales", ""] = ""
    kind: str
    settings: dict[str, Any] = {}
    secret: str | None = Field(None, pattern=r"^env:[A-Za-z_][A-Za-z0-9_]*$", description="env:NAME, never the secret itself.")
    interval: Duration = timedelta(minutes=5)
    time_zone: str = "UTC"
    currency: str = Field("", pattern=r"^([A-Z]{3})?$")
    allow_private: bool = False
    allow_http: bool = False
    paused: bool = False
    preset: bool = Field(False, description="What the entry does not say, and the metrics, come from the kind's preset.")
    streams: list[StreamEntry] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _completed(cls, given: Any) -> Any:
        """Add what follows from the kind alone to streams that do not say it: an event log's rows are always the same."""
        complete = COMPLETED.get(given.get("kind", "")) if isinstance(given, dict) else None
        if complete is None or not isinstance(given.get("streams"), list):
            return given
        return {**given, "streams": [complete(told) for told in given["streams"]]}

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            validate_time_zone(name)
        except Exception as error:
            raise ValueError(error.messages[0]) from None  # type: ignore[attr-defined]
        return name

    @field_validator("streams")
    @classmethod
    def _names_once(cls, streams: list[StreamEntry]) -> list[StreamEntry]:
        names = [stream.name for stream in streams]
        if doubled := {name for name in names if names.count(name) > 1}:
            raise ValueError(f"Two streams are called “{doubled.pop()}”.")
        return streams
