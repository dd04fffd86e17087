"""How long the work on each deliverable took, and how long it waited without a holder."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from initiatives.models import Deliverable
from initiatives.ownership import DAY, Interval, Kind, total
from initiatives.plan import Piece
from initiatives.reports.ownership import OwnershipOfDeliverable


@dataclass(frozen=True)
class Work:
    """The work on one deliverable between scope lock and market (or now), in calendar time.

    `done` is the time from start to finish without the time in which nobody held it; `left` what the plan says remains.
    """

    deliverable: Deliverable
    ownership: OwnershipOfDeliverable
    start: datetime | None
    finish: datetime | None
    done: timedelta
    left: timedelta

    @property
    def working(self) -> timedelta:
        """The working duration: done, and left where the work is not finished."""
        return self.done + self.left

    @property
    def piece(self) -> Piece:
        """The deliverable as a piece of the plan."""
        return self.piece_of(self.working)

    def piece_of(self, length: timedelta) -> Piece:
        """The same piece, of another length."""
        needs = frozenset(needed.pk for needed in self.deliverable.depends_on.all() if not needed.dropped_at)
        return Piece(self.deliverable.pk, length, needs)

    def waited(self, kind: Kind, within: Interval) -> list[Interval]:
        """The intervals of that kind inside `within`."""
        parts = [part.interval for part in self.ownership.segments if part.kind is kind]
        return [cut for part in parts if (cut := _cut(part, within)).length]


def work_of(ownership: OwnershipOfDeliverable, span: Interval, *, live: bool) -> Work:
    """The work on one deliverable, cut to `span` (scope lock to market, or to now while the launch is live)."""
    deliverable = ownership.deliverable
    start = deliverable.started_at if deliverable.started_at and deliverable.started_at <= span.end else None
    finish = deliverable.finished_at if deliverable.finished_at and deliverable.finished_at <= span.end else None
    busy = _cut(Interval(start, finish or span.end), span) if start else Interval(span.start, span.start)
    work = Work(deliverable, ownership, start, finish, timedelta(), timedelta())
    waited = total(interval for kind in (Kind.DARK, Kind.TRANSIT) for interval in work.waited(kind, busy))
    done = busy.length if ownership.never_owned else busy.length - waited
    left = max(planned(deliverable) - done, timedelta()) if live and not finish else timedelta()
    return Work(deliverable, ownership, start, finish, done, left)


def planned(deliverable: Deliverable) -> timedelta:
    """The planned duration: both days counted; zero without a plan."""
    if deliverable.planned_start and deliverable.planned_finish:
        return deliverable.planned_finish - deliverable.planned_start + DAY
    return timedelta()


def _cut(interval: Interval, within: Interval) -> Interval:
    """The part of `interval` inside `within`; empty where they do not meet."""
    start = max(interval.start, within.start)
    return Interval(start, max(start, min(interval.end, within.end)))
