"""The handoffs in figures: how many, how long until an answer, rejected why."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from initiatives.models import Answer, Handoff
from initiatives.working_hours import WorkingHours
from people.models import Company


@dataclass(frozen=True)
class HandoffFigures:
    """Handoffs offered up to an instant; of a batch that was answered in parts, its parts.

    Times to answer count accepted and rejected ones; None where there is none.
    """

    number: int
    open: int
    accepted: int
    rejected: int
    withdrawn: int
    late: int
    median_to_answer: timedelta | None
    p90_to_answer: timedelta | None
    median_calendar: timedelta | None
    p90_calendar: timedelta | None
    rejections: list[tuple[str, int]]


def figures_of(handoffs: Mapping[int, Iterable[Handoff]], now: datetime) -> dict[int, HandoffFigures]:
    """The figures of several sets of handoffs, by the sets' keys. To answer: in working time; calendar: in calendar time."""
    hours = WorkingHours.of(Company.objects.ours())
    return {key: _figures(list(some), hours, now) for key, some in handoffs.items()}


def _figures(handoffs: list[Handoff], hours: WorkingHours, now: datetime) -> HandoffFigures:
    offered = [handoff for handoff in handoffs if handoff.offered <= now and handoff.answer != Answer.SPLIT]
    by_answer: dict[str, list[Handoff]] = {answer: [] for answer in Answer.values}
    for handoff in offered:
        known = handoff.answered is not None and handoff.answered <= now
        by_answer[handoff.answer if known else Answer.OPEN].append(handoff)
    answered = by_answer[Answer.ACCEPTED] + by_answer[Answer.REJECTED]
    waits = [(handoff.offered, handoff.answered) for handoff in answered if handoff.answered]
    working = [hours.between(since, until) for since, until in waits]
    calendar = [until - since for since, until in waits]
    return HandoffFigures(
        number=len(offered),
        open=len(by_answer[Answer.OPEN]),
        accepted=len(by_answer[Answer.ACCEPTED]),
        rejected=len(by_answer[Answer.REJECTED]),
        withdrawn=len(by_answer[Answer.WITHDRAWN]),
        late=sum(handoff.late(now) for handoff in answered)
        + sum(now > handoff.answer_by for handoff in by_answer[Answer.OPEN]),
        median_to_answer=middle(working),
        p90_to_answer=percentile_90(working),
        median_calendar=middle(calendar),
        p90_calendar=percentile_90(calendar),
        rejections=Counter(
            str(handoff.reason.counts_as) for handoff in by_answer[Answer.REJECTED] if handoff.reason
        ).most_common(),
    )


def middle(lengths: Iterable[timedelta]) -> timedelta | None:
    """The median: of an even number, half way between the two in the middle; None of nothing."""
    ordered = sorted(lengths)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2 if ordered else None


def percentile_90(lengths: Iterable[timedelta]) -> timedelta | None:
    """The shortest length that nine in ten do not exceed (nearest rank); None of nothing."""
    ordered = sorted(lengths)
    return ordered[ceil(0.9 * len(ordered)) - 1] if ordered else None
