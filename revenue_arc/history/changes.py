"""What happened to an object, newest first, read from the event tables."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

import pghistory.core
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils.functional import SimpleLazyObject

from revenue_arc.history.words import NAMES, FieldChange, Key, fields_shown, in_words, keys_of, names_of

DEEDS = {"insert": "created", "update": "changed", "delete": "deleted"}
CONSOLE = "The console"


@dataclass(frozen=True)
class Change:
    """One event: when, who (and by what means), what it was about, and each field's old and new value."""

    at: datetime
    who: str
    means: str
    kind: str
    subject: str
    deed: str
    fields: list[FieldChange] = field(default_factory=list)


@dataclass(frozen=True)
class Event:
    """A row of an event table and the one before it on the same object."""

    model: type[models.Model]
    row: Any
    before: Any | None


def changes_of(*of: models.Model | models.QuerySet, limit: int = 20) -> Sequence[Change]:
    """The newest changes of tracked objects (or of the rows of querysets), read when first looked at.

    Two queries for each argument, one for people and one for each related model that a change names; never one for each row.
    """
    return cast(Sequence[Change], SimpleLazyObject(lambda: _read(of, limit)))


def _read(of: Sequence[models.Model | models.QuerySet], limit: int) -> list[Change]:
    events = [event for subject in of for event in _events(subject, limit)]
    events.sort(key=lambda event: (event.row.pgh_created_at, event.row.pgh_id), reverse=True)
    events = events[:limit]
    keys: set[Key] = set()
    for event in events:
        keys |= keys_of(event.model, [state for state in (event.row, event.before) if state])
        if _author(event):
            keys.add((get_user_model(), _author(event)))
    names = names_of(keys)
    return [change for change in (_change(event, names) for event in events) if change]


def _events(subject: models.Model | models.QuerySet, limit: int) -> list[Event]:
    keys: Any
    if isinstance(subject, models.QuerySet):
        model, keys = subject.model, subject.order_by().values("pk")
    else:
        model, keys = type(subject), [subject.pk]
    (table,) = pghistory.core.event_models(tracks_model=model)
    earlier = table._default_manager.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id"))
    rows = list(
        table._default_manager.filter(pgh_obj_id__in=keys)
        .annotate(before_id=Subquery(earlier.order_by("-pgh_id").values("pgh_id")[:1]))
        .select_related("pgh_context")
        .order_by("-pgh_id")[:limit]
    )
    known = {row.pgh_id: row for row in rows}
    known |= table._default_manager.in_bulk([row.before_id for row in rows if row.before_id and row.before_id not in known])
    return [Event(model, row, known.get(row.before_id)) for row in rows]


def _author(event: Event) -> Any:
    return event.row.pgh_context.metadata.get("user") if event.row.pgh_context else None


def _change(event: Event, names: dict[Key, str]) -> Change | None:
    """The event in words; nothing for an update that changed nothing a reader may see."""
    deed = DEEDS.get(event.row.pgh_label, event.row.pgh_label)
    fields = [] if deed == "deleted" else _fields(event, names)
    if deed == "changed" and not fields:
        return None
    metadata = event.row.pgh_context.metadata if event.row.pgh_context else {}
    return Change(
        at=event.row.pgh_created_at,
        who=names.get((get_user_model(), _author(event)), CONSOLE),
        means=_means(metadata),
        kind=str(event.model._meta.verbose_name),
        subject=_subject(event),
        deed=deed,
        fields=fields,
    )


def _fields(event: Event, names: dict[Key, str]) -> list[FieldChange]:
    changed = []
    for column in fields_shown(event.model):
        if not hasattr(event.row, column.attname):
            continue
        was = in_words(column, getattr(event.before, column.attname, None), names) if event.before else ""
        now = in_words(column, getattr(event.row, column.attname), names)
        if was != now:
            changed.append(FieldChange(str(column.verbose_name), was, now))
    return changed


def _subject(event: Event) -> str:
    found = (getattr(event.row, name, "") for name in NAMES)
    return next((str(name) for name in found if name), f"no. {event.row.pgh_obj_id}")


def _means(metadata: dict) -> str:
    if "command" in metadata:
        return f"command {metadata['command']}"
    if "task" in metadata:
        return f"task {metadata['task'].rpartition('.')[2]}"
    return "API" if metadata.get("url", "").startswith("/api/") else ""
