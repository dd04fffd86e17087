"""PostHog's SQL, as text: events, persons and counts by day, each page after the last row of the one before.

Instants are written with their zone, for PostHog reads a bare one in the project's; ids are compared as the text that they
are shown as, for ClickHouse sorts a UUID otherwise.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from signals.entries import StreamEntry
from signals.failures import Permanent, PullFailed

LIMIT = 10_000
UTC_DAY = "toDate(toTimeZone(timestamp, 'UTC'))"
PROPERTY = re.compile(r"[$A-Za-z_][$\w]*")
OF_EVENT = ["uuid", "event", "timestamp", "distinct_id", "person_id", "email"]
OF_PERSON = ["id", "created_at", "email", "name"]
OF_DAY = ["day", "event", "events", "users"]
Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Asked:
    """What is asked page by page: the text of the page after a place, its columns, and by which of them a place is told."""

    text: Callable[[list | None], str]
    columns: list[str]
    by: tuple[str, ...]

    def place(self, row: dict[str, Any]) -> list[str]:
        """Where a page that ends with a row is gone on after. Raises PullFailed."""
        return [read(row[name]).isoformat() if name == "timestamp" else row[name] for name in self.by]


def of_stream(entry: StreamEntry, span: Span, *, ingested: datetime | None = None) -> Asked:
    """A stream's events or days in a stretch of time. Raises Permanent where a property's name could be more than a name."""
    names, properties = entry.named("events"), entry.named("properties")
    if entry.path == "days":
        return Asked(lambda after: days(names, *span, after=after), OF_DAY, ("day", "event"))
    if wrong := [name for name in properties if not PROPERTY.fullmatch(name)]:
        raise Permanent(f"“{wrong[0]}” is no property that can be asked for.", "Correct `params` of this stream.")
    return Asked(
        lambda after: events(properties, names, *span, ingested=ingested, after=after),
        [*OF_EVENT, *properties],
        ("timestamp", "uuid"),
    )


def of_persons(created: datetime | None) -> Asked:
    """Persons, created since then."""
    return Asked(lambda after: persons(created=created, after=after), OF_PERSON, ("id",))


def instant(at: datetime) -> str:
    """An instant, to the microsecond."""
    return f"toDateTime('{at.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}', 'UTC')"


def read(found: Any) -> datetime:
    """An instant as PostHog tells it: in the project's zone, with its offset. Raises PullFailed where it is none."""
    try:
        at = datetime.fromisoformat(str(found))
    except ValueError:
        raise PullFailed(
            f"PostHog answered with “{str(found)[:40]}” as an instant.", "Nothing of this page was taken."
        ) from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def text(found: str) -> str:
    """A text, quoted."""
    return "'" + found.replace("\\", "\\\\").replace("'", "\\'") + "'"


def events(
    properties: list[str], names: list[str], start: datetime, end: datetime, *, ingested: datetime | None, after: list | None
) -> str:
    """Events from `start` until `end` (and ingested since then), by timestamp and uuid, after the given ones."""
    columns = ["uuid", "event", "timestamp", "distinct_id", "person_id", "person.properties.email"]
    wanted = [*_named(names), f"timestamp >= {instant(start)}", f"timestamp < {instant(end)}"]
    if ingested:
        wanted.append(f"created_at >= {instant(ingested)}")
    if after:
        at = instant(datetime.fromisoformat(after[0]))
        wanted.append(f"(timestamp > {at} OR (timestamp = {at} AND toString(uuid) > {text(after[1])}))")
    columns += [f"properties.{name}" for name in properties]
    return _select(columns, "events", wanted, "ORDER BY timestamp, toString(uuid)")


def days(names: list[str], start: datetime, end: datetime, *, after: list | None) -> str:
    """How often each event happened on each day (UTC), and to how many persons; by day and name, after the given ones."""
    wanted = [*_named(names), f"timestamp >= {instant(start)}", f"timestamp < {instant(end)}"]
    if after:
        day = f"toDate({text(after[0])})"
        wanted.append(f"({UTC_DAY} > {day} OR ({UTC_DAY} = {day} AND event > {text(after[1])}))")
    columns = [f"{UTC_DAY} AS day", "event", "count()", "count(DISTINCT person_id)"]
    return _select(columns, "events", wanted, "GROUP BY day, event ORDER BY day, event")


def persons(*, created: datetime | None, after: list | None) -> str:
    """Identified persons (created since then), by id, after the given one."""
    wanted = ["is_identified"] + ([f"created_at >= {instant(created)}"] if created else [])
    wanted += [f"toString(id) > {text(after[0])}"] if after else []
    return _select(["id", "created_at", "properties.email", "properties.name"], "persons", wanted, "ORDER BY toString(id)")


def extent(names: list[str], span: Span | None = None) -> str:
    """How many events there are (in a stretch of time), and the first one's timestamp."""
    wanted = [f"timestamp >= {instant(span[0])}", f"timestamp < {instant(span[1])}"] if span else []
    return _select(["count()", "min(timestamp)"], "events", [*_named(names), *wanted], "")


def _named(names: list[str]) -> list[str]:
    return [f"event IN ({', '.join(map(text, names))})"] if names else []


def _select(columns: list[str], table: str, wanted: Iterable[str], order: str) -> str:
    conditions = " AND ".join(wanted)
    clauses = [
        "SELECT",
        ", ".join(columns),
        "FROM",
        table,
        f"WHERE {conditions}" if conditions else "",
        order,
        f"LIMIT {LIMIT}",
    ]
    return " ".join(filter(None, clauses))
