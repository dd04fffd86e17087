"""What was known then beside what happened (rule 21)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from initiatives.reports import cycle_of, ownership_of_initiative
from revenue_arc import words
from scorecards.models import Meeting
from scorecards.screen.arc import whole
from scorecards.screen.tiles import GLYPHS
from signals.shown import shared_readings


@dataclass(frozen=True)
class Beside:
    """One number then and now; states with their words where it has them."""

    name: str
    then: str
    then_state: str
    then_word: str
    now: str
    now_state: str
    now_word: str
    target: str
    other_version: bool = False


def then_and_now(meeting: Meeting, content: dict[str, Any], now: datetime) -> list[Beside]:
    """The readings of the brief, its cycle time and its dark days, each beside what it is now."""
    shown = {each.key: each for each in shared_readings([reading["key"] for reading in content["readings"]], now)}
    rows = [_reading(reading, shown.get(reading["key"])) for reading in content["readings"]]
    cycle, dark = cycle_of(meeting.initiative, now), ownership_of_initiative(meeting.initiative, now).dark_days
    then = content["cycle"]["cycle_days"] or content["cycle"]["forecast_days"]
    took = cycle.actual_days
    label = "Days from scope lock to market" if cycle.cycle_days else "Days from scope lock to market, forecast"
    target = content["cycle"]["target_days"]
    return [
        *rows,
        Beside(label, whole(then) if then else "unknown", "", "", whole(took) if took else "unknown", "", "",
               f"≤ {whole(target)}" if target else ""),
        Beside("Dark days", content["ownership"]["dark_days"], "", "", words.days(dark), "", "", ""),
    ]  # fmt: skip


def _reading(reading: dict[str, Any], now) -> Beside:
    return Beside(
        name=reading["name"],
        then=f"{reading['prefix']}{reading['number']}{reading['unit']}",
        then_state=GLYPHS[reading["state"]],
        then_word=reading["word"],
        now=f"{now.prefix}{now.number}{now.unit}" if now else "no longer measured",
        now_state=GLYPHS[now.state] if now else "unknown",
        now_word=now.word if now else "Unknown",
        target=reading["target_text"],
        other_version=bool(now and now.version != reading["version"]),
    )
