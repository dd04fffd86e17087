"""The arc strip: tracks against days from scope lock, the same work in sequence, who owned it, and the marks that matter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from scorecards.charts.labels import Label, Placed, place, width_em
from scorecards.charts.owned import Owned

# The axis in em of its own text on a projector (from 1200 px), on a tablet, and on a phone 390 px wide.
WIDE_EM, MIDDLE_EM, NARROW_EM = 50.0, 36.0, 16.5
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Track:
    """One row of work: what was done, what is still to do, and when it would have been in sequence."""

    name: str
    function: str
    done: Sequence[tuple[datetime, datetime]]
    todo: Sequence[tuple[datetime, datetime]] = ()
    sequence: Sequence[tuple[datetime, datetime]] = ()


@dataclass(frozen=True)
class Mark:
    """A vertical line with its words: kind is lock, now, target, due or sequential."""

    kind: str
    at: datetime
    text: str


@dataclass(frozen=True)
class Box:
    """A rectangle in percent; `text` only where it fits."""

    style: str
    x: str
    width: str
    text: str = ""
    middle: str = ""
    function: str = ""


@dataclass(frozen=True)
class Row:
    """One drawn track."""

    name: str
    function: str
    boxes: list[Box]


@dataclass(frozen=True)
class Strip:
    """The whole drawing: rows of work, the row of owners, lines, and labels placed for three widths of screen."""

    rows: list[Row]
    owned: list[Box]
    lines: list[tuple[str, str]]
    labels: list[tuple[str, list[list[Placed]]]]


@dataclass(frozen=True)
class _Axis:
    start: datetime
    end: datetime

    def at(self, instant: datetime) -> float:
        """The place of an instant, in percent."""
        return 100 * ((instant - self.start) / (self.end - self.start))

    def box(self, style: str, start: datetime, end: datetime, **more: str) -> Box:
        """A rectangle from start to end."""
        return Box(style, f"{self.at(start):.2f}%", f"{max(self.at(end) - self.at(start), 0.0):.2f}%", **more)


def strip(tracks: Sequence[Track], owned: Sequence[Owned], marks: Sequence[Mark], names: dict[str, str]) -> Strip | None:
    """Lay the strip out; `names` gives functions their words. None where there is nothing to draw."""
    axis = _axis(tracks, owned, marks)
    if axis is None:
        return None
    labels = [Label(axis.at(mark.at), mark.text, mark.kind) for mark in marks]
    return Strip(
        rows=[_row(axis, track) for track in tracks],
        owned=[_owned_box(axis, stretch, names) for stretch in owned],
        lines=[(mark.kind, f"{axis.at(mark.at):.2f}%") for mark in marks],
        labels=[
            ("wide", _rows(place(labels, WIDE_EM))),
            ("middle", _rows(place(labels, MIDDLE_EM))),
            ("narrow", _rows(place(labels, NARROW_EM))),
        ],
    )


def _axis(tracks, owned, marks) -> _Axis | None:
    spans = [span for track in tracks for span in (*track.done, *track.todo, *track.sequence)]
    instants = [instant for span in spans for instant in span]
    instants += [mark.at for mark in marks] + [edge for stretch in owned for edge in (stretch.start, stretch.end)]
    if not instants or min(instants) == max(instants):
        return None
    start, end = min(instants), max(instants)
    return _Axis(start, end + (end - start) * 0.04)


def _row(axis: _Axis, track: Track) -> Row:
    boxes = [axis.box("ghost", *span) for span in track.sequence]
    boxes += [axis.box("real", *span) for span in track.done] + [axis.box("todo", *span) for span in track.todo]
    return Row(track.name, track.function, boxes)


def _owned_box(axis: _Axis, stretch: Owned, names: dict[str, str]) -> Box:
    share = axis.at(stretch.end) - axis.at(stretch.start)
    text = names.get(stretch.function, "") if stretch.kind == "held" else ""
    if stretch.kind == "dark":
        text = f"{round((stretch.end - stretch.start) / _DAY)} d"
    fits = width_em(text) + 0.5 <= share / 100 * WIDE_EM
    middle = f"{(axis.at(stretch.start) + axis.at(stretch.end)) / 2:.2f}%"
    style = "real" if stretch.kind == "held" else stretch.kind
    return axis.box(
        style, stretch.start, stretch.end, text=text if text and fits else "", middle=middle, function=stretch.function
    )


def _rows(placed: list[Placed]) -> list[list[Placed]]:
    count = max((label.row for label in placed), default=-1) + 1
    return [[label for label in placed if label.row == row] for row in range(count)]
