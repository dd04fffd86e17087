"""A tile: name, value, state and target, sparkline, whose source, definition version, age."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from revenue_arc import words
from scorecards.charts import Bars, Line, bars, line

GLYPHS = {"on": "go", "off": "nogo", "watch": "watch", "stale": "stale", "unknown": "unknown", "plain": "plain"}
SIZES = {"%": Decimal("0.01"), "k": Decimal(10**3), "m": Decimal(10**6), "bn": Decimal(10**9)}


@dataclass(frozen=True)
class Tile:
    """One shared reading as the room sees it."""

    key: str
    name: str
    prefix: str
    number: str
    unit: str
    state: str
    word: str
    glyph: str
    target: str
    line: Line | None
    bars: Bars | None
    sentence: str
    functions: list[str]
    provenance: str
    required: bool


def tile_of(reading: dict[str, Any], launch: str) -> Tile:
    """The tile of a reading as a brief holds it; `launch` names this launch among the bars."""
    values = [_decimal(point["value"]) for point in reading["series"]]
    target = _decimal(reading["target"])
    as_bars = reading["chart"] == "bars"
    version = f" def {reading['version']}" if reading["version"] else ""
    return Tile(
        key=reading["key"],
        name=reading["name"],
        prefix=reading["prefix"],
        number=reading["number"],
        unit=reading["unit"],
        state=reading["state"],
        word=reading["word"],
        glyph=GLYPHS[reading["state"]],
        target=reading["target_text"],
        line=None if as_bars else line(values, target, reading["good_side"]),
        bars=bars(values, target) if as_bars else None,
        sentence=bars_sentence(reading, values, launch) if as_bars else line_sentence(reading, values),
        functions=reading["functions"],
        provenance=f"{reading['source_label']}{version}, {aged(reading)}{_until_then(reading)}",
        required=reading["required"],
    )


def _until_then(reading: dict[str, Any]) -> str:
    """What the definition before said, of a reading whose own is not computed yet; empty otherwise."""
    return f"; {reading['last_text']} by def {reading['last_version']}" if reading.get("last_text") else ""


def aged(reading: dict[str, Any]) -> str:
    """A reading's age, of the age agreed as its limit: `18 h of 1 d`; `live` or `never pulled` where there is no age."""
    if reading.get("age") is None:
        return str(reading["age_text"])
    age = timedelta(seconds=reading["age"])
    short = f"{age.days} d" if age.days else words.duration(age)
    return f"{short} of {words.duration(limit)}" if (limit := tolerated(reading)) else str(reading["age_text"])


def tolerated(reading: dict[str, Any]) -> timedelta | None:
    """The age beyond which the reading is stale; None where its brief or its definition knows none."""
    seconds = reading.get("tolerated_age")
    return None if seconds is None else timedelta(seconds=seconds)


def line_sentence(reading: dict[str, Any], values: list[Decimal | None]) -> str:
    """What a sparkline shows: from where to where, since when on the wrong side, what is missing."""
    known = [value for value in values if value is not None]
    if not known:
        return "No data in the last twelve weeks."
    said = f"{words.counted(len(values), 'week')}: from {worded(known[0], reading)} to {worded(known[-1], reading)}"
    if wrong := _wrong_since(reading, values):
        said += f"; on the wrong side of the target ({reading['target_text']}) since week {wrong}"
    elif reading["target"] is not None:
        said += f"; on the agreed side of the target ({reading['target_text']})"
    missing = len(values) - len(known)
    return f"{said}; no data in {words.counted(missing, 'week')}." if missing else f"{said}."


def bars_sentence(reading: dict[str, Any], values: list[Decimal | None], launch: str) -> str:
    """What the bars show: past launches, this one, the target."""
    *past, now = values or [None]
    said = [worded(value, reading) for value in past if value is not None]
    before = f"Past launches took {words.listed(said)}. " if said else ""
    target = f"; the target is {reading['target_text']}" if reading["target_text"] else ""
    return f"{before}{launch}: {worded(now, reading)}{target}."


def worded(value: Decimal | None, reading: dict[str, Any]) -> str:
    """Another value of the same reading in the same words: `3.7 h`, `31%`, `$14.2k`."""
    if value is None:
        return "unknown"
    unit = reading["unit"]
    decimals = len(reading["number"].partition(".")[2])
    number = f"{value / SIZES.get(unit, Decimal(1)):,.{decimals}f}"
    return f"{reading['prefix']}{number}{' ' if unit in ('h', 'd') else ''}{unit}"


def _wrong_since(reading: dict[str, Any], values: list[Decimal | None]) -> int | None:
    """The first week, counted from 1, of the run of weeks on the wrong side that lasts until now."""
    target = _decimal(reading["target"])
    if target is None:
        return None
    since = None
    for week, value in enumerate(values, start=1):
        if value is None:
            continue
        wrong = value < target if reading["good_side"] == "above" else value > target
        since = (since or week) if wrong else None
    return since


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)


def points_of(reading: dict[str, Any]) -> list[tuple[str, str]]:
    """The series as a table: the week (or the launch) and its value in words, newest first."""
    return [(_when(point), worded(_decimal(point["value"]), reading)) for point in reversed(reading["series"])]


def _when(point: dict[str, Any]) -> str:
    return point["label"] if "label" in point else f"Week of {words.day(date.fromisoformat(point['week']))}"
