"""Who held a deliverable, when nobody did: the partition of a window, computed from holdings and offers.

Pure: values in, values out. `partition` walks the starts and ends once, in order (a sweep line): n log n for n holdings.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from itertools import chain, pairwise

DAY = timedelta(days=1)
Crossing = tuple[str, int, int]
Claim = tuple[str, int, datetime, datetime | None]


class Kind(StrEnum):
    """What a segment of a window is."""

    HELD = "held"
    TRANSIT = "transit"
    DARK = "dark"
    CONTESTED = "contested"


Step = tuple[Kind, datetime, datetime, set[int]]


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """From `start` up to, not including, `end`."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """Calendar time; zero for an interval that ends before it starts."""
        return max(self.end - self.start, timedelta())


@dataclass(frozen=True, slots=True)
class Hold:
    """One person held the deliverable from `start` to `end` (None: still)."""

    person: int
    start: datetime
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A handoff that was not withdrawn: from `offered` until `answered` (None: open) its sender does not hold."""

    sender: int
    offered: datetime
    answer_by: datetime
    answered: datetime | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the window: one holder (held), nobody (transit, dark), or all who claimed it in that time (contested)."""

    kind: Kind
    start: datetime
    end: datetime
    people: tuple[int, ...] = ()

    @property
    def interval(self) -> Interval:
        """Its start and end alone."""
        return Interval(self.start, self.end)

    @property
    def length(self) -> timedelta:
        """Calendar time."""
        return self.end - self.start


@dataclass(slots=True)
class _Sweep:
    """What is true at the instant the sweep line has reached."""

    claims: Counter = field(default_factory=Counter)
    offering: Counter = field(default_factory=Counter)
    holders: set[int] = field(default_factory=set)
    in_window: int = 0

    def move(self, what: str, person: int, by: int) -> None:
        """Cross one start (+1) or end (-1)."""
        if what == "transit":
            self.in_window += by
            return
        (self.claims if what == "claim" else self.offering)[person] += by
        if self.claims[person] and not self.offering[person]:
            self.holders.add(person)
        else:
            self.holders.discard(person)

    def kind(self) -> Kind:
        """What the time up to the next start or end is."""
        if self.holders:
            return Kind.HELD if len(self.holders) == 1 else Kind.CONTESTED
        return Kind.TRANSIT if self.in_window else Kind.DARK


def partition(window: Interval, holdings: Iterable[Hold], offers: Iterable[Offer], now: datetime) -> list[Segment]:
    """Divide `window` into segments that cover it exactly, in order, without overlap; adjoining ones differ.

    From an offer until its answer the sender does not hold. Where nobody holds, that time is transit if the answer came inside
    the acceptance window (or is missing, and `now` is still inside), else dark from the offer on. A holding only ever turns
    dark or transit into held, or held into contested, so adding one never adds dark time. An empty window has no segment.
    """
    if window.start >= window.end:
        return []
    crossings: dict[datetime, list[Crossing]] = {window.start: [], window.end: []}
    for what, person, since, until in chain(_claims(holdings), _waits(offers, now)):
        start, end = max(since, window.start), min(until or window.end, window.end)
        if start < end:
            crossings.setdefault(start, []).append((what, person, 1))
            crossings.setdefault(end, []).append((what, person, -1))
    return list(_merged(_steps(crossings)))


def _claims(holdings: Iterable[Hold]) -> Iterator[Claim]:
    return (("claim", hold.person, hold.start, hold.end) for hold in holdings)


def _waits(offers: Iterable[Offer], now: datetime) -> Iterator[Claim]:
    for offer in offers:
        yield "offer", offer.sender, offer.offered, offer.answered
        if (offer.answered or now) <= offer.answer_by:
            yield "transit", offer.sender, offer.offered, offer.answered


def _steps(crossings: dict[datetime, list[Crossing]]) -> Iterator[Step]:
    """Yield kind, start, end, and the people who came to hold since the step before (all holders at a change of kind)."""
    sweep, before = _Sweep(), Kind.DARK
    for start, end in pairwise(sorted(crossings)):
        for crossing in crossings[start]:
            sweep.move(*crossing)
        kind = sweep.kind()
        if kind is Kind.CONTESTED and before is Kind.CONTESTED:
            people = {person for _, person, _ in crossings[start]} & sweep.holders
        else:
            people = set(sweep.holders)
        yield kind, start, end, people
        before = kind


def _merged(steps: Iterable[Step]) -> Iterator[Segment]:
    """Join adjoining steps of one kind (and, where held, of one holder)."""
    run: Step | None = None
    for kind, start, end, people in steps:
        if run and run[0] is kind and (kind is not Kind.HELD or run[3] == people):
            run[3].update(people)
            run = (kind, run[1], end, run[3])
        else:
            if run:
                yield _segment(run)
            run = (kind, start, end, people)
    if run:
        yield _segment(run)


def _segment(run: Step) -> Segment:
    kind, start, end, people = run
    return Segment(kind, start, end, tuple(sorted(people)))


def union(intervals: Iterable[Interval]) -> list[Interval]:
    """The same time as intervals that neither overlap nor touch, in order."""
    joined: list[Interval] = []
    for interval in sorted(intervals):
        if not interval.length:
            continue
        if joined and interval.start <= joined[-1].end:
            joined[-1] = Interval(joined[-1].start, max(joined[-1].end, interval.end))
        else:
            joined.append(interval)
    return joined


def dark(segments: Iterable[Segment]) -> list[Interval]:
    """The dark intervals of one partition."""
    return [segment.interval for segment in segments if segment.kind is Kind.DARK]


def dark_time(partitions: Iterable[Sequence[Segment]]) -> list[Interval]:
    """When at least one deliverable was dark: the union of the dark intervals."""
    return union(interval for segments in partitions for interval in dark(segments))


def total(intervals: Iterable[Interval]) -> timedelta:
    """The sum of the lengths."""
    return sum((interval.length for interval in intervals), timedelta())


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


def days(length: timedelta) -> Decimal:
    """Calendar days with one decimal, halves rounded up."""
    exact = Decimal(length // timedelta(microseconds=1)) / (DAY // timedelta(microseconds=1))
    return exact.quantize(Decimal("0.1"), ROUND_HALF_UP)


def short(number: Decimal) -> str:
    """A number of days in words' form: 6 and not 6.0, 6.5."""
    return str(number.quantize(Decimal(1)) if number == number.to_integral_value() else number)
