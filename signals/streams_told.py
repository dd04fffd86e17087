"""What a stream reads, makes and where it goes on, in the words of its source's page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from textwrap import shorten
from typing import Any

from revenue_arc.words import counted, day, instant
from signals.models import Stream

WHOLE = "the whole each time"
LONGEST, LONGEST_QUERY, SHOWN = 40, 80, 2


@dataclass(frozen=True)
class StreamTold:
    """A stream with what it reads, what it makes and where it goes on."""

    stream: Stream
    reads: str
    makes: str
    goes_on: str


def streams_told(source) -> list[StreamTold]:
    """Every stream of a source, in words."""
    return [
        StreamTold(
            each,
            what_it_reads({"name": each.name, **each.settings}),
            ", ".join(what_it_makes(each.mapping.get("records", []))),
            goes_on_from(each.cursor),
        )
        for each in source.streams.all()
    ]


def what_it_reads(stream: Mapping[str, Any]) -> str:
    """Its endpoint, file or query; what a tap or a preset calls by the stream's name, by that name."""
    if query := stream.get("query"):
        return shorten(query, LONGEST_QUERY, placeholder=" …")
    return stream.get("path") or stream.get("file") or stream["name"]


def what_it_makes(records: Sequence[Mapping[str, Any]]) -> list[str]:
    """The nouns of the rows that its records become, each named once."""
    return list(dict.fromkeys(noun for row in records for noun in row))


def goes_on_from(cursor: dict[str, Any]) -> str:
    """Where the next read begins. What only tells a file apart, or whether a read ended, is left out."""
    if "content" in cursor and "row" in cursor:
        ended = "it was read to its end" if cursor.get("done") else "it is being read"
        return f"row {cursor['row']:,} of a file: {ended}"
    told = list(dict.fromkeys(text for value in cursor.values() for text in _places(value)))
    more = f" and {counted(len(told) - SHOWN, 'more place')}" if len(told) > SHOWN else ""
    return (", ".join(told[:SHOWN]) + more) or WHOLE


def _places(value: Any) -> list[str]:
    """The values that say where it stands, however deep they are; of a list of ids only how many they are."""
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _places(inner)]
    if isinstance(value, list):
        scalar = [item for item in value if isinstance(item, str | int)]
        return [counted(len(scalar), "id")] if len(scalar) == len(value) and value else _places(dict(enumerate(value)))
    return [] if value in (None, "") or isinstance(value, bool) else [_in_words(str(value))]


def _in_words(text: str) -> str:
    """An instant as it is written elsewhere; anything else as it is."""
    try:
        at = datetime.fromisoformat(text) if len(text) >= len("2026-01-01") else None
    except ValueError:
        at = None
    if at is None or not text[:4].isdigit() or text[4:5] != "-":
        return text[:LONGEST]
    return day(at.date()) if len(text) == len("2026-01-01") else instant(at if at.tzinfo else at.replace(tzinfo=UTC))
