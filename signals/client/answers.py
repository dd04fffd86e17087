"""What a source answered: read within limits, and looked into without holding a large one in memory."""

import json
import math
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from tempfile import SpooledTemporaryFile
from typing import Any

import httpx
import ijson
import orjson

from signals.client.finite import items
from signals.failures import Permanent, PullFailed
from signals.mapping.columns import column

HELD_IN_MEMORY = 16 * 2**20
LARGEST = 1024 * 2**20
LONGEST_WAIT = timedelta(days=7)


class Answer:
    """A complete body, its headers and its address."""

    def __init__(self, response: httpx.Response, *, largest: int = LARGEST):
        self.headers, self.url, self.size = response.headers, response.url, 0
        self.next_link = response.links.get("next", {}).get("url")
        self.body = SpooledTemporaryFile(max_size=HELD_IN_MEMORY)  # noqa: SIM115  (closed with the answer)
        self._parsed: object = None
        try:
            self._fill(response, largest)
        except BaseException:
            self.body.close()
            raise

    def _fill(self, response: httpx.Response, largest: int) -> None:
        for chunk in response.iter_bytes(65_536):
            self.size += len(chunk)
            if self.size > largest:
                raise Permanent(f"{self.url.path} answered more than {largest:,} bytes.", "Ask for smaller pages.")
            self.body.write(chunk)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.body.close()

    @property
    def large(self) -> bool:
        """Whether it is too large to parse whole."""
        return self.size > HELD_IN_MEMORY

    def parsed(self) -> object:
        """The JSON value of a small answer. Raises PullFailed where it is none: HTML, or cut off."""
        if self._parsed is None:
            self.body.seek(0)
            raw = self.body.read()
            try:
                self._parsed = _parsed(raw)
            except (ValueError, RecursionError):
                raise self._not_json(raw) from None
        return self._parsed

    def field(self, path: str) -> object:
        """One value of the answer, outside its list of records; None where there is none."""
        if not self.large:
            parsed = self.parsed()
            return column(path, flat=False)(parsed) if isinstance(parsed, dict) else None
        self.body.seek(0)
        try:
            return next(items(self.body, path), None)
        except ijson.JSONError:
            raise self._not_json(b"") from None

    def rows(self, path: str) -> Iterator[object]:
        """The list of records at `path`. Raises PullFailed where there is no list."""
        if self.large:
            yield from self._streamed(path)
            return
        parsed = self.parsed()
        found = column(path, flat=False)(parsed) if path and isinstance(parsed, dict) else parsed
        if not isinstance(found, list) or (path and not isinstance(parsed, dict)):
            where = f"at “{path}”" if path else "at its top"
            raise Permanent(f"{self.url.path} answered without a list of records {where}.", "Correct `rows` of this stream.")
        yield from found

    def records(self, path: str) -> list[dict[str, Any]] | None:
        """The records at `path`; None where the answer has no such list. Raises PullFailed where they are something else."""
        found = list(self.rows(path)) if self.large else self.field(path)
        if found is None or (isinstance(found, list) and all(isinstance(one, dict) for one in found)):
            return found
        raise PullFailed(f"{self.url.path} answered with no records at “{path}”.", "Nothing of this page was taken.")

    def _streamed(self, path: str) -> Iterator[object]:
        self.body.seek(0)
        try:
            yield from items(self.body, f"{path}.item" if path else "item")
        except ijson.JSONError:
            raise self._not_json(b"") from None

    def _not_json(self, raw: bytes) -> PullFailed:
        start = raw[:200].lstrip().lower()
        if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<")):
            return PullFailed(
                f"{self.url.path} answered with a web page instead of data (perhaps a sign-in page).",
                "Check the address and the credential.",
            )
        return PullFailed(f"{self.url.path} answered with JSON that is broken or cut off.", "Nothing of this page was taken.")


def retry_after(headers: httpx.Headers, now: datetime) -> timedelta | None:
    """What a Retry-After header asks for, in seconds or as a date; None without one."""
    given = headers.get("retry-after", "").strip()
    if given.isascii() and given.isdigit():
        return min(timedelta(seconds=int(given[:12])), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(given)
    except ValueError:
        return None
    return min(max(timedelta(0), (until if until.tzinfo else until.replace(tzinfo=UTC)) - now), LONGEST_WAIT)


def _parsed(raw: bytes) -> object:
    """A JSON value; numbers that are none come as texts, half a character as it is: each a matter of its field alone."""
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        return json.loads(raw.decode("utf-8", "surrogateescape"), parse_constant=str, parse_float=_finite)


def _finite(text: str) -> float | str:
    number = float(text)
    return number if math.isfinite(number) else text
