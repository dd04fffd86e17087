"""Who is in the room and what was said: a meeting's rows, read once, as plain values for the rules and the screen."""

import json
from dataclasses import dataclass, field
from datetime import datetime

from people.models import Function, Person, Role, Seat
from scorecards import rules
from scorecards.models import Agreement, Call, Interpretation, Meeting, Waiver


@dataclass(frozen=True)
class Voice:
    """One function at the table: its head, its delegate, who is present, whether its call is in, and what it said."""

    function: str
    head: Person | None
    delegate: Person | None
    present: Person | None
    call_in: bool
    call: Call | None
    agreement: Agreement | None

    @property
    def speaker(self) -> Person | None:
        """Who speaks, or would: the person present, else the delegate, else the head."""
        return self.present or self.delegate or self.head

    @property
    def label(self) -> str:
        """The function's word."""
        return Function(self.function).label


@dataclass(frozen=True)
class Table:
    """Everything that happened in a meeting's room so far."""

    meeting: Meeting
    owner: Person | None
    orphaned: bool
    charter_in_force: bool
    voices: list[Voice]
    interpretation: Interpretation | None
    waivers: list[Waiver] = field(default_factory=list)

    @property
    def present(self) -> set[str]:
        """The functions that are in the room."""
        return {voice.function for voice in self.voices if voice.present}


def table_of(meeting: Meeting, at: datetime) -> Table:
    """Read the room: a fixed number of queries."""
    initiative = meeting.initiative
    seats = Seat.objects.filter(role=Role.HEAD, period__contains=at, person__is_active=True).select_related("person")
    heads = {seat.function: seat.person for seat in seats}
    delegates = {row.function: row.person for row in meeting.delegates.select_related("person")}
    present = {row.function: row.person for row in meeting.presences.select_related("person")}
    calls_in = set(Call.sealed.filter(meeting=meeting).values_list("function", flat=True))
    revealed = Call.objects.filter(meeting=meeting).select_related("person").order_by("number")
    standing = {call.function: call for call in revealed}
    interpretation = Interpretation.objects.latest_of(meeting)
    answers = {row.function: row for row in interpretation.agreements.all()} if interpretation else {}
    owner = initiative.owner(at)
    return Table(
        meeting=meeting,
        owner=owner,
        orphaned=initiative.orphaned(at),
        charter_in_force=owner is not None,
        voices=[
            Voice(
                code,
                heads.get(code),
                delegates.get(code),
                present.get(code),
                code in calls_in,
                standing.get(code),
                answers.get(code),
            )
            for code in Function.values
        ],
        interpretation=interpretation,
        waivers=list(meeting.waivers.select_related("asked_by", "granted_by")),
    )


def room_of(meeting: Meeting, at: datetime) -> rules.Room:
    """What the rules need to know of a meeting at that instant."""
    frozen = getattr(meeting, "brief", None)
    return rules_room(table_of(meeting, at), json.loads(frozen.text)["readings"] if frozen else [], at)


def rules_room(table: Table, readings: list[dict], at: datetime) -> rules.Room:
    """The same from a table read before, with the readings of the brief (or of now, before it is frozen)."""
    return rules.Room(
        charter_in_force=table.charter_in_force,
        opened=table.meeting.opened_at is not None,
        revealed=table.meeting.revealed_at is not None,
        present=table.present,
        answered={voice.function for voice in table.voices if voice.agreement},
        has_interpretation=table.interpretation is not None,
        readings=[
            rules.Needed(reading["key"], reading["name"], reading["state"], reading.get("missing", ()))
            for reading in readings
            if reading["required"]
        ],
        waived={waiver.requirement for waiver in table.waivers if waiver.granted_at and waiver.expires_at > at},
        names={voice.function: voice.head.name for voice in table.voices if voice.head},
    )
