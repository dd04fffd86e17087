"""The numbers of an audit, the same on every page and in the document. Pure over findings and partitions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from audits.findings import Finding, Reading, Walked
from initiatives.models import Deliverable
from initiatives.ownership import Interval, dark_time, days, once_held, total
from revenue_arc import words

SHOWN = 3


@dataclass(frozen=True)
class Tally:
    """Handoffs that moved, how many of them went dark; the dark intervals; what was never owned; what is contested."""

    moves: int
    in_time: int
    gaps: int
    dark: list[Interval]
    never: list[Deliverable]
    contested: int

    @property
    def dark_days(self) -> Decimal:
        """The length of the union of the dark intervals, in calendar days, one decimal."""
        return days(total(self.dark))

    @property
    def went_dark(self) -> int:
        """The handoffs that went dark."""
        return self.moves - self.in_time

    @property
    def transfers_note(self) -> str:
        """What to say beside the number of transfers."""
        return "none offered yet" if not self.moves else f"{self.in_time} accepted in time, {self.went_dark} went dark"

    @property
    def never_note(self) -> str:
        """The names of what was never owned, the first few."""
        names = [one.name for one in self.never]
        more = len(names) - SHOWN
        return (
            words.listed(names[:SHOWN]) + (f" and {more} more" if more > 0 else "")
            if names
            else "every deliverable had a holder"
        )

    def dark_note(self, whole: Decimal | None, of: str) -> str:
        """What to say beside the dark days; `whole` is the cycle time, or its forecast."""
        if not self.dark:
            return "somebody held everything that was needed"
        note = words.counted(len(self.dark), "interval")
        return f"{note}, {words.percent(self.dark_days / whole)} of the {of}" if whole else note


def tally_of(findings: Iterable[Finding], walked: Sequence[Walked]) -> Tally:
    """The numbers that these findings and partitions come to."""
    findings = list(findings)
    moved = [row for row in findings if row.handoff]
    return Tally(
        moves=len(moved),
        in_time=sum(row.reading is Reading.TRANSFERRED for row in moved),
        gaps=sum(row.reading is Reading.WENT_DARK and row.handoff is None for row in findings),
        dark=dark_time(once_held([one.segments for one in walked])),
        never=[one.ownership.deliverable for one in walked if one.never_owned],
        contested=sum(row.reading is Reading.CONTESTED for row in findings),
    )
