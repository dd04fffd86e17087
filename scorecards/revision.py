"""One short text that changes whenever anything on a meeting's screen may have changed: one query."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.apps import apps
from django.db import connection
from django.db.models import Model

from initiatives.models import (
    Acknowledgement,
    Baseline,
    Charter,
    Deliverable,
    Dependency,
    EndPointMove,
    Handoff,
    HandoffCorrection,
    Holding,
    Initiative,
)
from people.models import Company, Person, Seat
from scorecards.models import Meeting, RequiredReading, Waiver
from signals.models import Definition, Metric, Reading, Signature, Source

# What the room shows of other tables until the decision; and, besides, what it shows until the brief is frozen.
PEOPLE: tuple[type[Model], ...] = (Charter, Acknowledgement, Seat, Person)
FACTS: tuple[type[Model], ...] = (
    Initiative,
    Deliverable,
    Dependency,
    Holding,
    Handoff,
    HandoffCorrection,
    Baseline,
    EndPointMove,
    Company,
    Metric,
    Definition,
    Signature,
    RequiredReading,
)


@dataclass(frozen=True)
class Revision:
    """Which meeting, and the text that stands for what its screen shows. `number` is the meeting's own count."""

    meeting_id: int
    number: int
    token: str


def revision_of(*, at: datetime, slug: str = "", meeting_id: int | None = None) -> Revision | None:
    """The revision of a meeting, or of an initiative's latest meeting; None where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(_query("m.id = %s" if meeting_id else "i.slug = %s"), [at, meeting_id or slug])
        row = cursor.fetchone()
    if row is None:
        return None
    pk, number, opened, decided, waivers, people, facts = row
    if decided:
        return Revision(pk, number, str(number))
    seen = [waivers, people] if opened else [people, facts, at.replace(second=0, microsecond=0)]
    return Revision(pk, number, f"{number}-{hashlib.sha256(repr(seen).encode()).hexdigest()[:10]}")


@cache
def _query(condition: str) -> str:
    """The statement: the meeting's row, and the last event of every table that shows through."""
    meeting, initiative, waiver = Meeting._meta.db_table, Initiative._meta.db_table, Waiver._meta.db_table
    return f"""
        SELECT m.id, m.revision, m.opened_at IS NOT NULL, m.decided_at IS NOT NULL,
            (SELECT count(*) FROM {waiver} w WHERE w.meeting_id = m.id AND w.expires_at > %s),
            concat_ws(',', {", ".join(_last_event(model) for model in PEOPLE)}),
            concat_ws(',', {_FRESHNESS}, {", ".join(_last_event(model) for model in FACTS)})
        FROM {meeting} m JOIN {initiative} i ON i.id = m.initiative_id
        WHERE {condition} ORDER BY m.number DESC LIMIT 1
    """  # noqa: S608 - names of tables only


_FRESHNESS = f"""
    (SELECT concat_ws(',', max(last_success_at), max(data_as_of), sum(extract(epoch FROM last_success_at)))
     FROM {Source._meta.db_table}),
    (SELECT max(id) FROM {Reading._meta.db_table})
"""  # noqa: S608 - names of tables only


def _last_event(model: type[Model]) -> str:
    """The last row of a table's history."""
    events = apps.get_model(model._meta.app_label, f"{model.__name__}Event")
    return f"(SELECT coalesce(max(pgh_id), 0) FROM {events._meta.db_table})"  # noqa: S608 - a table's name
