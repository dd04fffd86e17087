"""One row for the whole arc: which function had it at each instant, and when nobody did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise


@dataclass(frozen=True)
class Piece:
    """One stretch of one deliverable: kind is held, transit, dark or contested; `function` whose it was when held."""

    kind: str
    start: datetime
    end: datetime
    function: str = ""
    order: int = 0


@dataclass(frozen=True)
class Owned:
    """One stretch of the arc: kind as of a piece, with the function where it was held."""

    kind: str
    function: str
    start: datetime
    end: datetime


def owned_row(pieces: Sequence[Piece]) -> list[Owned]:
    """The stretches of the arc in order, where any deliverable was needed.

    Dark wins (the row's black is exactly the union of dark time), then contested; else the arc is with whoever took a
    deliverable last, a later one of the template before an earlier; else it is in transit.
    """
    edges = sorted({edge for piece in pieces for edge in (piece.start, piece.end)})
    starts = sorted(pieces, key=lambda piece: piece.start)
    row: list[Owned] = []
    active: list[Piece] = []
    for start, end in pairwise(edges):
        while starts and starts[0].start <= start:
            active.append(starts.pop(0))
        active = [piece for piece in active if piece.end > start]
        if active:
            _extend(row, max(active, key=_weight), start, end)
    return row


def _weight(piece: Piece):
    rank = {"dark": 3, "contested": 2, "held": 1, "transit": 0}[piece.kind]
    return (rank, piece.start, piece.order)


def _extend(row: list[Owned], piece: Piece, start: datetime, end: datetime) -> None:
    function = piece.function if piece.kind == "held" else ""
    last = row[-1] if row else None
    if last and (last.kind, last.function, last.end) == (piece.kind, function, start):
        row[-1] = Owned(last.kind, last.function, last.start, end)
    else:
        row.append(Owned(piece.kind, function, start, end))
