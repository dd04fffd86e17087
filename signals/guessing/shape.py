"""How an unknown API answers: where its records are, and how it says where the next page is. Pure."""

from collections.abc import Iterator
from typing import Any

DEEPEST = 3
NEXT = {
    "next_page_token": "page_token",
    "nextPageToken": "pageToken",
    "next_cursor": "cursor",
    "nextCursor": "cursor",
    "after": "after",
    "cursor": "cursor",
    "offset": "offset",
    "next": "cursor",
}
ADDRESSES = ("next", "next_url", "nextLink", "next_page_url", "@odata.nextLink", "nextRecordsUrl", "link", "href")


def rows_path(body: object) -> str | None:
    """The dotted path to the list of records; empty where the whole is the list; None where there is none."""
    if isinstance(body, list):
        return ""
    lists = [(path, found) for path, found in _walk(body) if isinstance(found, list)]
    records = [(path, found) for path, found in lists if found and all(isinstance(record, dict) for record in found)]
    for candidates in (records, [(path, found) for path, found in lists if not found]):
        if candidates:
            return max(candidates, key=lambda pair: (-pair[0].count("."), len(pair[1])))[0]
    return None


def pagination_of(body: object, *, link: bool) -> dict[str, Any]:
    """How to ask for the next page, as a stream's entry says it; empty where the answer names none. `link`: by its header."""
    if link:
        return {"style": "link"}
    values = [(path, found) for path, found in _walk(body) if isinstance(found, str | int) and not isinstance(found, bool)]
    last = {path: path.rpartition(".")[2] for path, _ in values}
    for path, found in values:
        if last[path] in ADDRESSES and isinstance(found, str) and found.startswith(("https://", "http://", "/")):
            return {"style": "link", "next": path}
    for path, found in values:
        if last[path] in NEXT and found not in ("", 0):
            return {"style": "cursor", "next": path, "param": NEXT[last[path]]}
    return {}


def _walk(body: object, above: str = "", depth: int = 1) -> Iterator[tuple[str, object]]:
    """Every value outside the lists, with its path."""
    if not isinstance(body, dict) or depth > DEEPEST:
        return
    for name, found in body.items():
        yield f"{above}{name}", found
        yield from _walk(found, f"{above}{name}.", depth + 1)
