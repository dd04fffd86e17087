"""The endpoints of an API: where the records are in an answer, and how it goes on."""

from typing import Any

from signals.connectors import connect
from signals.guessing.shape import pagination_of, rows_path
from signals.models import Source
from signals.probing.explored import Explored

Stream = dict[str, Any]


def explore(source: Source, streams: list[Stream], _new: bool) -> Explored:
    """Endpoints with what their first answers say, where nobody has said it yet. Raises PullFailed."""
    return Explored([one if "rows" in one else {"rows": "", **_asked(source, one), **one} for one in streams])


def complete(source: Source, stream: Stream) -> Stream:
    """What the form says of an endpoint is all there is to say."""
    return stream


def _asked(source: Source, stream: Stream) -> Stream:
    params = {name: str(value) for name, value in stream.get("params", {}).items()}
    with connect(source) as connector, connector.client.get(stream["path"], params) as answer:
        if answer.large:
            return {}
        body, link = answer.parsed(), answer.next_link is not None
    rows, paging = rows_path(body), pagination_of(body, link=link)
    return ({"rows": rows} if rows else {}) | ({"pagination": paging} if paging else {})
