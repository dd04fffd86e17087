"""Sources written, paused, resumed, asked to pull."""

from datetime import datetime
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from people.models import Person
from signals import pulls, uploads
from signals.changed_since import refuse_changed
from signals.connectors import KINDS
from signals.entries import SourceEntry
from signals.hooks.signatures import mistake_in
from signals.models import Intake, Pull, RawPage, Source, Stream
from signals.tasks import send

FIELDS = ("function", "kind", "settings", "time_zone", "currency", "interval", "allow_private", "allow_http")


@transaction.atomic
def save_source(
    *,
    entry: SourceEntry,
    by: Person | None = None,
    secret: str | None = None,
    allow_folder: str | None = None,
    opened_from: dict[str, Any] | None = None,
) -> Source:
    """Write a source and its streams as the entry says; `secret` and `allow_folder` stay as they are when None.

    `opened_from` is the entry from which a change was made: refused where the source is not any more as it says.
    A stream that is read or mapped differently from now on is read from its start again. One that the entry no longer names
    is not read any more; what it loaded stays. Raises ValidationError.
    """
    if entry.kind not in KINDS:
        raise ValidationError(f"There is no kind of source called “{entry.kind}”. Use one of: {', '.join(KINDS)}.")
    source = Source.objects.select_for_update().filter(name=entry.name).first() or Source(name=entry.name)
    if source.state == Source.State.DELETING:
        raise ValidationError(f"{source} is being deleted: wait until it is gone, or give this one another name.")
    if opened_from is not None and source.pk:
        refuse_changed(source, opened_from)
    if secret and KINDS[entry.kind].pushed and (mistake := mistake_in(secret)):
        raise ValidationError(mistake)
    before = source.settings.get("folder", "")
    for name in FIELDS:
        setattr(source, name, getattr(entry, name))
    if secret is not None and (source.secret is None or source.secret.reveal() != secret):
        source.set_secret(secret)
        if source.state == Source.State.RECONNECT:
            source.state, source.state_reason = Source.State.ACTIVE, ""
    if allow_folder is not None:
        source.allow_folder = allow_folder
    if entry.paused != (source.state == Source.State.PAUSED):
        source.state, source.state_reason = (Source.State.PAUSED if entry.paused else Source.State.ACTIVE), ""
    source.full_clean()
    source.save()
    if KINDS[source.kind].pushed:
        Intake.objects.get_or_create(source=source)
    _save_streams(source, entry)
    if before != source.settings.get("folder", ""):
        transaction.on_commit(partial(uploads.remove, before))  # uploads that another export has replaced
    return source


def _save_streams(source: Source, entry: SourceEntry) -> None:
    known = {stream.name: stream for stream in source.streams.select_for_update()}
    for position, told in enumerate(entry.streams):
        stream = known.pop(told.name, None) or Stream(source=source, name=told.name)
        reading, mapping = told.reading(), told.mapping()
        if (stream.settings, stream.mapping) != (reading, mapping):
            stream.settings, stream.mapping, stream.cursor = reading, mapping, {}
            _begin_anew(source, told.name)
        stream.position, stream.retired = position, False
        stream.full_clean()
        stream.save()
    Stream.objects.filter(pk__in=[stream.pk for stream in known.values()]).update(retired=True)


def _begin_anew(source: Source, stream: str) -> None:
    """Let a backfill, or a mapping anew, that is under way forget where it stands in a stream."""
    for pull in source.pulls.open().exclude(kind=Pull.Kind.FRESH).select_for_update():
        pull.position.pop(stream, None)
        pull.streams.get(stream, {}).pop("done", None)
        pull.save(update_fields=["position", "streams"])


@transaction.atomic
def request_pull(*, source: Source, by: Person | None, at: datetime, since: datetime | None = None) -> Pull:
    """Ask for a pull now, or for a backfill from `since`; return it. One that already waits is brought forward."""
    _may_pull(source)
    if since and source.kind == Source.PUSHED:
        raise ValidationError(f"{source} is told of each event once: what came before cannot be asked for again.")
    pull = pulls.open_pull(source, at, kind=Pull.Kind.BACKFILL if since else Pull.Kind.FRESH, since=since)
    if pull.state == Pull.State.DUE and pull.due_at > at:
        pull.due_at = at
        pull.save(update_fields=["due_at"])
    transaction.on_commit(lambda: send(pull))
    return pull


@transaction.atomic
def map_anew(*, source: Source, by: Person, at: datetime) -> Pull:
    """Ask that every kept record be brought in line with the mapping as it now is; return the pull that does it.

    Nothing is asked of the source, and its data is no fresher for it. Raises ValidationError where nothing is kept.
    """
    _may_pull(source)
    if not RawPage.objects.filter(stream__source=source, stream__retired=False).exists():
        raise ValidationError(f"Nothing that {source} brought is kept yet: there is nothing to map.")
    pull = pulls.open_pull(source, at, kind=Pull.Kind.REMAP)
    transaction.on_commit(lambda: send(pull))
    return pull


def _may_pull(source: Source) -> None:
    """Refuse a source that nobody pulls. Raises ValidationError."""
    _not_deleting(source)
    if source.state in (Source.State.PAUSED, Source.State.RECONNECT):
        raise ValidationError(f"{source} is {source.get_state_display().lower()}: resume it first, then pull.")


@transaction.atomic
def pause_source(*, source: Source, by: Person | None) -> Source:
    """Stop pulling a source until it is resumed; a pull that runs comes to its end."""
    _not_deleting(source)
    source.state, source.state_reason = Source.State.PAUSED, ""
    source.full_clean()
    source.save(update_fields=["state", "state_reason"])
    return source


@transaction.atomic
def resume_source(*, source: Source, by: Person | None) -> Source:
    """Pull a source again, from where it stood."""
    _not_deleting(source)
    source.state, source.state_reason = Source.State.ACTIVE, ""
    source.full_clean()
    source.save(update_fields=["state", "state_reason"])
    return source


def _not_deleting(source: Source) -> None:
    """Refuse a source that is being deleted. Raises ValidationError."""
    if Source.objects.filter(pk=source.pk, state=Source.State.DELETING).exists():
        raise ValidationError(f"{source} is being deleted.")
