"""What partitions come to: dark time, coverage, what was never owned."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from decimal import Decimal

from initiatives.ownership.interval import Interval, union
from initiatives.ownership.partition import Kind, Segment


def dark(segments: Iterable[Segment]) -> list[Interval]:
    """The dark intervals of one partition."""
    return [segment.interval for segment in segments if segment.kind is Kind.DARK]


def dark_time(partitions: Iterable[Sequence[Segment]]) -> list[Interval]:
    """When at least one deliverable was dark: the union of the dark intervals."""
    return union(interval for segments in partitions for interval in dark(segments))


def time_of(kind: Kind, partitions: Iterable[Sequence[Segment]]) -> timedelta:
    """The sum over the partitions of the time of one kind."""
    return sum((part.length for segments in partitions for part in segments if part.kind is kind), timedelta())


def coverage(partitions: Iterable[Sequence[Segment]]) -> Decimal | None:
    """Held time over needed time, from 0 to 1; None where nothing was needed. Contested time is needed and not held."""
    parts = [part for segments in partitions for part in segments]
    needed = sum((part.length for part in parts), timedelta())
    return (
        Decimal(time_of(Kind.HELD, [parts]) // timedelta(microseconds=1)) / (needed // timedelta(microseconds=1))
        if needed
        else None
    )


def never_owned(segments: Sequence[Segment]) -> bool:
    """Whether a needed deliverable had no holder at any time: nobody held or claimed it."""
    return bool(segments) and not any(segment.people for segment in segments)


def once_held(partitions: Iterable[Sequence[Segment]]) -> list[Sequence[Segment]]:
    """The partitions of deliverables that somebody held or claimed at some time: what can have gone dark."""
    return [segments for segments in partitions if not never_owned(segments)]


def never_owned_time(partitions: Iterable[Sequence[Segment]]) -> timedelta:
    """The sum of the windows of the deliverables that nobody ever held."""
    return sum((part.length for segments in partitions if never_owned(segments) for part in segments), timedelta())
