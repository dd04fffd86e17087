"""What the dark time on the critical path cost: how much earlier the launch would have been without it.

Only dark time that held up the work counts: from when all that a deliverable needs was finished, until its own work was
finished or the first deliverable that needs it was started, whichever came later; and only on the longest path through the
true dependencies. What is said is the difference between the longest path with that time and without it, so a second path
nearly as long limits it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from initiatives.models import Deliverable, Initiative
from initiatives.ownership import Interval, Kind, days, short, total, union
from initiatives.plan import critical_path, in_parallel, length
from initiatives.reports.work import Work


@dataclass(frozen=True)
class DarkPath:
    """The dark time on the critical path, and the launch without it. Days with one decimal."""

    path: list[Deliverable]
    dark: list[Interval]
    dark_days: Decimal
    earlier_by_days: Decimal
    with_dark_days: Decimal
    without_dark_days: Decimal
    sentence: str


def dark_path(work: list[Work], initiative: Initiative, locked: datetime, end: datetime) -> DarkPath:
    """The dark time on the critical path of a launch that ends (or is forecast to end) at `end`."""
    begun = [one for one in work if one.start]
    held_up = {one.deliverable.pk: _held_up(one, begun, locked, end) for one in begun}
    dark = {one.deliverable.pk: _waited(one, Kind.DARK, held_up) for one in begun}
    without = [one.piece_of(one.working + total(_waited(one, Kind.TRANSIT, held_up))) for one in begun]
    with_dark = [replace(piece, length=piece.length + total(dark[piece.key])) for piece in without]
    path = critical_path(with_dark)
    on_path = union(interval for key in path for interval in dark[key])
    earlier = min(length(in_parallel(with_dark)) - length(in_parallel(without)), total(on_path))
    actual = end - locked
    names = {one.deliverable.pk: one.deliverable for one in begun}
    return DarkPath(
        path=[names[key] for key in path],
        dark=on_path,
        dark_days=days(total(on_path)),
        earlier_by_days=days(earlier),
        with_dark_days=days(actual),
        without_dark_days=days(actual - earlier),
        sentence=_sentence(initiative, [names[key].name for key in path], total(on_path), earlier, actual),
    )


def _waited(one: Work, kind: Kind, held_up: dict[int, Interval]) -> list[Interval]:
    """When it waited and was held up; what nobody ever held was worked on regardless."""
    return [] if one.ownership.never_owned else one.waited(kind, held_up[one.deliverable.pk])


def _held_up(one: Work, begun: list[Work], locked: datetime, end: datetime) -> Interval:
    """When being dark held up this deliverable or what needs it."""
    key, needs = one.deliverable.pk, one.piece.needs
    ready = [other.finish for other in begun if other.deliverable.pk in needs and other.finish]
    next_starts = [other.start for other in begun if key in other.piece.needs and other.start]
    done = one.finish or end
    until = max(min(next_starts), done) if next_starts else done
    return Interval(max([one.deliverable.needed_from, locked, *ready]), min(until, end))


def _sentence(initiative: Initiative, path: list[str], dark: timedelta, earlier: timedelta, actual: timedelta) -> str:
    """The one sentence that may be said, with its assumption; empty where the launch would not have been earlier."""
    if days(earlier) == 0:
        return ""
    verb, assumed = ("would have been", "as long as it did") if initiative.in_market_at else ("would be", "as long as planned")
    without, with_dark, dark_days = (short(days(part)) for part in (actual - earlier, actual, dark))
    return (
        f"Without the {dark_days} dark days on the critical path ({' → '.join(path)}), {initiative} {verb} in the market "
        f"{without} days after scope lock instead of {with_dark}, assuming that everything else takes {assumed}."
    )
