"""The axis of time: where an instant stands, and the dates above the lanes. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from audits.map.geometry import NARROWEST, Tick, text_width

if TYPE_CHECKING:
    from audits.map.layout import Chart

STEPS = (1, 2, 7, 14, 28, 56, 91, 182)
DAYS_WITH_YEARS = 330


@dataclass(frozen=True)
class Axis:
    """From the first instant drawn to the last."""

    start: datetime
    end: datetime

    def px(self, instant: datetime) -> float:
        """Where an instant stands at the narrowest width, kept inside the chart."""
        whole = (self.end - self.start) / timedelta(seconds=1) or 1
        return min(max((instant - self.start) / timedelta(seconds=1) / whole, 0.0), 1.0) * NARROWEST

    @staticmethod
    def percent_of(pixels: float) -> float:
        """Pixels at the narrowest width as percent of the chart's width."""
        return pixels / NARROWEST * 100


def ticks(chart: "Chart", axis: Axis) -> list[Tick]:
    """The day of the document, the scope lock, and round dates between; none on another."""
    years = (chart.end - chart.start).days > DAYS_WITH_YEARS

    def named(instant: datetime) -> str:
        local = instant.astimezone(chart.zone)
        return f"{local.day} {local:%b}{f' {local:%y}' if years else ''}"

    wanted = [(chart.now, named(chart.now), True)]
    if chart.locked and chart.start <= chart.locked <= chart.end:
        wanted.append((chart.locked, f"{named(chart.locked)}, scope lock", False))
    span = max((chart.end - chart.start).days, 1)
    step = next((step for step in STEPS if span / step <= 8), STEPS[-1])
    wanted += [
        (chart.start + timedelta(days=step * place), named(chart.start + timedelta(days=step * place)), False)
        for place in range(span // step + 1)
    ]
    placed: list[tuple[float, float, Tick]] = []
    for instant, text, now in wanted:
        left, right, tick = _tick(axis.px(instant), text, now)
        if all(right + 10 <= other_left or left >= other_right + 10 for other_left, other_right, _ in placed):
            placed.append((left, right, tick))
    return [tick for _, _, tick in sorted(placed, key=lambda one: one[0])]


def _tick(x: float, text: str, now: bool) -> tuple[float, float, Tick]:
    """The tick with what its words cover: begun at its line, or ended there where they would leave the chart."""
    wide = text_width(text, 14)
    if x + wide > NARROWEST:
        return x - wide, x, Tick(Axis.percent_of(x), text, "end", now)
    return x, x + wide, Tick(Axis.percent_of(x), text, "start", now)
