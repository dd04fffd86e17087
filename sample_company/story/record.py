"""One version of one record in a vendor's system."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Record:
    """What a vendor answers for `key` from the instant `seen` on, until a later version of the same key is seen.

    `changed` is the vendor's own time stamp. A row is late where it is seen after the instant that it claims.
    """

    key: str
    changed: datetime
    body: Body
    seen: datetime


def record(key: str, changed: datetime, body: Body, seen: datetime | None = None) -> Record:
    """A record that is seen as soon as it changed, unless told otherwise."""
    return Record(key, changed, body, seen or changed)
