"""Cycle time, and the same launch in sequence and in parallel: the critical path over true dependencies. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from statistics import median

from initiatives.ownership import days

TARGET = Decimal("0.70")


@dataclass(frozen=True, slots=True)
class Piece:
    """One deliverable of the plan: how long the work takes, and which pieces it truly needs first."""

    key: int
    length: timedelta
    needs: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece's place on a time line, counted from the scope lock."""

    key: int
    start: timedelta
    finish: timedelta


def cycle_days(scope_locked_at: datetime, in_market_at: datetime) -> Decimal:
    """Days from scope lock to market, one decimal."""
    return days(in_market_at - scope_locked_at)


def median_days(cycle_times: Iterable[Decimal]) -> Decimal:
    """The median, one decimal."""
    return Decimal(median(cycle_times)).quantize(Decimal("0.1"))


def target_days(baseline: Decimal) -> Decimal:
    """30% under the baseline, one decimal."""
    return (TARGET * baseline).quantize(Decimal("0.1"))


def circle(needs: Mapping[int, Iterable[int]]) -> list[int]:
    """Keys that need each other in a circle, in that order; empty where there is none."""
    done: set[int] = set()
    for first in needs:
        way: list[int] = []
        trail = [(first, iter(sorted(needs.get(first, ()))))] if first not in done else []
        way.extend(key for key, _ in trail)
        while trail:
            key, rest = trail[-1]
            step = next((candidate for candidate in rest if candidate not in done), None)
            if step is None:
                done.add(key)
                trail.pop()
                way.pop()
            elif step in way:
                return way[way.index(step) :]
            else:
                way.append(step)
                trail.append((step, iter(sorted(needs.get(step, ())))))
    return []


def in_order(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces, each after all that it needs; otherwise as given. A need outside the pieces is ignored.

    Raises ValueError where pieces need each other in a circle.
    """
    waiting = {piece.key: piece for piece in pieces}
    keys = frozenset(waiting)
    placed: dict[int, Piece] = {}
    while waiting:
        ready = [piece for piece in waiting.values() if all(key in placed for key in piece.needs & keys)]
        if not ready:
            raise ValueError("These pieces need each other in a circle.")
        for piece in ready:
            placed[piece.key] = waiting.pop(piece.key)
    return list(placed.values())


def in_sequence(pieces: Iterable[Piece]) -> list[Placed]:
    """One piece after the other, in the order given (the template's)."""
    line, at = [], timedelta()
    for piece in pieces:
        line.append(Placed(piece.key, at, at + piece.length))
        at += piece.length
    return line


def in_parallel(pieces: Iterable[Piece]) -> list[Placed]:
    """Each piece as soon as all that it needs is finished."""
    finish: dict[int, timedelta] = {}
    line = []
    for piece in in_order(pieces):
        start = max((finish[key] for key in piece.needs if key in finish), default=timedelta())
        finish[piece.key] = start + piece.length
        line.append(Placed(piece.key, start, finish[piece.key]))
    return line


def length(line: Iterable[Placed]) -> timedelta:
    """When the last piece is finished: the sum in sequence, the longest path in parallel."""
    return max((placed.finish for placed in line), default=timedelta())


def critical_path(pieces: Iterable[Piece]) -> list[int]:
    """The keys along the longest path through the dependencies, first to last; the first found where several are as long."""
    pieces = list(pieces)
    by_key = {piece.key: piece for piece in pieces}
    line = {placed.key: placed for placed in in_parallel(pieces)}
    last = max(line.values(), key=lambda placed: placed.finish, default=None)
    path = []
    while last:
        path.append(last.key)
        before = [line[key] for key in sorted(by_key[last.key].needs) if key in line]
        last = max(before, key=lambda placed: placed.finish, default=None)
    return path[::-1]


def avoidable(actual: timedelta, parallel: timedelta) -> timedelta:
    """Actual over the parallel counterfactual, never below zero."""
    return max(actual - parallel, timedelta())
