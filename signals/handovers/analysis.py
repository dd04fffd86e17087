"""The handover-of-work matrix of an event log, by the usual definition, in one pass over its steps. Pure.

Two steps of one case that follow each other directly, in time order, are a pair (a, b) of those who did them; the matrix counts
pairs, with those where a and b are the same (W. van der Aalst, H. Reijers, M. Song, "Discovering Social Networks from Event
Logs", 2005: causality with β = 0). A step that names nobody makes no pair. A *handover* is a pair of two who differ.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby, pairwise
from math import ceil
from typing import NamedTuple

USUAL_END = 0.5


class Step(NamedTuple):
    """One step of a case: who did what in which group, and when (seconds since 1970)."""

    case: str
    activity: str
    resource: str
    group: str
    at: float


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
class Matrix:
    """Every pair, the most frequent first; how many handovers went straight back (A → B → A)."""

    pairs: list[Pair]
    returned: int
    returned_most: tuple[str, str, int] | None

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

    def costliest(self) -> Pair | None:
        """The handover in which the most time passed in all."""
        return max(self.handovers, key=lambda pair: (pair.waited, pair.count), default=None)

    def slowest(self, least: int) -> Pair | None:
        """The handover with the longest median wait, of those that happened at least so often."""
        often = [pair for pair in self.handovers if pair.count >= least]
        return max(often, key=lambda pair: (pair.median, pair.count), default=None)


@dataclass(frozen=True)
class Analysis:
    """What an event log says of handing over, between resources and between groups.

    A case *ends nowhere* where most cases go on after its last step, and nothing has come since for longer than nine in ten
    steps wait. `ended` has those by their last step, `unnamed` the steps without a resource.
    """

    steps: int
    cases: int
    resources: Matrix
    groups: Matrix
    ended: list[tuple[str, int]]
    unnamed: list[tuple[str, int]]

    @property
    def end_nowhere(self) -> int:
        """How many cases end nowhere."""
        return sum(number for _, number in self.ended)

    @property
    def without_resource(self) -> int:
        """How many steps name nobody."""
        return sum(number for _, number in self.unnamed)


@dataclass
class _Passing:
    """What is gathered while the cases pass."""

    waits: dict[tuple[str, str], array] = field(default_factory=dict)
    returned: Counter = field(default_factory=Counter)

    def see(self, names: list[str], at: list[float]) -> None:
        """One case: who did its steps, and when."""
        before: tuple[str, str] | None = None
        for place in range(1, len(names)):
            pair = (names[place - 1], names[place])
            if not all(pair):
                before = None
                continue
            if pair not in self.waits:
                self.waits[pair] = array("d")
            self.waits[pair].append(at[place] - at[place - 1])
            if pair[0] != pair[1]:
                if before == (pair[1], pair[0]):
                    self.returned[before] += 1
                before = pair

    def matrix(self) -> Matrix:
        """What the cases come to."""
        pairs = sorted(
            (_pair(*names, sorted(waits)) for names, waits in self.waits.items()),
            key=lambda pair: (-pair.count, pair.sender, pair.receiver),
        )
        most = min(self.returned.items(), key=lambda item: (-item[1], item[0]), default=None)
        return Matrix(pairs, sum(self.returned.values()), (*most[0], most[1]) if most else None)


def analyse(steps: Iterable[Step]) -> Analysis:
    """Analyse steps that come case by case, each case in time order; the steps themselves are not kept."""
    by_resource, by_group = _Passing(), _Passing()
    unnamed: Counter[str] = Counter()
    passed: Counter[str] = Counter()
    last: list[tuple[str, float]] = []
    number, latest, waits = 0, 0.0, array("d")
    for case in _cases(steps):
        at = [step.at for step in case]
        by_resource.see([step.resource for step in case], at)
        by_group.see([step.group for step in case], at)
        unnamed.update(step.activity for step in case if not step.resource)
        passed.update({step.activity for step in case})
        last.append((case[-1].activity, at[-1]))
        waits.extend(later - earlier for earlier, later in pairwise(at))
        number, latest = number + len(case), max(latest, at[-1])
    quiet = _nine_in_ten(sorted(waits)) if waits else 0.0
    ended = _ended(last, passed, latest - quiet)
    return Analysis(number, len(last), by_resource.matrix(), by_group.matrix(), ended, unnamed.most_common())


def _cases(steps: Iterable[Step]) -> Iterator[list[Step]]:
    return (list(some) for _, some in groupby(steps, key=lambda step: step.case))


def _ended(last: list[tuple[str, float]], passed: Counter[str], before: float) -> list[tuple[str, int]]:
    """The cases whose last step is one after which most go on, and that nothing has followed since `before`."""
    ends = Counter(activity for activity, _ in last)
    usual = {activity for activity, number in ends.items() if number / passed[activity] >= USUAL_END}
    return Counter(activity for activity, at in last if activity not in usual and at < before).most_common()


def _pair(sender: str, receiver: str, waits: list[float]) -> Pair:
    middle = (waits[(len(waits) - 1) // 2] + waits[len(waits) // 2]) / 2
    spans = [timedelta(seconds=seconds) for seconds in (middle, _nine_in_ten(waits), sum(waits))]
    return Pair(sender, receiver, len(waits), *spans)


def _nine_in_ten(ordered: list[float]) -> float:
    """The shortest wait that nine in ten do not exceed (nearest rank)."""
    return ordered[ceil(0.9 * len(ordered)) - 1]
