"""The verdict block: the decision; before it, the quorum and what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from revenue_arc import words
from scorecards import rules
from scorecards.models import Condition, Decision, Waiver
from scorecards.room import Table

SHOWN = 4


@dataclass(frozen=True)
class Item:
    """A line with a box: ticked or not, and a note at its end."""

    text: str
    note: str = ""
    done: bool = False


@dataclass(frozen=True)
class VerdictBlock:
    """What the block says, from top to bottom."""

    style: str
    eyebrow: str
    word: str
    glyph: str = ""
    beside: str = ""
    lead: str = ""
    tally: str = ""
    heading: str = ""
    items: list[Item] = field(default_factory=list)


def verdict_of(
    table: Table, content: dict[str, Any], missing: Sequence[rules.Missing], conditions: Sequence[Condition]
) -> VerdictBlock:
    """The block for the state that the meeting is in."""
    if table.meeting.state == "decided":
        return _decided(table, table.meeting.decision, content, conditions)
    names = {reading["key"]: reading["name"] for reading in content["readings"]}
    items = [Item(_sentence(text)) for text in rules.go_needs(missing, names)] + _waived(table, names)
    heading = "GO needs" if missing else "Nothing is missing for GO"
    if table.meeting.state == "scheduled":
        opens = f"Opens {words.instant(table.meeting.scheduled_for)}"
        return VerdictBlock("is-open", opens, "Not open", heading=heading, items=_short(items))
    eyebrow = "Not decided, calls revealed" if table.meeting.revealed_at else "Not decided, calls sealed"
    return VerdictBlock(
        style="is-open",
        eyebrow=eyebrow,
        word=f"{len(table.present)} of 4",
        beside="heads in the room",
        tally=_calls(table),
        heading=heading,
        items=_short(items),
    )


def _calls(table: Table) -> str:
    if table.meeting.revealed_at:
        return rules.tally({voice.function: voice.call.call for voice in table.voices if voice.call}) or "Nobody has called"
    sealed = [voice.label for voice in table.voices if voice.call_in]
    return f"Sealed calls: {words.listed(sealed)}" if sealed else "No call is in yet"


def _decided(table: Table, decision: Decision, content: dict[str, Any], conditions: Sequence[Condition]) -> VerdictBlock:
    same_day = timezone.localdate(decision.at) == timezone.localdate(table.meeting.held_at)
    when = f"{timezone.localtime(decision.at):%H:%M}" if same_day else words.instant(decision.at)
    lead = {
        "hold": f"until {words.instant(decision.until)}" if decision.until else "",
        "go": _market(content),
        "nogo": decision.reason,
    }[decision.outcome]
    heading, items = _list_of(table, decision, content, conditions)
    return VerdictBlock(
        style=f"is-{decision.outcome}",
        eyebrow=f"Decided {when} by {decision.by}",
        word=decision.get_outcome_display(),
        glyph=decision.outcome,
        lead=lead,
        tally=rules.tally({voice.function: voice.call.call for voice in table.voices if voice.call}),
        heading=heading,
        items=_short(items),
    )


def _list_of(table, decision, content, conditions) -> tuple[str, list[Item]]:
    ticked = [Item(each.text, _due(each), each.met_at is not None) for each in conditions]
    if decision.outcome == "hold":
        return "Becomes GO when", ticked
    if decision.outcome == "nogo":
        return "", []
    names = {reading["key"]: reading["name"] for reading in content["readings"]}
    if ticked or any(waiver.granted_at for waiver in table.waivers):
        return "Holds while", ticked + _waived(table, names)
    required = [reading for reading in content["readings"] if reading["required"]]
    return "It had", [
        Item("Four heads in the room", done=True),
        Item("The one reading answered by each", done=True),
        Item(f"{words.counted(len(required), 'required reading')}, all fresh and known", done=True),
    ]


def _due(condition: Condition) -> str:
    """`TH, 26 Nov`; once met, `TH, met 24 Nov`."""
    day = timezone.localdate(condition.met_at) if condition.met_at else condition.due
    return f"{condition.person.initials}, {'met ' if condition.met_at else ''}{day.day} {day:%b}"


def _waived(table: Table, names: dict[str, str]) -> list[Item]:
    return [
        Item(waived_words(waiver, names), _waiver_note(waiver), done=waiver.granted_at is not None) for waiver in table.waivers
    ]


def waived_words(waiver: Waiver, names: dict[str, str]) -> str:
    """What a waiver is about, in a few words: `Waived: CAC fresh`."""
    text = rules.go_needs([rules.Missing(waiver.requirement, "")], names)[0]
    return f"{'Waived' if waiver.granted_at else 'Waiver asked'}: {text}"


def _waiver_note(waiver: Waiver) -> str:
    day = timezone.localdate(waiver.expires_at)
    return f"{waiver.granted_by.initials if waiver.granted_by else waiver.asked_by.initials}, to {day.day} {day:%b}"


def _market(content: dict[str, Any]) -> str:
    planned = datetime.fromisoformat(content["initiative"]["planned_in_market_on"]).date()
    return f"in market on {words.day(planned)}"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _short(items: list[Item]) -> list[Item]:
    """At most as many lines as fit, the last saying how many more there are."""
    if len(items) <= SHOWN:
        return items
    return [*items[: SHOWN - 1], Item(f"and {len(items) - SHOWN + 1} more: open the meeting")]
