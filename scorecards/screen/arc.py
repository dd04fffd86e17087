"""The arc strip: cycle time, dark days, and the drawing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils import timezone

from people.models import Function
from revenue_arc import words
from scorecards.charts import Owned, Strip, Track, strip
from scorecards.charts.strip import Mark

TRACKS = 5
NAMES = dict(Function.choices)


@dataclass(frozen=True)
class Arc:
    """The fifth band: two numbers, what they mean, the drawing and the sentence for who cannot see it."""

    days: str
    compared: str
    dark: str
    dark_means: str
    caption: str
    strip: Strip | None
    sentence: str


def arc_of(content: dict[str, Any]) -> Arc:
    """The band from a brief's content."""
    cycle, ownership = content["cycle"], content["ownership"]
    marks = _marks(content)
    dark = ownership["dark_days"]
    days = cycle["cycle_days"] or cycle["forecast_days"]
    drawn = strip(_tracks(content["arc"]["tracks"]), _owned(content["arc"]["owned"]), marks, NAMES)
    return Arc(
        days=f"{whole(days)} days" if days else "Not locked",
        compared=_compared(cycle) if days else "the clock starts at scope lock",
        dark=words.counted(_number(dark), "dark day") if _is_whole(dark) else f"{words.days(Decimal(dark))} dark days",
        dark_means="nobody owned it (black)" if Decimal(dark) else "somebody owned it all along",
        caption="Dashed boxes: the same work in sequence." if days else "Lock the scope to compare it with the plan.",
        strip=drawn,
        sentence=_says(content, marks),
    )


def whole(days: str | Decimal) -> str:
    """Days as the room reads them: whole from ten on, else with a decimal."""
    value = Decimal(days)
    return str(value.quantize(Decimal(1), ROUND_HALF_UP)) if value >= 10 else words.days(value)


def _compared(cycle: dict[str, Any]) -> str:
    target = f"target {whole(cycle['target_days'])}" if cycle["target_days"] else "no baseline"
    return f"{target}, in sequence {whole(cycle['sequential_days'])}"


def _is_whole(days: str) -> bool:
    return Decimal(days) == Decimal(days).to_integral_value()


def _number(days: str) -> int:
    return int(Decimal(days))


def _marks(content: dict[str, Any]) -> list[Mark]:
    """Scope lock, today, target, the forecast (or the market), the end in sequence."""
    cycle, at = content["cycle"], content["initiative"]["scope_locked_at"]
    if at is None:
        return [Mark("now", _instant(content["frozen_at"]), "Today")]
    locked = _instant(at)
    day = timezone.localdate(locked)
    marks = [Mark("axis", locked, f"Lock {day.day} {day:%b}")]
    if cycle["cycle_days"] is None and cycle["so_far_days"] is not None:
        today = _instant(content["frozen_at"])
        marks.append(Mark("now", today, f"Today, {(today - locked).days}"))
    for kind, days, unit in (
        ("tgt", cycle["target_days"], ""),
        ("due", cycle["cycle_days"] or cycle["forecast_days"], " d"),
        ("seq", cycle["sequential_days"], ""),
    ):
        if days is not None and Decimal(days) > 0:
            marks.append(Mark(kind, locked + timedelta(days=float(days)), f"{whole(days)}{unit}"))
    return marks


def _tracks(tracks: list[dict[str, Any]]) -> list[Track]:
    drawn = [
        Track(track["name"], track["function"], *(_spans(track[part]) for part in ("done", "todo", "sequence")))
        for track in tracks
    ]
    return drawn if len(drawn) <= TRACKS else _by_function(drawn)


def _by_function(tracks: list[Track]) -> list[Track]:
    """One row for each function, where there are too many deliverables for a row each."""
    rows = []
    for function, name in NAMES.items():
        own = [track for track in tracks if track.function == function]
        if own:
            parts = [[span for track in own for span in getattr(track, part)] for part in ("done", "todo", "sequence")]
            rows.append(Track(name, function, *parts))
    return rows


def _owned(stretches: list[dict[str, Any]]) -> list[Owned]:
    return [
        Owned(stretch["kind"], stretch["function"], _instant(stretch["start"]), _instant(stretch["end"]))
        for stretch in stretches
    ]


def _spans(spans: list[list[str]]) -> list[tuple[datetime, datetime]]:
    return [(_instant(start), _instant(end)) for start, end in spans]


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _says(content: dict[str, Any], marks: list[Mark]) -> str:
    """The drawing in words."""
    cycle = content["cycle"]
    parts = [mark.text for mark in marks if mark.kind == "axis"]
    if cycle["so_far_days"] and cycle["cycle_days"] is None:
        parts.append(f"today is day {marks[1].text.partition(', ')[2]}")
    if cycle["target_days"]:
        parts.append(f"the target is {whole(cycle['target_days'])} days")
    if days := cycle["cycle_days"] or cycle["forecast_days"]:
        parts.append(f"{'it took' if cycle['cycle_days'] else 'the forecast is'} {whole(days)} days")
        parts.append(f"in sequence it would take {whole(cycle['sequential_days'])}")
    dark = [words.period(_instant(start), _instant(end)) for start, end in content["ownership"]["dark"]]
    nobody = f" Nobody owned it {words.listed(dark)}." if dark else ""
    return f"{'; '.join(parts) or 'Scope not locked'}.{nobody}"
