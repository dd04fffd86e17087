"""What charts of readings draw: a small line as SVG points, and the trend as a plotly figure. Values in, values out."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import plotly.graph_objects as go

from people.models import Function
from signals.annotations import Annotation
from signals.shown import ShownReading
from signals.wording import in_words

HEIGHT = 30
MARGIN = 3
LANE_ENDS = 1.5
FORTNIGHT_MS = 14 * 86_400_000


def spark(series: list[dict[str, Any]], target: Decimal | None, notes: Sequence[Annotation] = ()) -> dict[str, Any] | None:
    """A line in a box of 100 by 30: runs of `points` (a gap ends a run), `dot` of the last value, height of the `target`.

    `notes` becomes a mark for each thing that happened: its place `x`, its `kind`, its words.
    """
    values = [None if item.get("value") is None else float(item["value"]) for item in series]
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return None
    levels = [*known, *([float(target)] if target is not None else [])]
    low, span = min(levels), (max(levels) - min(levels)) or 1
    places = [(place * 100 / (len(values) - 1), value) for place, value in enumerate(values)]
    drawn = [(x, None if value is None else _height(value, low, span)) for x, value in places]
    last = [(x, y) for x, y in drawn if y is not None][-1]
    level = None if target is None else round(_height(float(target), low, span), 1)
    return {"runs": runs(drawn), "dot": (round(last[0], 1), round(last[1], 1)), "target": level, "notes": marks(series, notes)}


def marks(series: list[dict[str, Any]], notes: Sequence[Annotation]) -> list[dict[str, Any]]:
    """Where in a row of weeks things happened: place `x` in percent, and `note`."""
    weeks = [date.fromisoformat(item["week"]) for item in series if item.get("week")]
    if len(weeks) < 2:
        return []
    span = (weeks[-1] - weeks[0]).days
    return [{"x": round(min(max((note.day - weeks[0]).days * 100 / span, 0), 100), 1), "note": note} for note in notes]


def trend(reading: ShownReading, earlier: ShownReading | None = None, notes: Sequence[Annotation] = ()) -> dict[str, Any]:
    """The trend of a reading as a plotly figure (data and layout), with another version's line beside it on request.

    Each of the `notes` is a line on its day, or a band over its days, with its number in the page's table.
    """
    draw = _bars if reading.chart == "bars" else _line
    figure = go.Figure(layout={"showlegend": earlier is not None, "hovermode": "x unified", "template": None})
    if earlier is not None:
        figure.add_trace(_line(earlier, f"Definition {earlier.version}", dash="dot"))
    figure.add_trace(draw(reading, f"Definition {reading.version}"))
    low, high = _range(reading, earlier)
    figure.update_yaxes(ticksuffix=_suffix(reading), tickprefix=reading.prefix.strip(), range=[low, high], zeroline=False)
    if reading.chart == "line":
        figure.update_xaxes(tick0=reading.series[0]["week"], dtick=FORTNIGHT_MS, tickformat="%-d %b")
    if reading.target is not None:
        target = _scaled(reading, reading.target)
        good = {"y0": target, "y1": high if reading.good_side == "above" else low}
        figure.add_hrect(**good, line_width=0, layer="below", name="good")
        figure.add_hline(y=target, line_dash="dash", line_width=1.5, name="target")
    if reading.chart == "line":
        _note(figure, notes)
    return figure.to_plotly_json() | {"description": described(reading)}


def _note(figure: go.Figure, notes: Sequence[Annotation]) -> None:
    numbered: dict[str, list[tuple[int, str]]] = {}
    for number, note in enumerate(notes, 1):
        day = note.day.isoformat()
        if note.until and note.until > note.day:
            figure.add_vrect(x0=day, x1=note.until.isoformat(), line_width=0, layer="below", name=f"note {note.kind}")
        else:
            figure.add_vline(x=day, line_width=1.5, line_dash="dot", name=f"note {note.kind}")
        numbered.setdefault(day, []).append((number, note.words))
    for day, both in numbered.items():
        text, words = ", ".join(str(number) for number, _ in both), "; ".join(words for _, words in both)
        figure.add_annotation(x=day, y=1, yref="paper", text=text, showarrow=False, yanchor="bottom", hovertext=words)


def described(reading: ShownReading) -> str:
    """What the trend shows, in one sentence."""
    known = [item for item in reading.series if item.get("value") is not None]
    if not known:
        return f"{reading.name} has no value in the last twelve weeks."
    unit = reading.measured_in
    first, last = (in_words(Decimal(item["value"]), unit, reading.currency) for item in (known[0], known[-1]))
    if reading.chart == "bars":
        return f"{known[-1]['label']} takes {last}." + (f" {known[0]['label']} took {first}." if len(known) > 1 else "")
    since, until = (week_name(item["week"]) for item in (known[0], known[-1]))
    ends = "" if reading.series[-1].get("value") is not None else f" Nothing is known after the week of {until}."
    if first == last:
        return f"{reading.name} stands at {last}, as in the week of {since}.{ends}"
    verb = "rose" if Decimal(known[-1]["value"]) > Decimal(known[0]["value"]) else "fell"
    return f"{reading.name} {verb} from {first} in the week of {since} to {last} in the week of {until}.{ends}"


def table_of(reading: ShownReading, earlier: ShownReading | None = None) -> list[dict[str, Any]]:
    """The data of the trend: `label`, `value` and, beside an earlier version, its value too."""
    before = {item["week"]: item["value"] for item in earlier.series if "week" in item} if earlier else {}
    labels = [item.get("week") or item["label"] for item in reading.series]
    return [
        {"label": label, "value": item["value"], "earlier": before.get(label)}
        for label, item in zip(labels, reading.series, strict=True)
    ]


def lanes(layers: Mapping[str, Mapping[datetime, int]], since: datetime, until: datetime) -> list[dict[str, Any]]:
    """A lane for each function: `name`, height `y` in percent, `total`, a dot per week: place `x` in percent, radius `r`."""
    span = (until - since).total_seconds() or 1
    most = max((number for weeks in layers.values() for number in weeks.values()), default=1)
    names = [(function.value, function.label) for function in Function] + ([("", "Shared")] if layers.get("") else [])
    drawn = []
    for place, (function, name) in enumerate(names):
        dots = [
            {"x": round(LANE_ENDS + (100 - 2 * LANE_ENDS) * share, 2), "r": round(2 + 6 * (number / most) ** 0.5, 1)}
            for week, number in sorted(layers.get(function, {}).items())
            if 0 <= (share := (week - since).total_seconds() / span) <= 1
        ]
        level = round((place + 0.6) * 100 / len(names), 2)
        total = sum(layers.get(function, {}).values())
        drawn.append({"function": function, "name": name, "y": level, "dots": dots, "total": total})
    return drawn


def week_name(monday: str) -> str:
    """A week by the day on which it begins: `7 Sep`."""
    day = date.fromisoformat(monday)
    return f"{day.day} {day:%b}"


def _line(reading: ShownReading, name: str, dash: str = "solid") -> go.Scatter:
    weeks = [item["week"] for item in reading.series]
    return go.Scatter(x=weeks, y=_values(reading), name=name, mode="lines+markers", line={"dash": dash, "width": 2.5})


def _bars(reading: ShownReading, name: str) -> go.Bar:
    return go.Bar(x=[item["label"] for item in reading.series], y=_values(reading), name=name)


def _values(reading: ShownReading) -> list[float | None]:
    return [None if item["value"] is None else _scaled(reading, Decimal(item["value"])) for item in reading.series]


def _scaled(reading: ShownReading, value: Decimal) -> float:
    """A share is drawn in percent."""
    return float(value * 100 if reading.measured_in == "%" else value)


def _range(reading: ShownReading, earlier: ShownReading | None) -> tuple[float, float]:
    """From zero (or below) to a little above the highest value or target."""
    values = [value for shown in (reading, earlier) if shown for value in _values(shown) if value is not None]
    target = [] if reading.target is None else [_scaled(reading, reading.target)]
    low, high = min([0.0, *values, *target]), max([*values, *target], default=1.0)
    return low * 1.08, low + (high - low) * 1.12 if high > low else low + 1


def _suffix(reading: ShownReading) -> str:
    return {"%": "%", "h": " h", "d": " d"}.get(reading.measured_in, "")


def _height(value: float, low: float, span: float) -> float:
    return HEIGHT - MARGIN - (value - low) / span * (HEIGHT - 2 * MARGIN)


def runs(drawn: Sequence[tuple[float, float | None]]) -> list[str]:
    """Places as the points of lines; None ends a line, and the next place begins another."""
    found: list[list[str]] = [[]]
    for x, y in drawn:
        if y is None:
            found.append([])
        else:
            found[-1].append(f"{x:.1f},{y:.1f}")
    return [" ".join(run) for run in found if run]
