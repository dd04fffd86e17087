"""The whole view: five bands and the page's title."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from revenue_arc import words
from scorecards import rules
from scorecards.models import Condition, Meeting
from scorecards.room import Table
from scorecards.screen.arc import Arc, arc_of
from scorecards.screen.heads import Head, heads_of
from scorecards.screen.tiles import Tile, tile_of
from scorecards.screen.verdict import VerdictBlock, verdict_of

# Characters: of the sentence in two large lines; of a head's words in two lines of a card.
LARGE_FITS, MIDDLE_FITS, TWO_LINES = 100, 112, 50


@dataclass(frozen=True)
class Say:
    """The one interpretation: stretches of text (marked or not), how far it is agreed, and how large it can be written."""

    parts: list[tuple[str, bool]]
    state: str
    word: str
    size: str = ""


@dataclass(frozen=True)
class Screen:
    """The five bands: question and facts; verdict; the one reading and the heads; signals; arc. `state` is for the title."""

    state: str
    name: str
    slug: str
    meeting: Meeting
    question: str
    owner: str
    orphaned: bool
    scheduled: str
    present: str
    present_functions: list[str]
    signals_label: str
    signals: str
    verdict: VerdictBlock
    say: Say
    heads: list[Head]
    tiles: list[Tile]
    tiles_note: str
    arc: Arc


def screen_of(
    table: Table, content: dict[str, Any], missing: Sequence[rules.Missing], conditions: Sequence[Condition]
) -> Screen:
    """The view of a meeting, from the brief's content (or, before it is frozen, from the facts of now)."""
    meeting = table.meeting
    name = content["initiative"]["name"]
    frozen = datetime.fromisoformat(content["frozen_at"])
    tiles, heads = [tile_of(reading, name) for reading in content["readings"]], heads_of(table)
    return Screen(
        state=_state(table, conditions),
        name=name,
        slug=content["initiative"]["slug"],
        meeting=meeting,
        question=f"Decision {meeting.number} of {meeting.of}: {meeting.question}",
        owner=table.owner.name if table.owner else "Nobody",
        orphaned=table.orphaned,
        scheduled=words.instant(meeting.held_at),
        present=f"{len(table.present)} of 4",
        present_functions=[voice.function for voice in table.voices if voice.present],
        signals_label="Signals frozen" if meeting.opened_at else "Signals",
        signals=f"{_clock(frozen, meeting) if meeting.opened_at else 'live'}, rev {meeting.revision}",
        verdict=verdict_of(table, content, missing, conditions),
        say=_say(table, heads),
        heads=heads,
        tiles=tiles,
        tiles_note=_note(tiles),
        arc=arc_of(content),
    )


def _state(table: Table, conditions: Sequence[Condition]) -> str:
    """The state for the title: `HOLD until 27 Nov`, `calls sealed, 2 of 4 in`."""
    meeting = table.meeting
    if meeting.state == "decided":
        decision = meeting.decision
        met = sum(condition.met_at is not None for condition in conditions)
        until = f" until {_day(decision.until)}" if decision.until else ""
        return f"{decision.get_outcome_display()}{until}" + (
            f", {met} of {len(conditions)} conditions met" if conditions else ""
        )
    if meeting.state == "scheduled":
        return f"decision {meeting.number} opens {words.instant(meeting.scheduled_for)}"
    if meeting.state == "revealed":
        return "calls revealed, not decided"
    return f"calls sealed, {sum(voice.call_in for voice in table.voices)} of 4 in"


def _day(instant: datetime) -> str:
    day = timezone.localdate(instant)
    return f"{day.day} {day:%b}"


def _clock(instant: datetime, meeting: Meeting) -> str:
    same_day = timezone.localdate(instant) == timezone.localdate(meeting.held_at)
    return f"{timezone.localtime(instant):%H:%M}" if same_day else words.instant(instant)


def _say(table: Table, heads: Sequence[Head]) -> Say:
    said = table.interpretation
    if said is None:
        return Say([("Nobody has written it yet.", False)], "plain", "Not written")
    answers = [voice.agreement.agrees for voice in table.voices if voice.agreement]
    agreed, against = answers.count(True), answers.count(False)
    dissent = f", {against} dissent{'s' if against == 1 else ''}" if against else ""
    state = "on" if agreed == 4 else "watch" if against else "plain"
    return Say(said.parts, state, f"Agreed {agreed} of 4{dissent}, v{said.version}", _size(said.text, heads))


def _size(text: str, heads: Sequence[Head]) -> str:
    """The largest size at which the sentence fits beside what the heads say: large, middle or small."""
    length = len(text.replace("*", ""))
    if length > MIDDLE_FITS:
        return "is-small"
    return "is-middle" if length > LARGE_FITS or any(len(head.strong) + len(head.why) > TWO_LINES for head in heads) else ""


def _note(tiles: list[Tile]) -> str:
    if not tiles:
        return "No readings are chosen for this decision."
    fresh = sum(tile.state not in ("stale", "unknown") for tile in tiles)
    said = "Last 12 weeks. Shaded side of the dashed line is the agreed good side."
    return f"{said} {fresh} of {len(tiles)} fresh, by age of agreed age."
