"""Both sides of each piece of a deliverable's window: what the record says, and what connected systems say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from initiatives.ownership import Claim, Kind, Segment, Standing, days
from initiatives.reports.ownership import OwnershipOfDeliverable
from people.models import Person
from revenue_arc import words


@dataclass(frozen=True)
class Piece:
    """A piece of the window: how it stands, until when (None: it lasts), who held it by our record, and what systems say."""

    standing: Standing
    start: datetime
    end: datetime | None
    days: Decimal
    record: str
    said: list[tuple[Claim, str]]


def pieces_of(one: OwnershipOfDeliverable) -> list[Piece]:
    """The window in order, each piece with both sides."""
    return [
        Piece(
            standing=each.standing,
            start=each.segment.start,
            end=None if each.segment.end == one.window.end else each.segment.end,
            days=days(each.segment.length),
            record=by_record(one, each.segment.start),
            said=[(claim, whom(claim, one.people)) for claim in each.claims],
        )
        for each in one.weighed
    ]


def by_record(one: OwnershipOfDeliverable, at: datetime) -> str:
    """Who held it at that instant by our own record."""
    segment = next(part for part in one.recorded if part.start <= at < part.end)
    return _in_words(segment, one.people)


def _in_words(segment: Segment, people: Mapping[int, Person]) -> str:
    names = words.listed([people[key].name for key in segment.people])
    return names or ("nobody: offered, not answered yet" if segment.kind is Kind.TRANSIT else "nobody")


def whom(claim: Claim, people: Mapping[int, Person]) -> str:
    """Whom a claim names, in words."""
    if claim.person is not None:
        return people[claim.person].name
    if not claim.is_known:
        return f"“{claim.resource}”, matched to nobody yet"
    return f"“{claim.resource}”, not a person of ours" if claim.resource else "nobody"


def time_by_standing(one: OwnershipOfDeliverable) -> list[tuple[Standing, Decimal]]:
    """How many days of the window stand how; what does not occur is left out."""
    lengths = {
        standing: sum((each.segment.length for each in one.weighed if each.standing is standing), timedelta())
        for standing in Standing
    }
    return [(standing, days(length)) for standing, length in lengths.items() if length]


def unmatched(one: OwnershipOfDeliverable) -> list[tuple[str, str]]:
    """The resources in the window that nobody has matched to a person: the source's name and theirs, each once."""
    told = [(claim.source, claim.resource) for each in one.weighed for claim in each.claims if not claim.is_known]
    return list(dict.fromkeys(told))
