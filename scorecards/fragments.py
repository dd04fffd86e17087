"""The bands as they were drawn for a revision, kept in the process: a revision's bands never change (docs/decisions/0005)."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from people.models import Role, Seat
from revenue_arc.canonical import canonical
from scorecards import facts, rules
from scorecards.acts import Who
from scorecards.models import Condition, Meeting
from scorecards.revision import Revision
from scorecards.room import Table, rules_room, table_of
from scorecards.screen import Screen, screen_of
from scorecards.screen.verdict import waived_words

HOUR = 3600


@dataclass(frozen=True)
class Drawn:
    """What a revision looks like to anybody in one time zone, and what the viewer's own buttons are made from."""

    title: str
    news: str
    brand: SafeString
    facts: SafeString
    bands: SafeString
    who: Who


def drawn(revision: Revision, at: datetime) -> Drawn:
    """The bands of a revision in the reader's zone: drawn once, then taken from the process's memory."""
    key = f"decision:{revision.meeting_id}:{revision.token}:{timezone.get_current_timezone_name()}"
    found = cache.get(key)
    if found is None:
        found = draw(revision.meeting_id, at)
        cache.set(key, found, HOUR)
    return found


def draw(meeting_id: int, at: datetime) -> Drawn:
    """Read the meeting and draw it."""
    screen, who = read(meeting_id, at)
    parts = {
        name: render_to_string(f"scorecards/bands/{name}.html", {"screen": screen}) for name in ("brand", "facts", "bands")
    }
    return Drawn(title=f"{screen.name}: {screen.state}", news=screen.meeting.last_change, who=who, **parts)


def read(meeting_id: int, at: datetime) -> tuple[Screen, Who]:
    """The screen of a meeting at an instant, and who can do what there. A fixed number of queries."""
    meeting = Meeting.objects.select_related("initiative", "brief", "decision__by").get(pk=meeting_id)
    table, content = table_of(meeting, at), content_of(meeting, at)
    room = rules_room(table, content["readings"], at)
    missing = rules.missing_for_go(room)
    conditions = list(Condition.objects.filter(decision__meeting=meeting).select_related("person"))
    return screen_of(table, content, missing, conditions), _who(table, content, missing, rules.quorum(room), conditions, at)


def content_of(meeting: Meeting, at: datetime) -> dict:
    """What the meeting reads: its frozen brief; before the opening, the same facts as they are now."""
    frozen = getattr(meeting, "brief", None)
    return json.loads(frozen.text if frozen else canonical(facts.of_meeting(meeting, at)))


def _who(table: Table, content: dict, missing: list, quorum: bool, conditions: list[Condition], at: datetime) -> Who:
    names = {reading["key"]: reading["name"] for reading in content["readings"]}
    seats = Seat.objects.filter(role__in=[Role.HEAD, Role.COO, Role.CEO], period__contains=at)
    return Who(
        meeting_id=table.meeting.pk,
        state=table.meeting.state,
        owner=table.owner.pk if table.owner else None,
        heads={voice.function: voice.head.pk for voice in table.voices if voice.head},
        delegates={voice.function: voice.delegate.pk for voice in table.voices if voice.delegate},
        present={voice.function: voice.present.pk for voice in table.voices if voice.present},
        calls_in=frozenset(voice.function for voice in table.voices if voice.call_in),
        answered=frozenset(voice.function for voice in table.voices if voice.agreement),
        has_interpretation=table.interpretation is not None,
        leaders=frozenset(seats.values_list("person", flat=True)),
        asked=[
            (waiver.pk, waiver.asked_by_id, waived_words(waiver, names).partition(": ")[2])
            for waiver in table.waivers
            if not waiver.granted_at
        ],
        needs=rules.go_needs(missing, names),
        quorum=quorum,
        conditions=[(one.pk, one.person_id, one.text) for one in conditions if not one.met_at and not one.metric_id],
        next_of=table.meeting.initiative.slug if Meeting.objects.awaits_next(table.meeting) else "",
    )
