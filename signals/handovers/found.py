"""What an event log comes to: its steps, pairs, matrices, and the cases that stopped. Pure."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple

# What systems write where there is no name.
NAMELESS = frozenset(
    ["", "-", "?", "empty", "n/a", "na", "nil", "nobody", "none", "null", "unassigned", "undefined", "unknown"]
)


class Step(NamedTuple):
    """One step of a case: who did what in which group, and when (seconds since 1970)."""

    case: str
    activity: str
    resource: str
    group: str
    at: float

    @property
    def case_name(self) -> str:
        """The case as its system names it, without the kind of work that it is."""
        return self.case.partition(":")[2] or self.case


@dataclass(frozen=True)
class Pair:
    """How often `sender`'s step was directly followed by one of `receiver`, and the time between the two."""

    sender: str
    receiver: str
    count: int
    median: timedelta
    p90: timedelta
    waited: timedelta

    @property
    def is_handover(self) -> bool:
        """Whether the two differ."""
        return self.sender != self.receiver


@dataclass(frozen=True)
class Tail:
    """How the waits of all handovers are spread: half within `median`, nine in ten within `p90`; the rest, and its time."""

    median: timedelta
    p90: timedelta
    waited: timedelta
    slow: int
    slow_waited: timedelta

    @property
    def share(self) -> float:
        """What part of all the waiting lies in the slowest tenth, 0 to 1."""
        return self.slow_waited / self.waited if self.waited else 0.0


class Wait(NamedTuple):
    """One handover: in which case, from whom to whom, to which step, and how long it waited."""

    case: str
    sender: str
    receiver: str
    activity: str
    waited: timedelta


@dataclass(frozen=True)
class Matrix:
    """Every pair, the most frequent first; how many handovers went straight back (A → B → A).

    `longest` are the single handovers that waited longest, `steps` how many steps each name has.
    """

    pairs: list[Pair]
    returned: int
    returned_most: tuple[str, str, int] | None
    tail: Tail | None = None
    longest: list[Wait] = field(default_factory=list)
    steps: Counter[str] = field(default_factory=Counter)

    @property
    def handovers(self) -> list[Pair]:
        """The pairs of two who differ."""
        return [pair for pair in self.pairs if pair.is_handover]

    @property
    def number(self) -> int:
        """How many handovers there were."""
        return sum(pair.count for pair in self.handovers)

    @property
    def names(self) -> list[str]:
        """Whoever hands over or is handed to, those with the most handovers first."""
        seen: Counter[str] = Counter()
        for pair in self.handovers:
            seen.update({pair.sender: pair.count, pair.receiver: pair.count})
        return sorted(seen, key=lambda name: (-seen[name], name))

    def often(self, least: int) -> list[Pair]:
        """The handovers between two who have a name that happened at least so often; all of those where none did."""
        named = [pair for pair in self.handovers if not {pair.sender.lower(), pair.receiver.lower()} & NAMELESS]
        return [pair for pair in named if pair.count >= least] or named

    def costliest(self, least: int = 1) -> Pair | None:
        """The handover in which the most time passed in all, of those that happen often."""
        return max(self.often(least), key=lambda pair: (pair.waited, pair.count), default=None)

    def slowest(self, least: int) -> Pair | None:
        """The handover with the longest median wait, of those that happen often."""
        return max(self.often(least), key=lambda pair: (pair.median, pair.count), default=None)

    @property
    def nameless(self) -> list[tuple[str, int]]:
        """Names that name nobody, such as “EMPTY”, each with its number of steps."""
        return [(name, number) for name, number in self.steps.most_common() if name and name.lower() in NAMELESS]


@dataclass(frozen=True)
class Stop:
    """A step after which most cases go on and these did not; the cases that reach it, and those that lie there longest."""

    activity: str
    cases: int
    reached: int
    examples: list[str]

    @property
    def share(self) -> float:
        """What part of the cases that reach the step stop there, 0 to 1."""
        return self.cases / self.reached


@dataclass(frozen=True)
class Analysis:
    """What an event log says of handing over, between resources and between groups.

    A case *ends nowhere* where most cases go on after its last step, and nothing has come since for longer than nine in ten
    steps wait. `stops` has those by their last step, `unnamed` the steps without a resource.
    """

    steps: int
    cases: int
    resources: Matrix
    groups: Matrix
    stops: list[Stop]
    unnamed: list[tuple[str, int]]

    @property
    def end_nowhere(self) -> int:
        """How many cases end nowhere."""
        return sum(stop.cases for stop in self.stops)

    @property
    def without_resource(self) -> int:
        """How many steps name nobody."""
        return sum(number for _, number in self.unnamed)
