"""A daily quota, of which a reserve is left to the company's other systems."""

from dataclasses import dataclass
from datetime import timedelta

from signals.failures import QuotaNearlySpent

LOOKED_AT_AGAIN = timedelta(hours=1)


@dataclass(frozen=True)
class Quota:
    """What a source says is left of how many requests, and when there will be more: looked at again hourly unless it says."""

    left: int
    allowed: int
    renews_in: timedelta = LOOKED_AT_AGAIN

    @classmethod
    def told(cls, left: str | None, allowed: str | None) -> "Quota | None":
        """What two headers tell; None where one of them is missing or no number."""
        if not left or not allowed or not f"{left}{allowed}".isascii() or not f"{left}{allowed}".isdigit():
            return None
        return cls(int(left), int(allowed))

    def is_at(self, reserve: int) -> bool:
        """Whether no more than the reserve, in percent, is left."""
        return self.left * 100 <= self.allowed * reserve

    def spent(self, host: str, reserve: int) -> QuotaNearlySpent:
        """Why the pull stops."""
        return QuotaNearlySpent(
            f"Of {self.allowed:,} requests that {host} allows, {max(self.left, 0):,} are left: the reserve of {reserve}%.",
            "It goes on by itself when the quota renews.",
            retry_after=self.renews_in,
        )
