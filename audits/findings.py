"""The rows of an audit that the record itself gives: transferred, went dark, never owned, contested (rule 23).

Pure: an ownership report in, findings out, in the order of the arc and of time.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from initiatives.models import Answer, Deliverable, Handoff
from initiatives.ownership import Kind, Segment, days
from initiatives.reports import OwnershipOfDeliverable, OwnershipOfInitiative
from people.models import Person


class Reading(StrEnum):
    """What a row of the audit says happened."""

    TRANSFERRED = "transferred"
    WENT_DARK = "went dark"
    NEVER_OWNED = "never owned"
    CONTESTED = "contested"


@dataclass(frozen=True)
class Finding:
    """One row of an audit; `people` are those named in it, `evidence` says where it was read."""

    reading: Reading
    deliverable: Deliverable
    start: datetime
    end: datetime | None
    sentence: str
    evidence: str
    people: tuple[Person, ...] = ()


def findings_of(ownership: OwnershipOfInitiative) -> list[Finding]:
    """Every finding of an initiative: by deliverable in the template's order, then by time."""
    return [
        finding
        for one in ownership.deliverables
        for finding in sorted(_of_deliverable(one), key=lambda row: (row.start, row.reading))
    ]


def _of_deliverable(one: OwnershipOfDeliverable) -> list[Finding]:
    if one.never_owned:
        return [_never_owned(one)]
    gaps = [_gap(one, span, people) for span, people in one.spans if span.kind in (Kind.DARK, Kind.CONTESTED)]
    return gaps + [_transfer(one, handoff) for handoff in one.deliverable.handoffs.all() if _moved(handoff, one)]


def _moved(handoff: Handoff, one: OwnershipOfDeliverable) -> bool:
    return not handoff.is_batch and handoff.answer == Answer.ACCEPTED and (handoff.answered or one.window.end) <= one.window.end


def _never_owned(one: OwnershipOfDeliverable) -> Finding:
    return Finding(
        Reading.NEVER_OWNED,
        one.deliverable,
        one.window.start,
        None,
        f"{one.deliverable} has been needed for {_length(one.window)}, and nobody ever held it.",
        "No holding on record",
    )


def _gap(one: OwnershipOfDeliverable, span: Segment, people: list[Person]) -> Finding:
    open_end = None if span.end == one.window.end else span.end
    if span.kind is Kind.DARK:
        sentence = f"Nobody held {one.deliverable} for {_length(span)}."
        return Finding(Reading.WENT_DARK, one.deliverable, span.start, open_end, sentence, "Handoffs and holdings on record")
    names = " and ".join(person.name for person in people)
    sentence = f"{names} both claim {one.deliverable} for {_length(span)}."
    return Finding(
        Reading.CONTESTED, one.deliverable, span.start, open_end, sentence, "Overlapping holdings on record", tuple(people)
    )


def _transfer(one: OwnershipOfDeliverable, handoff: Handoff) -> Finding:
    sentence = f"{handoff.sender} handed {one.deliverable} to {handoff.receiver}, who accepted after {_waited(handoff)}."
    return Finding(
        Reading.TRANSFERRED,
        one.deliverable,
        handoff.offered,
        handoff.answered,
        sentence,
        f"Handoff {handoff.pk}",
        (handoff.sender, handoff.receiver),
    )


def _length(span) -> str:
    return _days(days(span.length))


def _waited(handoff: Handoff) -> str:
    return _days(days((handoff.answered or handoff.offered) - handoff.offered))


def _days(number) -> str:
    text = str(number).removesuffix(".0")
    return "1 day" if text == "1" else f"{text} days"
