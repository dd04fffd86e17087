"""Claims laid over a partition: what systems and people say of who held a deliverable, beside the record. Pure.

A claim never overwrites a holding. Agreement confirms it, contradiction makes that time contested, and where neither the record
nor a claim names anybody the time stays dark. A claim of a resource that nobody has matched to a person says nothing yet: it
leaves the time as it is, and is shown to be matched. While an offer waits, a claim that names its sender or its receiver does
not contradict: a system that still names the one, or already the other, says no more than the offer does (rule 6).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from initiatives.ownership.interval import Interval, union
from initiatives.ownership.partition import Kind, Offer, Segment

# Two clicks in two systems for one act lie apart; a disagreement no longer than this is none.
APART = timedelta(hours=1)
NOBODY = (Kind.DARK, Kind.TRANSIT)


@dataclass(frozen=True)
class Claim:
    """Who held a deliverable from `start` to `end` (None: still), says `source`, such as “Ana Ruiz” or “HubSpot”.

    `person` None: nobody of ours did; or, where `is_known` is False, a `resource` that is matched to nobody yet. `about` is the
    piece of work it is said of, `record` the page and the place in it where a system says so.
    """

    deliverable: int
    person: int | None
    start: datetime
    end: datetime | None
    source: str
    resource: str = ""
    is_known: bool = True
    about: str = ""
    record: tuple[int, int] | None = None


class Standing(StrEnum):
    """What a piece of the window is once the claims are weighed against the record."""

    CONFIRMED = "confirmed"
    RECORDED = "recorded"
    CONTESTED = "contested"
    TRANSIT = "transit"
    DARK = "dark"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Weighed:
    """A piece of the window: what it is with the claims laid over it, how it stands, and the claims that speak of it."""

    segment: Segment
    standing: Standing
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True)
class _Wait:
    """An offer that waits, between its two sides."""

    sides: tuple[int, int | None]
    start: datetime
    end: datetime | None


@dataclass(frozen=True)
class _Said:
    """A claim with the time in which it contradicts the record."""

    claim: Claim
    against: list[Interval]

    def contradicts(self, piece: Segment) -> bool:
        return any(run.start <= piece.start and piece.end <= run.end for run in self.against)


def weigh(
    segments: Sequence[Segment], claims: Iterable[Claim], offers: Iterable[Offer] = (), apart: timedelta = timedelta()
) -> list[Weighed]:
    """The window in pieces, still covered exactly and without overlap; the order of the claims does not matter.

    `apart` is how long a system may contradict the record without being taken to.
    """
    told = sorted(map(_in_utc, claims), key=_order)
    waits = [_Wait((offer.sender, offer.receiver), *_span(offer.offered, offer.answered)) for offer in offers]
    if not told:
        return [Weighed(segment, _standing(segment, [])) for segment in segments]
    pieces = _cut(segments, told, waits)
    said = _said(told, pieces, waits, apart)
    joined: list[Weighed] = []
    for one in (_weighed(piece, said) for piece in pieces):
        if joined and _same(joined[-1], one):
            joined[-1] = replace(one, segment=replace(one.segment, start=joined[-1].segment.start))
        else:
            joined.append(one)
    return joined


def laid(weighed: Iterable[Weighed]) -> list[Segment]:
    """The weighed pieces as a partition: adjoining ones differ in kind or people."""
    joined: list[Segment] = []
    for piece in (one.segment for one in weighed):
        if joined and (joined[-1].kind, joined[-1].people) == (piece.kind, piece.people):
            joined[-1] = replace(joined[-1], end=piece.end)
        else:
            joined.append(piece)
    return joined


def with_claims(segments: Sequence[Segment], claims: Iterable[Claim]) -> list[Segment]:
    """The same window, contested where a claim contradicts the record, however shortly."""
    return laid(weigh(segments, claims))


def _in_utc(claim: Claim) -> Claim:
    start, end = _span(claim.start, claim.end)
    return replace(claim, start=start, end=end)


def _span(start: datetime, end: datetime | None) -> tuple[datetime, datetime | None]:
    return start.astimezone(UTC), end.astimezone(UTC) if end else None


def _order(claim: Claim) -> tuple:
    return (
        claim.start,
        claim.source,
        claim.about,
        claim.resource,
        claim.person or 0,
        claim.end is None,
        claim.end or claim.start,
    )


def _same(one: Weighed, other: Weighed) -> bool:
    alike = (one.segment.kind, one.segment.people) == (other.segment.kind, other.segment.people)
    return alike and (one.standing, one.claims) == (other.standing, other.claims)


def _cut(segments: Sequence[Segment], claims: Sequence[Claim], waits: Sequence[_Wait]) -> list[Segment]:
    """The segments in pieces, each wholly inside or wholly outside every claim and every wait."""
    spans: list[Claim | _Wait] = [*claims, *waits]
    edges = {edge for span in spans for edge in (span.start, span.end) if edge}
    return [
        replace(segment, start=start, end=end)
        for segment in segments
        for start, end in pairwise(
            sorted({segment.start, segment.end, *(edge for edge in edges if segment.start < edge < segment.end)})
        )
    ]


def _said(claims: Sequence[Claim], pieces: Sequence[Segment], waits: Sequence[_Wait], apart: timedelta) -> list[_Said]:
    """Each claim with when it contradicts the record for longer than `apart`, by all that one system says of one piece of work.

    Work that goes through many hands in a short time contradicts as one, however short each of them had it.
    """
    own = [_against(claim, pieces, waits) for claim in claims]
    together: dict[tuple[str, str], list[Interval]] = {}
    for claim, against in zip(claims, own, strict=True):
        together.setdefault((claim.source, claim.about), []).extend(against)
    runs = {work: [run for run in union(against) if run.length > apart] for work, against in together.items()}
    return [
        _Said(claim, [part for part in against if any(_inside(part, run) for run in runs[claim.source, claim.about])])
        for claim, against in zip(claims, own, strict=True)
    ]


def _against(claim: Claim, pieces: Sequence[Segment], waits: Sequence[_Wait]) -> list[Interval]:
    """When the claim contradicts the record, however shortly."""
    if not claim.is_known:
        return []
    return union(piece.interval for piece in pieces if _covers(claim, piece) and not _agrees(claim, piece, waits))


def _inside(part: Interval, whole: Interval) -> bool:
    return whole.start <= part.start and part.end <= whole.end


def _covers(span: Claim | _Wait, piece: Segment) -> bool:
    return span.start <= piece.start and (span.end is None or piece.end <= span.end)


def _agrees(claim: Claim, piece: Segment, waits: Iterable[_Wait]) -> bool:
    if piece.kind not in NOBODY:
        return claim.person in piece.people
    return claim.person is None or any(claim.person in wait.sides and _covers(wait, piece) for wait in waits)


def _weighed(piece: Segment, said: Sequence[_Said]) -> Weighed:
    here = [one for one in said if _covers(one.claim, piece)]
    claims = tuple(one.claim for one in here)
    if any(one.contradicts(piece) for one in here):
        people = {*piece.people, *(claim.person for claim in claims if claim.person is not None)}
        piece = replace(piece, kind=Kind.CONTESTED, people=tuple(sorted(people)))
    return Weighed(piece, _standing(piece, claims), claims)


def _standing(piece: Segment, claims: Sequence[Claim]) -> Standing:
    if piece.kind is Kind.CONTESTED:
        return Standing.CONTESTED
    if any(not claim.is_known for claim in claims):
        return Standing.UNKNOWN
    if piece.kind is Kind.HELD:
        agrees = any(claim.person in piece.people for claim in claims)
        return Standing.CONFIRMED if agrees else Standing.RECORDED
    return Standing(piece.kind.value)
