"""The handover-of-work matrix of an event log, by the usual definition, in one pass over its steps. Pure.

Two steps of one case that follow each other directly, in time order, are a pair (a, b) of those who did them; the matrix counts
pairs, with those where a and b are the same (W. van der Aalst, H. Reijers, M. Song, "Discovering Social Networks from Event
Logs", 2005: causality with β = 0). A step that names nobody makes no pair. A *handover* is a pair of two who differ.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from heapq import heappush, heappushpop
from itertools import chain, groupby, pairwise
from math import ceil

from signals.handovers.found import NAMELESS, Analysis, Matrix, Pair, Step, Stop, Tail, Wait

USUAL_END = 0.5
LONGEST = 10
EXAMPLES = 3


@dataclass
class _Passing:
    """What is gathered while the cases pass."""

    waits: dict[tuple[str, str], array] = field(default_factory=dict)
    returned: Counter = field(default_factory=Counter)
    steps: Counter = field(default_factory=Counter)
    longest: list[tuple[float, str, str, str, str]] = field(default_factory=list)

    def see(self, case: Sequence[Step], names: list[str], at: list[float]) -> None:
        """One case: its steps, who did them, and when."""
        before: tuple[str, str] | None = None
        self.steps.update(names)
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
                self._keep((at[place] - at[place - 1], case[place].case_name, *pair, case[place].activity))

    def _keep(self, wait: tuple[float, str, str, str, str]) -> None:
        """Keep the longest waits, whatever the number of cases."""
        if len(self.longest) < LONGEST:
            heappush(self.longest, wait)
        else:
            heappushpop(self.longest, wait)

    def matrix(self) -> Matrix:
        """What the cases come to."""
        pairs = sorted(
            (_pair(*names, sorted(waits)) for names, waits in self.waits.items()),
            key=lambda pair: (-pair.count, pair.sender, pair.receiver),
        )
        named = {pair: number for pair, number in self.returned.items() if not NAMELESS.intersection(map(str.lower, pair))}
        most = min((named or self.returned).items(), key=lambda item: (-item[1], item[0]), default=None)
        slowest = sorted(self.longest, reverse=True)
        longest = [Wait(case, one, other, step, timedelta(seconds=span)) for span, case, one, other, step in slowest]
        back = (*most[0], most[1]) if most else None
        return Matrix(pairs, sum(self.returned.values()), back, self._tail(), longest, self.steps)

    def _tail(self) -> Tail | None:
        """How the waits between two who differ are spread."""
        ordered = sorted(chain.from_iterable(waits for (one, other), waits in self.waits.items() if one != other))
        if not ordered:
            return None
        slow = ordered[ceil(0.9 * len(ordered)) :]
        half, most, whole, tail = (
            timedelta(seconds=seconds) for seconds in (_half(ordered), _nine_in_ten(ordered), sum(ordered), sum(slow))
        )
        return Tail(half, most, whole, len(slow), tail)


def analyse(steps: Iterable[Step]) -> Analysis:
    """Analyse steps that come case by case, each case in time order; the steps themselves are not kept."""
    by_resource, by_group = _Passing(), _Passing()
    unnamed: Counter[str] = Counter()
    passed: Counter[str] = Counter()
    last: list[Step] = []
    number, latest, waits = 0, 0.0, array("d")
    for case in _cases(steps):
        at = [step.at for step in case]
        by_resource.see(case, [step.resource for step in case], at)
        by_group.see(case, [step.group for step in case], at)
        unnamed.update(step.activity for step in case if not step.resource)
        passed.update({step.activity for step in case})
        last.append(case[-1])
        waits.extend(later - earlier for earlier, later in pairwise(at))
        number, latest = number + len(case), max(latest, at[-1])
    quiet = _nine_in_ten(sorted(waits)) if waits else 0.0
    stops = _stops(last, passed, latest - quiet)
    return Analysis(number, len(last), by_resource.matrix(), by_group.matrix(), stops, unnamed.most_common())


def _cases(steps: Iterable[Step]) -> Iterator[list[Step]]:
    return (list(some) for _, some in groupby(steps, key=lambda step: step.case))


def _stops(last: list[Step], passed: Counter[str], before: float) -> list[Stop]:
    """Where cases stop at a step after which most go on, and nothing has followed since `before`; the most cases first."""
    ends = Counter(step.activity for step in last)
    usual = {activity for activity, number in ends.items() if number / passed[activity] >= USUAL_END}
    left: dict[str, list[Step]] = {}
    for step in last:
        if step.activity not in usual and step.at < before:
            left.setdefault(step.activity, []).append(step)
    stops = [
        Stop(activity, len(steps), passed[activity], [step.case_name for step in sorted(steps, key=_oldest)[:EXAMPLES]])
        for activity, steps in left.items()
    ]
    return sorted(stops, key=lambda stop: (-stop.cases, stop.activity))


def _oldest(step: Step) -> tuple[float, str]:
    return step.at, step.case


def _pair(sender: str, receiver: str, waits: list[float]) -> Pair:
    spans = [timedelta(seconds=seconds) for seconds in (_half(waits), _nine_in_ten(waits), sum(waits))]
    return Pair(sender, receiver, len(waits), *spans)


def _half(ordered: list[float]) -> float:
    """The median."""
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


def _nine_in_ten(ordered: list[float]) -> float:
    """The shortest wait that nine in ten do not exceed (nearest rank)."""
    return ordered[ceil(0.9 * len(ordered)) - 1]
