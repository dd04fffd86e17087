"""Placing rows, bars, marks and dates so that nothing lies on anything else. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from audits.map.axis import Axis, ticks
from audits.map.geometry import (
    AXIS,
    LABELS,
    NARROWEST,
    SHORT_LABELS,
    Bar,
    Block,
    Label,
    Lane,
    Map,
    Mark,
    RowName,
    brief,
    cut,
    text_width,
)

TOP = AXIS + 34
FEW = 8
ORDER = (("product", "Product"), ("marketing", "Marketing"), ("creative", "Creative"), ("sales", "Sales"))


@dataclass(frozen=True)
class Part:
    """One segment of a deliverable: kind, from when to when, whose (and the hue of whose function), how many days."""

    kind: str
    start: datetime
    end: datetime
    who: str = ""
    function: str = ""
    days: str = ""


@dataclass(frozen=True)
class Piece:
    """One deliverable that somebody held at some time; `marks` are the numbers of its findings and where they begin."""

    name: str
    function: str
    parts: Sequence[Part]
    marks: Sequence[tuple[int, datetime]] = ()


@dataclass(frozen=True)
class Never:
    """One deliverable that nobody ever held, needed from `start` on."""

    number: int
    name: str
    start: datetime
    words: str


@dataclass(frozen=True)
class Chart:
    """What is to be drawn: deliverables in the arc's order, what was never owned, and the dark intervals of all together.

    One that is not `whole` is part of a chart on several pages.
    """

    start: datetime
    end: datetime
    now: datetime
    zone: ZoneInfo
    pieces: Sequence[Piece]
    nevers: Sequence[Never] = ()
    dark: Sequence[tuple[datetime, datetime, str]] = ()
    locked: datetime | None = None
    whole: bool = True


@dataclass(frozen=True)
class Scale:
    """The sizes that suit a number of rows: pitch and height of a row, text, and marks."""

    pitch: float
    bar: float
    size: float
    r: float

    @classmethod
    def of(cls, rows: int) -> "Scale":
        """Comfortable up to 8 rows, close up to 20, dense beyond."""
        if rows <= FEW:
            return cls(54, 42, 14, 12)
        return cls(36, 28, 13, 11) if rows <= 20 else cls(26, 20, 12, 9)


def draw(chart: Chart) -> Map:
    """The drawing, for any number of deliverables and any length."""
    axis, scale = Axis(chart.start, chart.end), Scale.of(len(chart.pieces) + len(chart.nevers))
    lanes, rows, y = _lanes(chart, scale)
    bars, marks, before = [], [], ""
    names: list[RowName] = []
    for piece, top in rows:
        placed = _marks(piece, top, axis, scale)
        marks += placed
        bars += [_bar(part, top, axis, scale, placed) for part in piece.parts]
        beside_title = not names or piece.function != before
        room, before = LABELS - (108 if beside_title else 22), piece.function
        baseline, short = top + scale.bar / 2 + scale.size * 0.35, cut(piece.name, SHORT_LABELS - 22, 12)
        names.append(RowName(cut(piece.name, room, scale.size), baseline, piece.function, short))
    lanes_end, y = y, y + 16
    nevers = []
    for never in chart.nevers:
        bar, mark = _never(never, y, axis, chart.end, scale)
        nevers.append(bar)
        marks.append(mark)
        y += scale.pitch
    if chart.nevers:
        lanes.append(Lane("Never owned", "", lanes_end + 16, y - lanes_end - 16, lanes_end + 16 + scale.bar / 2 + 5))
    blocks = _blocks(chart.dark, axis)
    return Map(y + 4, lanes_end, lanes, names, ticks(chart, axis), blocks, bars, nevers, marks, scale.size)


def _lanes(chart: Chart, scale: Scale) -> tuple[list[Lane], list[tuple[Piece, float]], float]:
    """The lanes below the top one, and where each row begins; an empty lane is drawn only among few rows."""
    lanes, rows, y = [], [], float(TOP)
    for function, name in ORDER:
        own = [piece for piece in chart.pieces if piece.function == function]
        if not own and not (chart.whole and len(chart.pieces) <= FEW):
            continue
        height = max(len(own), 1) * scale.pitch + 8
        lanes.append(Lane(name, function, y, height, y + 4 + scale.pitch / 2 + 5))
        gap = (scale.pitch - scale.bar) / 2
        rows += [(piece, y + 4 + place * scale.pitch + gap) for place, piece in enumerate(own)]
        y += height
    return lanes, rows, y


def _marks(piece: Piece, top: float, axis: Axis, scale: Scale) -> list[Mark]:
    """One mark for each finding, each as near to its instant as those beside it leave room for."""
    room = 2 * scale.r + 2
    marks = sorted(piece.marks, key=lambda mark: (mark[1], mark[0]))
    places: list[float] = []
    for _, instant in marks:
        places.append(max(axis.px(instant), scale.r + 1, places[-1] + room if places else 0))
    limit = NARROWEST - scale.r - 1
    for place in reversed(range(len(places))):
        places[place] = min(places[place], limit)
        limit = places[place] - room
    middle = top + scale.bar / 2
    return [Mark(number, axis.percent_of(x), middle, scale.r) for (number, _), x in zip(marks, places, strict=True)]


def _bar(part: Part, top: float, axis: Axis, scale: Scale, marks: Sequence[Mark]) -> Bar:
    x, end = axis.px(part.start), axis.px(part.end)
    width = max(end - x, 2.0)
    says = f"{part.who or 'Nobody'}, {part.days}" if part.kind != "transit" else f"On offer, {part.days}"
    label = _label(part, x, x + width, top, scale, marks)
    return Bar(
        part.kind,
        part.function,
        axis.percent_of(x),
        axis.percent_of(width),
        top,
        scale.bar,
        says,
        (label,) if label else (),
    )


def _label(part: Part, x: float, end: float, top: float, scale: Scale, marks: Sequence[Mark]) -> Label | None:
    """The widest fitting word in the longest part of the bar that no mark covers."""
    if part.kind in ("transit", "contested"):
        return None
    covered = sorted((mark.x * NARROWEST / 100 - mark.r - 4, mark.x * NARROWEST / 100 + mark.r + 4) for mark in marks)
    free, at = [], x + 6
    for left, right in covered:
        if right > x and left < end:
            free.append((at, left))
            at = max(at, right)
    free.append((at, end - 6))
    left, right = max(free, key=lambda part: part[1] - part[0])
    first = part.who.split()[0] if part.who else ""
    wanted = [f"Dark {part.days}", part.days, brief(part.days)] if part.kind == "dark" else [part.who, first]
    text = next((word for word in wanted if word and text_width(word, scale.size) <= right - left), "")
    if not text:
        return None
    y = top + scale.bar / 2 + scale.size * 0.35
    return Label(text, left / NARROWEST * 100, y, text_width(text, scale.size), scale.size)


def _never(never: Never, y: float, axis: Axis, end: datetime, scale: Scale) -> tuple[Bar, Mark]:
    """A dashed bar with its number and its words; it reaches back far enough for the number."""
    top = y + (scale.pitch - scale.bar) / 2
    x = min(axis.px(never.start), NARROWEST - 2 * scale.r - 8)
    width = max(axis.px(end) - x, 2 * scale.r + 8)
    start = x + 2 * scale.r + 14
    baseline = top + scale.bar / 2 + scale.size * 0.35
    room, whole = x + width - start - 6, text_width(never.name, scale.size)
    text = cut(f"{never.name}: {never.words}", room, scale.size) if whole <= room or whole > x - 12 else ""
    outside = cut(never.name, x - 12, scale.size) if not text else ""
    labels = []
    if text:
        labels.append(Label(text, start / NARROWEST * 100, baseline, text_width(text, scale.size), scale.size))
    elif outside:
        wide = text_width(outside, scale.size)
        labels.append(Label(outside, (x - 6 - wide) / NARROWEST * 100, baseline, wide, scale.size))
    bar = Bar(
        "never", "", axis.percent_of(x), axis.percent_of(width), top, scale.bar, f"{never.name}: {never.words}", tuple(labels)
    )
    return bar, Mark(never.number, axis.percent_of(x + scale.r + 4), top + scale.bar / 2, scale.r)


def _blocks(dark: Sequence[tuple[datetime, datetime, str]], axis: Axis) -> list[Block]:
    """The dark intervals in the top lane; their days inside where they fit, else to the right where nothing else is."""
    edges = [(axis.px(start), max(axis.px(end), axis.px(start) + 2)) for start, end, _ in dark]
    blocks, taken = [], 0.0
    for place, ((x, end), (_, _, length)) in enumerate(zip(edges, dark, strict=True)):
        limit = edges[place + 1][0] if place + 1 < len(edges) else float(NARROWEST)
        label, outside = None, False
        for text in (f"Dark {length}", length, brief(length)):
            wide = text_width(text, 14)
            if wide <= end - x - 6:
                label = Label(text, (x + (end - x - wide) / 2) / NARROWEST * 100, AXIS + 21, wide)
                break
        else:
            text = brief(length)
            wide = text_width(text, 14)
            if end + 4 + wide <= limit - 4 and end + 4 >= taken:
                label, outside = Label(text, (end + 4) / NARROWEST * 100, AXIS + 21, wide), True
                taken = end + 4 + wide
        blocks.append(Block(axis.percent_of(x), axis.percent_of(end - x), AXIS, 30, length, label, outside))
    return blocks
