"""The partition of a window into held, in transit, dark and contested.

`partition` walks the starts and ends once, in order (a sweep line): n log n for n holdings.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import chain, pairwise

from initiatives.ownership.interval import Interval

Crossing = tuple[str, int, int]
Claim = tuple[str, int, datetime, datetime | None]


class Kind(StrEnum):
    """What a segment of a window is."""

    HELD = "held"
    TRANSIT = "transit"
    DARK = "dark"
    CONTESTED = "contested"


Step = tuple[Kind, datetime, datetime, set[int]]


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
    receiver: int | None = None


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
    Instants may be in any zone: they are compared, and lengths taken, in UTC, for the hours of a local day differ.
    """
    window = Interval(window.start.astimezone(UTC), window.end.astimezone(UTC))
    if window.start >= window.end:
        return []
    crossings: dict[datetime, list[Crossing]] = {window.start: [], window.end: []}
    for what, person, since, until in chain(_claims(holdings), _waits(offers, now)):
        start = max(since.astimezone(UTC), window.start)
        end = min(until.astimezone(UTC), window.end) if until else window.end
        if start < end:
            crossings.setdefault(start, []).append((what, person, 1))
            crossings.setdefault(end, []).append((what, person, -1))
    return list(_merged(_steps(crossings)))


def _claims(holdings: Iterable[Hold]) -> Iterator[Claim]:
    return (("claim", hold.person, hold.start, hold.end) for hold in holdings)


def _waits(offers: Iterable[Offer], now: datetime) -> Iterator[Claim]:
    for offer in offers:
        yield "offer", offer.sender, offer.offered, offer.answered
        if (offer.answered or now).astimezone(UTC) <= offer.answer_by.astimezone(UTC):
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
