"""Labels along an axis that never collide: each moves aside a little, or to the first row where it is clear."""

from collections.abc import Sequence
from dataclasses import dataclass

GAP_EM, ASIDE_EM = 0.5, 1.0
_NARROW = {**dict.fromkeys(" .,:;'|!ijl", 0.3), **dict.fromkeys("ftrI-()", 0.42)}
_WIDE = {**dict.fromkeys("mwMW%", 0.92), **dict.fromkeys("ABCDGHKNOPQRUVXYZ&", 0.76)}


@dataclass(frozen=True)
class Label:
    """Words at a place along the axis (0 to 100); `style` is a class name."""

    at: float
    text: str
    style: str = ""


@dataclass(frozen=True)
class Placed:
    """A label with its row, and the left edge and width it was given, in percent."""

    label: Label
    row: int
    left: float
    width: float

    @property
    def middle(self) -> str:
        """Where to centre the text, as a percentage."""
        return f"{self.left + self.width / 2:.2f}%"


def width_em(text: str) -> float:
    """An upper estimate of the width of `text` in Inter at weight 750, in em."""
    return sum(_NARROW.get(letter) or _WIDE.get(letter) or 0.66 for letter in text)


def place(labels: Sequence[Label], axis_em: float) -> list[Placed]:
    """Give each label a row and a position within an axis `axis_em` wide: none overlaps another, none leaves the axis.

    A label is centred on its place, or up to `ASIDE_EM` to the right of it where that keeps it in a row.
    """
    ends: list[float] = []
    placed = []
    gap, aside = 100 * GAP_EM / axis_em, 100 * ASIDE_EM / axis_em
    for label in sorted(labels, key=lambda label: (label.at, label.text)):
        width = min(100.0, 100 * width_em(label.text) / axis_em)
        left = min(max(label.at - width / 2, 0.0), 100.0 - width)
        furthest = min(left + aside, 100.0 - width)
        row = next((row for row, end in enumerate(ends) if furthest >= end + gap), len(ends))
        left = max(left, ends[row] + gap) if row < len(ends) else left
        ends[row : row + 1] = [left + width]
        placed.append(Placed(label, row, left, width))
    return placed
