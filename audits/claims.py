"""Claims laid over a partition: agreement leaves it as it is, contradiction makes the time contested. Pure.

A claim says who held a deliverable in a time (`person` None: nobody did) and who says so. It never overwrites a holding.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from initiatives.ownership import Kind, Segment


@dataclass(frozen=True)
class Claim:
    """Who held a deliverable from `start` to `end` (None: still), according to `source`, such as “Ana Ruiz” or “HubSpot”."""

    deliverable: int
    person: int | None
    start: datetime
    end: datetime | None
    source: str


def with_claims(segments: Sequence[Segment], claims: Iterable[Claim]) -> list[Segment]:
    """The same window, contested where a claim contradicts the record; it is still covered exactly, without overlap."""
    claims = list(claims)
    pieces = [_claimed(piece, claims) for segment in segments for piece in _cut(segment, claims)]
    joined: list[Segment] = []
    for piece in pieces:
        if joined and (joined[-1].kind, joined[-1].people) == (piece.kind, piece.people):
            joined[-1] = replace(joined[-1], end=piece.end)
        else:
            joined.append(piece)
    return joined


def _cut(segment: Segment, claims: list[Claim]) -> list[Segment]:
    """The segment in pieces, each wholly inside or wholly outside every claim."""
    edges = {edge for claim in claims for edge in (claim.start, claim.end) if edge and segment.start < edge < segment.end}
    return [replace(segment, start=start, end=end) for start, end in pairwise(sorted({segment.start, segment.end, *edges}))]


def _claimed(piece: Segment, claims: list[Claim]) -> Segment:
    here = [claim for claim in claims if claim.start <= piece.start and (claim.end is None or piece.end <= claim.end)]
    if all(_agrees(claim, piece) for claim in here):
        return piece
    people = {*piece.people, *(claim.person for claim in here if claim.person is not None)}
    return replace(piece, kind=Kind.CONTESTED, people=tuple(sorted(people)))


def _agrees(claim: Claim, piece: Segment) -> bool:
    if claim.person is None:
        return piece.kind in (Kind.DARK, Kind.TRANSIT)
    return piece.kind is not Kind.DARK and piece.kind is not Kind.TRANSIT and claim.person in piece.people
