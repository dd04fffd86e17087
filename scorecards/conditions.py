"""When a condition on a metric is met, from plain values. No database here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

History = Sequence[tuple[datetime, Decimal | None]]


@dataclass(frozen=True)
class Now:
    """A metric's reading now: its state, and the instant up to which its sources are known."""

    state: str
    as_of: datetime | None

    @property
    def counts(self) -> bool:
        """Whether it can meet a condition: neither stale nor unknown."""
        return self.state not in ("stale", "unknown")


def is_refreshed(now: Now, decided_at: datetime) -> bool:
    """Whether the metric was read again, from data later than the decision."""
    return now.counts and now.as_of is not None and now.as_of > decided_at


def has_held(now: Now, history: History, comparator: str, threshold: Decimal, for_days: int, at: datetime) -> bool:
    """Whether the value is, and for the last `for_days` days was without a break, on the right side of `threshold`.

    `history` holds the value from each instant until the next, oldest first. A time before the first value, or one in which the
    value was unknown, breaks the run. A stale reading proves nothing about today.
    """
    if not now.counts:
        return False
    since = at - timedelta(days=for_days)
    earlier = [value for instant, value in history if instant <= since]
    values = [*earlier[-1:], *[value for instant, value in history if since < instant <= at]]
    if not earlier and for_days:
        return False
    return bool(values) and all(_right_side(value, comparator, threshold) for value in (values if for_days else values[-1:]))


def _right_side(value: Decimal | None, comparator: str, threshold: Decimal) -> bool:
    if value is None:
        return False
    return value <= threshold if comparator == "le" else value >= threshold
