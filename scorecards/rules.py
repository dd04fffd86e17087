"""What GO still needs (rules 17 to 20), from plain values. No database here."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from people.models import Function
from revenue_arc.words import listed

FUNCTIONS: dict[str, str] = dict(Function.choices)


@dataclass(frozen=True)
class Missing:
    """One requirement of GO that is not met: its code, a sentence, a few words for lists, whether it can be waived."""

    requirement: str
    sentence: str
    waivable: bool = True

    @property
    def kind(self) -> str:
        """The part of the code before the colon: present, agreed, stale, unknown and so on."""
        return self.requirement.partition(":")[0]

    @property
    def subject(self) -> str:
        """The part after the colon: a function or a metric's key."""
        return self.requirement.partition(":")[2]


@dataclass(frozen=True)
class Needed:
    """A required reading as the brief froze it."""

    key: str
    name: str
    state: str
    sources_missing: Sequence[str] = ()


@dataclass(frozen=True)
class Room:
    """What the rules look at: `present` and `answered` hold functions, `waived` the requirements with a waiver that stands."""

    charter_in_force: bool
    opened: bool
    revealed: bool
    present: Collection[str]
    answered: Collection[str]
    has_interpretation: bool
    readings: Sequence[Needed]
    waived: Collection[str] = ()
    names: Mapping[str, str] = ()  # type: ignore[assignment]


def missing_for_go(room: Room) -> list[Missing]:
    """Everything that GO still needs and nobody waived, in the order in which a room would settle it."""
    found = [
        *_missing_charter(room),
        *_missing_people(room),
        *_missing_interpretation(room),
        *_missing_readings(room),
        *_missing_steps(room),
    ]
    return [missing for missing in found if not (missing.waivable and missing.requirement in room.waived)]


def quorum(room: Room) -> bool:
    """Whether every function is present, or its absence waived (rule 17)."""
    return all(function in room.present or f"present:{function}" in room.waived for function in FUNCTIONS)


def _missing_charter(room: Room) -> list[Missing]:
    if room.charter_in_force:
        return []
    return [Missing("charter", "No charter is in force: the CEO names an owner first.", waivable=False)]


def _missing_people(room: Room) -> list[Missing]:
    names = dict(room.names)
    return [
        Missing(f"present:{code}", f"{name} is not in the room{f' ({names[code]})' if names.get(code) else ''}.")
        for code, name in FUNCTIONS.items()
        if code not in room.present
    ]


def _missing_interpretation(room: Room) -> list[Missing]:
    if not room.has_interpretation:
        return [Missing("interpretation", "Nobody has written the one reading of these signals.")]
    return [
        Missing(f"agreed:{code}", f"{name} has neither agreed with the one reading nor dissented.")
        for code, name in FUNCTIONS.items()
        if code not in room.answered
    ]


def _missing_readings(room: Room) -> list[Missing]:
    found = []
    for reading in room.readings:
        if reading.state == "stale":
            found.append(Missing(f"stale:{reading.key}", f"{reading.name} is stale."))
        if reading.state == "unknown":
            whose = f": no data from {' and '.join(reading.sources_missing)}" if reading.sources_missing else ""
            found.append(Missing(f"unknown:{reading.key}", f"{reading.name} is unknown{whose}."))
    return found


def _missing_steps(room: Room) -> list[Missing]:
    if not room.opened:
        return [Missing("opened", "The meeting is not open: its brief is not frozen.", waivable=False)]
    if not room.revealed:
        return [Missing("revealed", "The calls are still sealed.", waivable=False)]
    return []


_WORDS = {
    "present": "{names} in the room",
    "agreed": "answers from {names}",
    "stale": "{names} fresh",
    "unknown": "{names} known",
    "interpretation": "the one reading",
    "charter": "a charter in force",
    "opened": "the meeting opened",
    "revealed": "the calls revealed",
}


def go_needs(missing: Sequence[Missing], names: Mapping[str, str]) -> list[str]:
    """The missing things by kind, in a few words each: “Sales in the room”, “CAC fresh”. `names` gives metrics their names."""
    grouped: dict[str, list[str]] = {}
    for item in missing:
        grouped.setdefault(item.kind, []).append(FUNCTIONS.get(item.subject) or names.get(item.subject, item.subject))
    return [_WORDS[kind].format(names=_few(kind, who)) for kind, who in grouped.items()]


def _few(kind: str, names: list[str]) -> str:
    if kind in ("present", "agreed"):
        return "all four heads" if len(names) == len(FUNCTIONS) else listed(names)
    return listed(names) if len(names) < 3 else f"{len(names)} readings"


def tally(calls: Mapping[str, str]) -> str:
    """The calls in a sentence: “3 heads call hold, one calls go”. An empty string when nobody called."""
    words = {"go": "go", "hold": "hold", "nogo": "no-go"}
    counts = sorted(((list(calls.values()).count(code), code) for code in words), key=lambda pair: -pair[0])
    parts = [f"one calls {words[code]}" if count == 1 else f"{count} call {words[code]}" for count, code in counts if count]
    if not parts:
        return ""
    if len(parts) == 1 and len(calls) == len(FUNCTIONS):
        return f"All four heads call {words[next(iter(calls.values()))]}"
    first, *rest = parts
    count, _, verb = first.partition(" ")
    return ", ".join([f"1 head {verb}" if count == "one" else f"{count} heads {verb}", *rest])
