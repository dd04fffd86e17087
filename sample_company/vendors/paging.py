"""Four ways in which vendors cut a long answer into pages."""

import base64
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sample_company.vendors.collection import Collection


class BadRequest(ValueError):
    """A parameter that the vendor does not understand."""


@dataclass(frozen=True)
class Answer:
    """A body of JSON and the headers that go with it."""

    body: bytes
    headers: dict[str, str]


Query = dict[str, str]
Style = Callable[[Collection, Query, datetime, str], Answer]


def array(payloads: list[bytes]) -> bytes:
    """A JSON array of payloads that are JSON already."""
    return b"[" + b",".join(payloads) + b"]"


def number(query: Query, name: str, default: int, most: int) -> int:
    """A whole number of the query between 0 and `most`."""
    try:
        value = int(query.get(name, default))
    except ValueError:
        value = -1
    if value < 0:
        raise BadRequest(f"{name} must be a whole number.")
    return min(value, most)


def instant(query: Query, name: str) -> datetime | None:
    """An instant of the query as ISO 8601; None where it is not given."""
    if not query.get(name):
        return None
    try:
        given = datetime.fromisoformat(query[name].replace(" ", "+"))
    except ValueError as error:
        raise BadRequest(f"{name} must be an ISO 8601 instant.") from error
    return given if given.tzinfo else given.replace(tzinfo=UTC)


def by_cursor(rows: Collection, query: Query, now: datetime, path: str) -> Answer:
    """An opaque cursor in the body: `?cursor=…&limit=…&updated_since=…`."""
    start = 0
    if query.get("cursor"):
        try:
            start = int(base64.urlsafe_b64decode(query["cursor"].encode()).decode().removeprefix("at:"))
        except ValueError as error:
            raise BadRequest("cursor is not one of ours.") from error
    limit = number(query, "limit", 100, 1000) or 100
    found, place = rows.read(now, instant(query, "updated_since"), start, limit)
    following = b"null" if place is None else b'"' + base64.urlsafe_b64encode(f"at:{place}".encode()) + b'"'
    return Answer(b'{"data":' + array(found) + b',"meta":{"next_cursor":' + following + b"}}", {})


def by_page(rows: Collection, query: Query, now: datetime, path: str) -> Answer:
    """Numbered pages with their total: `?page=1&per_page=…&modified_after=…`."""
    size = number(query, "per_page", 50, 500) or 50
    page = max(1, number(query, "page", 1, 10**6))
    found = rows.all(now, instant(query, "modified_after"))
    cut = found[(page - 1) * size : page * size]
    counts = f',"page":{page},"total_pages":{max(1, math.ceil(len(found) / size))},"total":{len(found)}'
    return Answer(b'{"results":' + array(cut) + counts.encode() + b"}", {})


def by_offset(rows: Collection, query: Query, now: datetime, path: str) -> Answer:
    """An offset and a limit: `?offset=0&limit=…&changed_since=…` with the instant in milliseconds since 1970."""
    limit = number(query, "limit", 100, 1000) or 100
    offset = number(query, "offset", 0, 10**9)
    since = number(query, "changed_since", 0, 10**15)
    found = rows.all(now, datetime.fromtimestamp(since / 1000, UTC) if since else None)
    counts = f',"offset":{offset},"limit":{limit},"total":{len(found)}'
    return Answer(b'{"items":' + array(found[offset : offset + limit]) + counts.encode() + b"}", {})


def by_link(rows: Collection, query: Query, now: datetime, path: str) -> Answer:
    """A bare array, and the address of the next page in a Link header: `?limit=…&modified_since=…`."""
    limit = number(query, "limit", 100, 500) or 100
    found, place = rows.read(now, instant(query, "modified_since"), number(query, "after", 0, 10**9), limit)
    headers = {}
    if place is not None:
        since = f"&modified_since={query['modified_since'].replace('+', '%2B')}" if query.get("modified_since") else ""
        headers["Link"] = f'<{path}?limit={limit}&after={place}{since}>; rel="next"'
    return Answer(array(found), headers)
