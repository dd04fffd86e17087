"""The drawn map. Across, everything is in percent of the chart's width; down, in pixels. Pure.

Text is fitted to the narrowest chart, NARROWEST pixels wide: on a wider one, what is placed in percent only moves apart.
"""

from dataclasses import dataclass, field

NARROWEST = 760
LABELS = 264
SHORT_LABELS = 116
AXIS = 34


@dataclass(frozen=True)
class Label:
    """A text that fits where it stands; `x` its start in percent, `y` its baseline, `width` in pixels at NARROWEST."""

    text: str
    x: float
    y: float
    width: float
    size: float = 14


@dataclass(frozen=True)
class Bar:
    """A part of a deliverable's time: held in the hue of a function, in transit, dark or contested; `says` it in full."""

    kind: str
    function: str
    x: float
    width: float
    y: float
    height: float
    says: str
    labels: tuple[Label, ...] = ()


@dataclass(frozen=True)
class Block:
    """An interval in which at least one deliverable was dark: black in the top lane, a shade down the others."""

    x: float
    width: float
    y: float
    height: float
    says: str
    label: Label | None = None
    outside: bool = False


@dataclass(frozen=True)
class Mark:
    """The number of a row of the register, in a circle of radius `r` pixels."""

    number: int
    x: float
    y: float
    r: float

    @property
    def size(self) -> float:
        """The size of its digits, so that three still fit."""
        return self.r * (1.08 if self.number < 100 else 0.86)


@dataclass(frozen=True)
class RowName:
    """The name of a row, beside it; `short` is what fits on a phone, beside a dot in the hue of its `function`."""

    text: str
    y: float
    function: str = ""
    short: str = ""


@dataclass(frozen=True)
class Lane:
    """A function's rows; `y` is the line above them."""

    name: str
    function: str
    y: float
    height: float
    title_y: float


@dataclass(frozen=True)
class Tick:
    """A date on the axis; `now` for the day of the document."""

    x: float
    text: str
    anchor: str
    now: bool = False


@dataclass(frozen=True)
class Map:
    """The whole drawing."""

    height: float
    lanes_end: float
    lanes: list[Lane] = field(default_factory=list)
    names: list[RowName] = field(default_factory=list)
    ticks: list[Tick] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    nevers: list[Bar] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    size: float = 14


def text_width(text: str, size: float) -> float:
    """A safe estimate of a bold text's width in pixels: Inter's letters are narrower."""
    return len(text) * size * 0.6


def brief(length: str) -> str:
    """A length in words, as short as it goes: `6 d`, `0.5 d`, `2 h`, `40 m`."""
    number, _, unit = length.partition(" ")
    return f"{number} {unit[:1] or 'd'}"


def cut(text: str, width: float, size: float) -> str:
    """The text, shortened with an ellipsis to fit; empty where not even four letters fit."""
    if text_width(text, size) <= width:
        return text
    fits = int(width / (size * 0.6)) - 1
    return f"{text[:fits].rstrip()}…" if fits >= 4 else ""
