"""The rows of an audit that evidence and answers give: transferred, went dark, never owned, contested (rule 23).

Pure: an ownership report and claims in, findings out, in the order of time; what was never owned comes last.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from audits.lengths import day_count, in_days
from initiatives.models import Answer, Deliverable, Handoff
from initiatives.ownership import (
    Claim,
    Interval,
    Kind,
    Segment,
    Standing,
    dark,
    never_owned,
    total,
    with_claims,
)
from initiatives.reports import OwnershipOfDeliverable, OwnershipOfInitiative, by_record, whom
from people.models import Person
from revenue_arc import words


class Reading(StrEnum):
    """What a row of the audit says happened."""

    TRANSFERRED = "transferred"
    WENT_DARK = "went dark"
    NEVER_OWNED = "never owned"
    CONTESTED = "contested"


@dataclass(frozen=True)
class Finding:
    """One row of an audit. `handoff` where it is about one; `people` are those named in it; no `end`: it lasts."""

    reading: Reading
    deliverable: Deliverable
    start: datetime
    end: datetime | None
    length: str
    sentence: str
    handoff: Handoff | None = None
    people: tuple[Person, ...] = ()

    @property
    def key(self) -> tuple[int, int | None]:
        """The deliverable and the handoff it is about: the row of the audit that it belongs to."""
        return self.deliverable.pk, self.handoff.pk if self.handoff else None


@dataclass(frozen=True)
class Walked:
    """One deliverable with the claims laid over its partition."""

    ownership: OwnershipOfDeliverable
    segments: list[Segment]
    people: dict[int, Person]

    @property
    def never_owned(self) -> bool:
        """Whether nobody ever held or claimed it, though it was needed."""
        return never_owned(self.segments)


def walk(ownership: OwnershipOfInitiative, claims: Iterable[Claim] = (), claimants: Iterable[Person] = ()) -> list[Walked]:
    """Every deliverable as record and claims have it; `claimants` are the people whom claims name."""
    known = {person.pk: person for person in claimants}
    by_deliverable: dict[int, list[Claim]] = {}
    for claim in claims:
        by_deliverable.setdefault(claim.deliverable, []).append(claim)
    return [
        Walked(one, with_claims(one.segments, by_deliverable.get(one.deliverable.pk, [])), known | one.people)
        for one in ownership.deliverables
    ]


def findings_of(walked: Iterable[Walked], now: datetime) -> list[Finding]:
    """Every finding of an initiative up to `now`."""
    found = [finding for one in walked for finding in _of_deliverable(one, now)]
    return sorted(found, key=lambda row: (row.reading is Reading.NEVER_OWNED, row.start, row.deliverable.order, row.reading))


def moves_of(one: OwnershipOfDeliverable, now: datetime) -> list[Handoff]:
    """The handoffs of the deliverable itself that were offered by `now` and not withdrawn."""
    return [
        handoff
        for handoff in one.deliverable.handoffs.all()
        if not handoff.is_batch and handoff.answer != Answer.WITHDRAWN and handoff.offered <= now
    ]


def _of_deliverable(one: Walked, now: datetime) -> list[Finding]:
    if one.never_owned:
        return [_never_owned(one)]
    gaps, found = dark(one.segments), []
    for handoff in moves_of(one.ownership, now):
        wait = Interval(handoff.offered, min(handoff.answered or one.ownership.window.end, one.ownership.window.end))
        waited = _inside(gaps, wait)
        gaps = _outside(gaps, wait)
        if waited:
            found.append(_late(one, handoff, waited, now))
        elif handoff.answer == Answer.ACCEPTED and handoff.answered and handoff.answered <= now:
            found.append(_transfer(one, handoff))
    contested = [_contested(one, segment) for segment in one.segments if segment.kind is Kind.CONTESTED]
    return found + [_gap(one, gap) for gap in gaps] + contested


def _inside(gaps: Sequence[Interval], wait: Interval) -> list[Interval]:
    cut = [Interval(max(gap.start, wait.start), min(gap.end, wait.end)) for gap in gaps]
    return [piece for piece in cut if piece.length]


def _outside(gaps: Sequence[Interval], wait: Interval) -> list[Interval]:
    cut = [
        piece
        for gap in gaps
        for piece in (Interval(gap.start, min(gap.end, wait.start)), Interval(max(gap.start, wait.end), gap.end))
    ]
    return [piece for piece in cut if piece.length]


def _never_owned(one: Walked) -> Finding:
    window = one.ownership.window
    length = day_count(window)
    sentence = f"Needed for {length}, and nobody ever held it."
    return Finding(Reading.NEVER_OWNED, one.ownership.deliverable, window.start, None, length, sentence)


def _late(one: Walked, handoff: Handoff, waited: list[Interval], now: datetime) -> Finding:
    answered = handoff.answered is not None and handoff.answered <= now
    lasts = waited[-1].end == one.ownership.window.end and not answered
    length = in_days(total(waited))
    ending = {
        Answer.ACCEPTED: f"until {handoff.receiver} accepted it",
        Answer.REJECTED: f"until {handoff.receiver} turned it down",
    }.get(Answer(handoff.answer) if answered else Answer.OPEN, "and it is not answered yet")
    sentence = f"{handoff.sender} offered it to {handoff.receiver}. Nobody held it for {length}, {ending}."
    sides = (handoff.sender, handoff.receiver)
    deliverable, end = one.ownership.deliverable, None if lasts else waited[-1].end
    return Finding(Reading.WENT_DARK, deliverable, waited[0].start, end, length, sentence, handoff, sides)


def _transfer(one: Walked, handoff: Handoff) -> Finding:
    end = handoff.answered or handoff.offered
    length = in_days(end - handoff.offered)
    when = "the same day" if end.date() == handoff.offered.date() else f"after {length}"
    sentence = f"{handoff.sender} offered it, and {handoff.receiver} accepted it {when}."
    sides = (handoff.sender, handoff.receiver)
    deliverable = one.ownership.deliverable
    return Finding(Reading.TRANSFERRED, deliverable, handoff.offered, end, length, sentence, handoff, sides)


def _gap(one: Walked, gap: Interval) -> Finding:
    end = None if gap.end == one.ownership.window.end else gap.end
    sentence = f"Nobody held it for {day_count(gap)}, and nobody was offered it."
    return Finding(Reading.WENT_DARK, one.ownership.deliverable, gap.start, end, day_count(gap), sentence)


def _contested(one: Walked, segment: Segment) -> Finding:
    people = tuple(one.people[key] for key in segment.people)
    end = None if segment.end == one.ownership.window.end else segment.end
    length = day_count(segment.interval)
    systems = _said_by_systems(one, segment)
    if systems:
        record = by_record(one.ownership, segment.start)
        sentence = f"For {length} our record says {record} held it, and {words.listed(systems)}."
    elif len(people) > 1:
        names = f"{', '.join(person.name for person in people[:-1])} and {people[-1]}"
        sentence = f"{names} are each said to have held it for the same {length}."
    else:
        who = f"{people[0]} held it" if people else "somebody held it"
        sentence = f"Record and answers disagree for {length} on whether {who}."
    return Finding(Reading.CONTESTED, one.ownership.deliverable, segment.start, end, length, sentence, people=people)


def _said_by_systems(one: Walked, segment: Segment) -> list[str]:
    """What systems say against the record in a contested time: “CRM says Grace Mbeki”, each once."""
    here = [each for each in one.ownership.weighed if segment.start < each.segment.end and each.segment.start < segment.end]
    told = [
        f"{claim.source} says {whom(claim, one.people)}"
        for each in here
        if each.standing is Standing.CONTESTED
        for claim in each.claims
        if claim.is_known and whom(claim, one.people) != by_record(one.ownership, each.segment.start)
    ]
    return list(dict.fromkeys(told))
