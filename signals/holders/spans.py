"""From changes of holder to who held a piece of work from when to when. Pure.

A change that is known to the day only says nothing of that day: who held before did so until its start, who holds after does so
from its end, and a day is as long as the source's zone has it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Change:
    """One change of holder; `before` and `after` in the source's words, empty: nobody."""

    at: datetime
    before: str
    after: str
    to_the_day: bool = False
    record: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Who held it from `start` to `end` (None: still), and where a record says so."""

    holder: str
    start: datetime
    end: datetime | None
    record: tuple[int, int] | None = None


def spans_of(
    changes: Iterable[Change], zone: ZoneInfo, *, opened: datetime | None = None, ended: datetime | None = None
) -> list[Span]:
    """The spans that changes in order of time tell, adjoining ones of one holder joined.

    Before the first change it was held by whom that names as the one before, since the work was opened, where both are known;
    after the last one by its new holder, until the work ended. A change to nobody is a span of nobody.
    """
    told, spans = list(changes), []
    if not told:
        return []
    if opened and told[0].before:
        spans.append(Span(told[0].before, opened.astimezone(UTC), told[0].at.astimezone(UTC), told[0].record))
    ends = [change.at.astimezone(UTC) for change in told[1:]] + [ended.astimezone(UTC) if ended else None]
    for change, end in zip(told, ends, strict=True):
        spans.append(Span(change.after, _since(change, zone), end, change.record))
    return _joined(span for span in spans if span.end is None or span.start < span.end)


def _since(change: Change, zone: ZoneInfo) -> datetime:
    """From when the new holder surely holds."""
    return day_after(change.at, zone) if change.to_the_day else change.at.astimezone(UTC)


def day_after(at: datetime, zone: ZoneInfo) -> datetime:
    """When the day of an instant ends in a zone; 23, 24 or 25 hours after it began."""
    return datetime.combine(at.astimezone(zone).date() + timedelta(days=1), time(), zone).astimezone(UTC)


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in spans:
        if joined and (joined[-1].holder, joined[-1].end) == (span.holder, span.start):
            joined[-1] = replace(joined[-1], end=span.end)
        else:
            joined.append(span)
    return joined
