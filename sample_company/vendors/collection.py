"""One collection of a vendor: every version of its records, of which a reader sees those of the moment."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sample_company.story import Record
from signals.mapping.page import dump

NEVER = float("inf")


@dataclass(frozen=True, slots=True)
class Version:
    """One version, ready to send: seen from `seen` until `until`, in seconds since the epoch."""

    changed: float
    seen: float
    until: float
    payload: bytes


class Collection:
    """Records in order of change. A place in that order never moves, so that a cursor into it stays true."""

    def __init__(self, records: Iterable[Record]):
        by_key: dict[str, list[Record]] = {}
        for item in records:
            by_key.setdefault(item.key, []).append(item)
        self.versions = sorted(
            (version for items in by_key.values() for version in versions_of(items)),
            key=lambda version: version.changed,
        )
        self.changes = [version.changed for version in self.versions]

    def read(self, now: datetime, since: datetime | None, start: int, limit: int) -> tuple[list[bytes], int | None]:
        """At most `limit` payloads changed since `since`, from place `start` on, and the place of the next one, if any."""
        instant = now.timestamp()
        found: list[bytes] = []
        for place in range(max(start, self.first(since)), len(self.versions)):
            version = self.versions[place]
            if version.seen <= instant < version.until:
                if len(found) == limit:
                    return found, place
                found.append(version.payload)
        return found, None

    def all(self, now: datetime, since: datetime | None) -> list[bytes]:
        """Every payload changed since `since` that is seen now."""
        return self.read(now, since, 0, len(self.versions))[0]

    def first(self, since: datetime | None) -> int:
        """The place of the first change at or after an instant."""
        return bisect_left(self.changes, since.timestamp()) if since else 0


def versions_of(items: list[Record]) -> list[Version]:
    """The versions of one record, each until the next is seen."""
    items = sorted(items, key=lambda item: item.seen)
    ends = [item.seen.timestamp() for item in items[1:]] + [NEVER]
    return [
        Version(item.changed.timestamp(), item.seen.timestamp(), end, dump(item.body))
        for item, end in zip(items, ends, strict=True)
    ]
