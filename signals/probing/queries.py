"""The queries of a warehouse: which views of the preset are there, and by which columns a query is read on."""

from typing import Any

from django.core.exceptions import ValidationError

from signals.connectors.sql import SqlConnector
from signals.failures import PullFailed
from signals.guessing.columns import columns_of
from signals.guessing.first import first_answers
from signals.models import Source
from signals.presets import preset
from signals.probing.explored import Explored
from signals.warehouse.first import first_rows
from signals.warehouse.rows import only_selects

Stream = dict[str, Any]
LACKING = {
    "column": "Say which column grows with each change: the instant at which a row was last changed.",
    "id": "Say which column tells each row from all others.",
}


def explore(source: Source, streams: list[Stream], new: bool) -> Explored:
    """Queries as they are; of the preset's views those that are not there, or may not be read, are not picked."""
    with SqlConnector(source) as connector:
        connector.check([])
        unread = {}
        for stream in streams if new else []:
            if stream["query"] == _views(source).get(stream["name"]):
                try:
                    first_rows(connector.engine, stream["query"], 1)
                except PullFailed as failure:
                    unread[stream["name"]] = failure.what
    return Explored(streams, unread)


def _views(source: Source) -> dict[str, str | None]:
    known = preset(source.kind)
    return {stream.name: stream.query for stream in known.streams} if known else {}


def complete(source: Source, stream: Stream) -> Stream:
    """A query with its keyset: what was said, else what its first rows look like. Raises PullFailed, ValidationError."""
    if not only_selects(stream["query"]):
        raise ValidationError({"query": "Write one SELECT, without a semicolon inside."})
    with SqlConnector(source) as connector:
        columns = columns_of(first_rows(connector.engine, stream["query"]), flat=True)
    guessed = first_answers(stream["name"], columns)
    proposed = {"column": guessed.of("version")[:1], "id": guessed.of("id")[:1]}
    said = {key: value for key, value in stream.get("keyset", {}).items() if value}
    keyset = {**{key: found[0] for key, found in proposed.items() if found}, **said}
    if wrong := _mistakes(keyset, [column.name for column in columns]):
        raise ValidationError(wrong)
    return {**stream, "keyset": keyset}


def _mistakes(keyset: Stream, names: list[str]) -> dict[str, str]:
    """What is wrong with each key of a keyset; names are not judged while there is no row that tells them."""
    has = f" It has {', '.join(names)}." if names else ""
    lacks = {key: f"{words}{has}" for key, words in LACKING.items() if key not in keyset}
    unknown = {key: name for key, name in keyset.items() if key in LACKING and names and name not in names}
    return lacks | {key: f"The query has no column “{name}”.{has}" for key, name in unknown.items()}
