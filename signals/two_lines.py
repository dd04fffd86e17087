"""Two readings' weeks in one picture, as SVG in percent: two lines, their levels and weeks, what happened beside them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from math import ceil, floor, log10
from typing import Any

from signals.annotations import Annotation
from signals.charts import runs, week_name
from signals.shown import ShownReading
from signals.wording import in_words

LEVELS = 4
TOP, TALL = 9.0, 80.0


def both_lines(first: ShownReading, second: ShownReading, notes: Sequence[Annotation] = ()) -> dict[str, Any] | None:
    """Both on one scale; None where fewer than two values are known, or something else than weeks is.

    `lines` has the `runs` and the `dot` of each in a box of 100 by 100; `levels` (`y`, `text`), `weeks` and `notes` (`x`,
    `text`, `anchor`; of a note its `kind`, and the `width` of its days) are places in percent of the whole picture; `rows` is
    its table.
    """
    series = [each.series for each in (first, second)]
    if any("week" not in item for each in series for item in each):
        return None
    values = [{item["week"]: item["value"] for item in each} for each in series]
    weeks = sorted({week for each in values for week in each})
    known = [float(value) for each in values for value in each.values() if value is not None]
    if len(known) < 2 or len(weeks) < 2:
        return None
    step, lowest, highest = _scale(known)
    levels = [Decimal(str(step)) * number for number in range(round(lowest / step), round(highest / step) + 1)]
    span = highest - lowest
    return {
        "lines": [_line(each, weeks, lowest, span) for each in values],
        "levels": [
            {"y": round(TOP + TALL * (highest - float(level)) / span, 2), "text": text}
            for level, text in zip(levels, _worded(levels, first), strict=True)
        ],
        "weeks": [_label(100 * place / (len(weeks) - 1), week_name(week)) for place, week in _every_other(weeks)],
        "notes": _noted(notes, date.fromisoformat(weeks[0]), date.fromisoformat(weeks[-1])),
        "since": week_name(weeks[0]),
        "until": week_name(weeks[-1]),
        "rows": [{"week": week, "first": values[0].get(week), "second": values[1].get(week)} for week in weeks],
    }


def _scale(known: Sequence[float]) -> tuple[float, float, float]:
    """The step between levels (1, 2 or 5 of a power of ten), the lowest and the highest level: zero is one of them."""
    low, high = min([0.0, *known]), max([0.0, *known])
    rough = (high - low) / LEVELS or 1.0
    power = 10.0 ** floor(log10(rough))
    step = next(each * power for each in (1, 2, 5, 10) if each * power >= rough * 0.999)
    return step, floor(low / step) * step, max(ceil(high / step), floor(low / step) + 1) * step


def _worded(levels: Sequence[Decimal], reading: ShownReading) -> list[str]:
    """The levels as tiles show values; exactly, where rounding would make two of them one."""
    said = [in_words(level, reading.measured_in, reading.currency) for level in levels]
    return said if len(set(said)) == len(said) else [f"{level.normalize():f}" for level in levels]


def _line(values: dict[str, Any], weeks: Sequence[str], lowest: float, span: float) -> dict[str, Any]:
    drawn: list[tuple[float, float | None]] = []
    for place, week in enumerate(weeks):
        value = values.get(week)
        height = None if value is None else 100 - 100 * (float(value) - lowest) / span
        drawn.append((100 * place / (len(weeks) - 1), height))
    dots = [(round(x, 1), round(y, 1)) for x, y in drawn if y is not None]
    return {"runs": runs(drawn), "dot": dots[-1] if dots else None}


def _every_other(weeks: Sequence[str]) -> list[tuple[int, str]]:
    """Every second week with its place, so that the newest is among them."""
    return [(place, week) for place, week in enumerate(weeks) if (len(weeks) - 1 - place) % 2 == 0]


def _noted(notes: Sequence[Annotation], since: date, until: date) -> list[dict[str, Any]]:
    """Each note at its day; the first of those at one place bears the numbers of all, as the table below counts them."""

    def place(day: date) -> float:
        return round(min(max((day - since).days * 100 / (until - since).days, 0), 100), 2)

    drawn: dict[float, dict[str, Any]] = {}
    for number, note in enumerate(notes, 1):
        x = place(note.day)
        found = drawn.setdefault(x, {**_label(x, str(number)), "kind": note.kind, "width": 0, "numbers": []})
        found["numbers"].append(number)
        found["width"] = max(found["width"], round(place(note.until) - x, 2) if note.until else 0)
    return [{**each, "text": ", ".join(map(str, each["numbers"]))} for each in drawn.values()]


def _label(x: float, text: str) -> dict[str, Any]:
    """A word below or above a place, kept inside the picture at its ends."""
    return {"x": round(x, 2), "text": text, "anchor": "start" if x < 4 else "end" if x > 96 else "middle"}
