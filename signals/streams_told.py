"""What a stream makes and where it goes on, in the words of its source's page."""

from dataclasses import dataclass
from typing import Any

from signals.models import Stream

WHOLE = "the whole each time"
LONGEST = 40


@dataclass(frozen=True)
class StreamTold:
    """A stream with what it makes and where it goes on."""

    stream: Stream
    makes: str
    goes_on: str


def streams_told(source) -> list[StreamTold]:
    """Every stream of a source, in words."""
    return [StreamTold(each, _makes(each), goes_on_from(each.cursor)) for each in source.streams.all()]


def _makes(stream: Stream) -> str:
    """The kinds of row that it makes, each named once."""
    return ", ".join(dict.fromkeys(noun for row in stream.mapping.get("records", []) for noun in row))


def goes_on_from(cursor: dict[str, Any]) -> str:
    """Where the next read begins. What only tells a file apart, or whether a read ended, is left out."""
    if "content" in cursor and "row" in cursor:
        ended = "it was read to its end" if cursor.get("done") else "it is being read"
        return f"row {cursor['row']:,} of a file: {ended}"
    told = [str(value)[:LONGEST] for value in cursor.values() if value not in (None, "") and not isinstance(value, bool)]
    return ", ".join(told) or WHOLE
