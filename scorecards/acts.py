"""What each person can do in a room now, from plain values: the buttons beside the view."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from people.models import Function


@dataclass(frozen=True)
class Who:
    """The room as the buttons see it: ids of people, and how far the meeting is.

    `next_of` is the slug of the launch once its next decision can be scheduled.
    """

    meeting_id: int
    state: str
    owner: int | None
    heads: Mapping[str, int]
    delegates: Mapping[str, int]
    present: Mapping[str, int]
    calls_in: frozenset[str]
    answered: frozenset[str]
    has_interpretation: bool
    leaders: frozenset[int]
    asked: Sequence[tuple[int, int, str]] = ()
    needs: Sequence[str] = ()
    quorum: bool = False
    conditions: Sequence[tuple[int, int, str]] = field(default_factory=tuple)
    next_of: str = ""


@dataclass(frozen=True)
class Act:
    """A button: the name of its address, that address's key, its words."""

    name: str
    pk: int | str
    label: str

    @property
    def view(self) -> str:
        """The name of its address."""
        return f"scorecards:{self.name}"


def acts_for(person: int, who: Who) -> list[Act]:
    """What this person can do now, the most urgent first."""
    if who.state == "decided":
        ticks = [Act("meet", pk, f"Tick: {text}") for pk, whose, text in who.conditions if person in (whose, who.owner)]
        may_schedule = who.next_of and person == who.owner
        return [*ticks, Act("schedule", who.next_of, "Schedule the next decision")] if may_schedule else ticks
    return [*_as_owner(person, who), *_as_voice(person, who), *_as_grantor(person, who)]


def _as_owner(person: int, who: Who) -> list[Act]:
    if person != who.owner:
        return []
    here = who.meeting_id
    if who.state == "scheduled":
        return [Act("open", here, "Open the meeting"), Act("reschedule", here, "Change the question or the time")]
    acts = [Act("interpret", here, "Change the one reading" if who.has_interpretation else "Write the one reading")]
    if who.state == "open":
        acts.insert(0 if who.has_interpretation and who.quorum else 1, Act("reveal", here, "Reveal the calls"))
    acts.insert(0 if who.state == "revealed" else len(acts), Act("decide", here, "Decide"))
    return [*acts, Act("waive", here, "Ask for a waiver")] if who.needs else acts


def _as_voice(person: int, who: Who) -> list[Act]:
    function = next((code for code, pk in who.heads.items() if pk == person), "")
    function = function or next((code for code, pk in who.delegates.items() if pk == person), "")
    if not function:
        return []
    here, acts = who.meeting_id, []
    speaks = who.present.get(function) == person
    if who.state != "scheduled" and not speaks:
        acts.append(Act("present", here, "I am in the room"))
    if speaks:
        called, answered = function in who.calls_in, function in who.answered
        if who.has_interpretation:
            answer = Act("agree", here, "Answer the one reading anew" if answered else "Answer the one reading")
            acts = [answer]
        acts.insert(0 if not called else len(acts), Act("call", here, "Call again" if called else "Make your call"))
        if person != who.owner:
            acts.append(Act("interpret", here, "Change the one reading" if who.has_interpretation else "Write the one reading"))
        if not called:
            acts.append(Act("leave", here, "I am not in the room"))
    if who.heads.get(function) == person and who.present.get(function) in (None, person):
        acts.append(Act("delegate", here, f"Name a delegate for {Function(function).label}"))
    return acts


def _as_grantor(person: int, who: Who) -> list[Act]:
    if person not in who.leaders:
        return []
    return [Act("grant", pk, f"Grant a waiver: {text}") for pk, asker, text in who.asked if asker != person]
