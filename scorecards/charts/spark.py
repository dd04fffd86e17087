"""Sparklines and bars in a box of 100 by 40: the good side shaded, the target dashed, missing weeks hatched."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

HEIGHT = 40.0
TOP, BOTTOM = 5.3, 34.7


@dataclass(frozen=True)
class Line:
    """A line's geometry. Every number is text, ready for an attribute."""

    path: str
    point: str
    target: str
    shade: str
    gaps: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Bar:
    """One bar: its left edge, width, top and height."""

    x: str
    width: str
    y: str
    height: str
    now: bool


@dataclass(frozen=True)
class Bars:
    """Bars of past launches; the last one is this launch."""

    bars: list[Bar]
    target: str


def line(values: Sequence[Decimal | None], target: Decimal | None, good_side: str) -> Line:
    """The line through the known values, oldest first; nothing is drawn across a missing one."""
    known = [float(value) for value in values if value is not None]
    scale = _scale([*known, *([float(target)] if target is not None else [])])
    points = [
        (_x(place, len(values)), scale(float(value))) if value is not None else None for place, value in enumerate(values)
    ]
    drawn = [point for point in points if point]
    return Line(
        path=_path(points),
        point=f"M{_n(drawn[-1][0])} {_n(drawn[-1][1])}h.01" if drawn else "",
        target=_n(scale(float(target))) if target is not None else "",
        shade=_shade(scale(float(target)), good_side) if target is not None else "",
        gaps=_gaps(points),
    )


def bars(values: Sequence[Decimal | None], target: Decimal | None) -> Bars:
    """A bar for each launch from zero up, at most eight, the newest kept; the dashed target lies across them."""
    shown = [value for value in values if value is not None][-8:]
    top = max(
        [float(value) for value in shown] + [float(target)] if target is not None else [float(v) for v in shown], default=0
    )
    share = (lambda value: (HEIGHT - 1.9) * value / top) if top > 0 else (lambda value: 0.0)
    step = 100 / max(len(shown), 1)
    return Bars(
        bars=[
            Bar(
                x=_n(step * (place + 0.14)),
                width=_n(step * 0.72),
                y=_n(HEIGHT - share(float(value))),
                height=_n(share(float(value))),
                now=place == len(shown) - 1,
            )
            for place, value in enumerate(shown)
        ],
        target=_n(HEIGHT - share(float(target))) if target is not None else "",
    )


def _scale(values: Sequence[float]):
    low, high = min(values, default=0.0), max(values, default=0.0)
    span = high - low
    return lambda value: BOTTOM - (value - low) / span * (BOTTOM - TOP) if span else (TOP + BOTTOM) / 2


def _x(place: int, count: int) -> float:
    return 100.0 * place / (count - 1) if count > 1 else 100.0


def _path(points) -> str:
    parts, pen_down = [], False
    for point in points:
        if point:
            parts.append(f"{'L' if pen_down else 'M'}{_n(point[0])} {_n(point[1])}")
        pen_down = bool(point)
    return " ".join(part + "h.01" if _alone(parts, index) else part for index, part in enumerate(parts))


def _alone(parts: list[str], index: int) -> bool:
    following = parts[index + 1] if index + 1 < len(parts) else "M"
    return parts[index].startswith("M") and following.startswith("M")


def _gaps(points) -> list[tuple[str, str]]:
    """Left edge and width of each stretch without data, from the last known point to the next."""
    gaps, start = [], 0.0
    missing = False
    for place, point in enumerate(points):
        x = _x(place, len(points))
        if point is None:
            missing = True
            continue
        if missing:
            gaps.append((start, x))
        start, missing = x, False
    if missing:
        gaps.append((start, 100.0))
    return [(_n(left), _n(right - left)) for left, right in gaps if right > left]


def _shade(target: float, good_side: str) -> str:
    edge = 0 if good_side == "above" else HEIGHT
    return f"M0 {_n(target)}H100V{_n(edge)}H0z"


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
