"""Where the parts of the ownership strip stand, in percent of its axis, and the sentences that say what it shows. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from initiatives.ownership import Interval, Kind, Segment, days, never_owned
from revenue_arc import words

NAME_FITS, INITIALS_FIT, DAYS_FIT = 15, 4.5, 5


@dataclass(frozen=True, slots=True)
class Holder:
    """Who a segment shows: name, initials, and the function whose hue it takes (blank: no hue)."""

    name: str
    initials: str
    function: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One segment drawn: `x` and `width` in percent of the axis, what it says in full and what fits into it."""

    kind: str
    x: str
    width: str
    function: str
    says: str
    label: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One segment as a row of the table: what it was, whose, from when to when (None: still), how many days."""

    kind: str
    who: str
    start: datetime
    end: datetime | None
    days: str


@dataclass(frozen=True, slots=True)
class Strip:
    """A deliverable's ownership: bars on the axis, the sentence, and the table behind them."""

    bars: list[Bar] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    sentence: str = ""
    never: bool = False


@dataclass(frozen=True, slots=True)
class Tick:
    """A date under the strips; `anchor` keeps its words inside the drawing."""

    x: str
    label: str
    anchor: str = "middle"
    now: bool = False


WORDS = {Kind.HELD: "Held", Kind.TRANSIT: "In transit", Kind.DARK: "Dark", Kind.CONTESTED: "Contested"}


def percent(instant: datetime, axis: Interval) -> float:
    """Where an instant stands on the axis, from 0 to 100."""
    whole = axis.length / timedelta(seconds=1) or 1
    return max(0.0, min(100.0, 100 * ((instant - axis.start) / timedelta(seconds=1)) / whole))


def strip(segments: Sequence[Segment], holders: Mapping[int, Holder], axis: Interval, now: datetime) -> Strip:
    """Draw one partition on the axis. `holders` knows every person in the segments."""
    never = never_owned(segments)
    return Strip(
        [_bar(segment, holders, axis, never) for segment in segments],
        [_part(segment, holders, now) for segment in segments],
        sentence(segments, holders, now),
        never,
    )


def sentence(segments: Sequence[Segment], holders: Mapping[int, Holder], now: datetime) -> str:
    """What a partition says, in one or two sentences."""
    if not segments:
        return "Not needed yet."
    if never_owned(segments):
        return f"Never owned: nobody held it for {words.days(days(_sum(segments)))} days."
    last = segments[-1]
    spent = [f"{word} {words.days(days(time))} days" for word, time in _times(segments)]
    told = words.listed(spent)
    return f"{told[:1].upper()}{told[1:]}. {_at_the_end(last, holders, now)}"


def _times(segments: Sequence[Segment]) -> Iterable[tuple[str, timedelta]]:
    for kind, word in WORDS.items():
        time = _sum(segment for segment in segments if segment.kind is kind)
        if time:
            yield word.lower(), time


def _sum(segments: Iterable[Segment]) -> timedelta:
    return sum((segment.length for segment in segments), timedelta())


def _at_the_end(last: Segment, holders: Mapping[int, Holder], now: datetime) -> str:
    when = "now" if last.end >= now else f"until {words.day(last.end)}"
    names = words.listed([holders[key].name for key in last.people])
    return {
        Kind.HELD: f"{names} holds it {when}." if last.end >= now else f"{names} held it {when}.",
        Kind.TRANSIT: f"In transit since {words.day(last.start)}.",
        Kind.DARK: f"Nobody has held it since {words.day(last.start)}.",
        Kind.CONTESTED: f"{names} both claim it since {words.day(last.start)}.",
    }[last.kind]


def _bar(segment: Segment, holders: Mapping[int, Holder], axis: Interval, never: bool) -> Bar:
    x, end = percent(segment.start, axis), percent(segment.end, axis)
    width = max(end - x, 0.35)
    people = [holders[key] for key in segment.people]
    held = segment.kind is Kind.HELD
    label = people[0].name if held and width >= NAME_FITS else ""
    mark = people[0].initials if held and width >= INITIALS_FIT else ""
    if segment.kind is Kind.DARK and width >= DAYS_FIT:
        label = mark = f"{words.days(days(segment.length))} d"
        if never and width >= NAME_FITS:
            label = f"Never owned, {label}"
    who = words.listed([person.name for person in people])
    says = f"{WORDS[segment.kind]}{f' by {who}' if who else ''}, {words.days(days(segment.length))} days"
    function = people[0].function if held else ""
    return Bar(segment.kind.value, f"{x:.2f}%", f"{width:.2f}%", function, says, label, mark)


def _part(segment: Segment, holders: Mapping[int, Holder], now: datetime) -> Part:
    who = words.listed([holders[key].name for key in segment.people]) or "Nobody"
    end = None if segment.end >= now else segment.end
    return Part(segment.kind.value, who, segment.start, end, words.days(days(segment.length)))


def ticks(axis: Interval, now: datetime, zone: ZoneInfo, locked: datetime | None = None) -> list[Tick]:
    """About six dates along the axis, the scope lock and today; none so close to another that words would overlap."""
    marks = [(percent(now, axis), "Today", True)] if axis.start <= now <= axis.end else []
    if locked and axis.start <= locked <= axis.end:
        marks.append((percent(locked, axis), f"{_short(locked.astimezone(zone).date())}, scope lock", False))
    step = max(1, round(axis.length / timedelta(days=1) / 6))
    for number in range(7):
        instant = axis.start + timedelta(days=step * number)
        x = percent(instant, axis)
        if instant <= axis.end and all(abs(x - other) > (11 if "," in label else 8) for other, label, _ in marks):
            marks.append((x, _short(instant.astimezone(zone).date()), False))
    return [
        Tick(f"{x:.2f}%", label, "start" if x < 4 else "end" if x > 96 else "middle", now) for x, label, now in sorted(marks)
    ]


def _short(day: date) -> str:
    return f"{day.day} {day:%b}"
