"""How old a reading is: the age of the oldest source it needs (rule 12; docs/decisions/0003)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from signals.models import Source

TOLERATED_INTERVALS = 2


@dataclass(frozen=True)
class Freshness:
    """Up to when every source is known, how old that is, whether that is too old, and which sources were never pulled."""

    as_of: datetime | None
    age: timedelta | None
    tolerated: timedelta | None
    missing: list[str]
    oldest: str = ""

    @property
    def stale(self) -> bool:
        """Older than tolerated, or never pulled."""
        return bool(self.missing) or (self.age is not None and self.tolerated is not None and self.age > self.tolerated)


def freshness_of(sources: Iterable[Source], tolerated_age: timedelta | None, now: datetime) -> Freshness:
    """The freshness of a reading that needs these sources.

    Without an age of its own the definition tolerates twice the longest agreed interval. At an instant before the last pull,
    the source counts as known up to that instant: what was pulled since reaches back over it.
    """
    sources = list(sources)
    tolerated = tolerated_age or max((TOLERATED_INTERVALS * source.interval for source in sources), default=None)
    missing = [source.name for source in sources if source.fresh_as_of is None]
    known = [(min(source.fresh_as_of, now), source.name) for source in sources if source.fresh_as_of]
    if not known or missing:
        return Freshness(None, None, tolerated, missing)
    as_of, oldest = min(known)
    return Freshness(as_of, now - as_of, tolerated, [], oldest)
