"""Drafts: a source described page by page, looked into, and saved at the end."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from people.models import Person
from signals import uploads
from signals.client.patience import for_a_page
from signals.connectors import check
from signals.drafts import entry_from, entry_of, files_in, formats_of, preset_of, source_of, stream_in
from signals.failures import PullFailed
from signals.guessing.answers import KEYS
from signals.models import Metric, Source, SourceDraft
from signals.probing import explored
from signals.sampling import described, packed, sample, unpacked, unsaved
from signals.services.metrics import define_metric
from signals.services.sources import request_pull, save_source


@transaction.atomic
def start_draft(*, kind: str, by: Person, at: datetime, entry: dict[str, Any], source: Source | None = None) -> SourceDraft:
    """Begin to connect a source, or to change one."""
    draft = SourceDraft(kind=kind, by=by, entry=entry, opened=entry if source else {}, source=source)
    draft.keep_until(at)
    draft.full_clean()
    draft.save()
    return draft


@transaction.atomic
def describe(*, draft: SourceDraft, at: datetime, secret: str | None = None, **changes: Any) -> SourceDraft:
    """Keep what was said on a page; `secret` stays as it is when None. What a change makes untrue is forgotten."""
    before = (draft.entry.get("settings"), draft.entry.get("streams"))
    draft.entry = {**draft.entry, **changes}
    if secret is not None:
        draft.set_secret(secret)
    if secret is not None or before != (draft.entry.get("settings"), draft.entry.get("streams")):
        draft.checked = {}
    if before[0] != draft.entry.get("settings"):
        draft.sample = None
    draft.keep_until(at)
    draft.full_clean()
    draft.save()
    return draft


def check_draft(*, draft: SourceDraft, at: datetime) -> SourceDraft:
    """Try the source as described so far, and keep what was found. Reaching it takes its time: no transaction is held."""
    source, unread = source_of(draft), draft.checked.get("unread", {})
    try:
        with for_a_page():
            look = explored(source, draft.streams, new=draft.source_id is None)
        draft.entry["streams"] = look.streams
        draft.skipped = [name for name in draft.skipped if name not in unread or name in look.unpicked]
        draft.skipped += [name for name in look.unpicked if name not in draft.skipped and name not in unread]
        unread = {name: why for name, why in look.unpicked.items() if why}
        with for_a_page():
            found = check(source, [unsaved(described(stream)) for stream in look.streams if stream["name"] not in unread])
        told = {"ok": found.ok, "sentence": found.sentence, "rows": found.rows}
    except PullFailed as failure:
        told = {"ok": False, "sentence": " ".join(filter(None, [failure.what, failure.todo])), "rows": None}
    draft.checked = told | {"at": at.isoformat(), "unread": unread}
    draft.keep_until(at)
    draft.save(update_fields=["checked", "entry", "skipped", "expires_at"])
    return draft


def sample_draft(*, draft: SourceDraft, name: str, at: datetime) -> None:
    """Look into one of its streams, and keep some records for a day. Raises PullFailed."""
    known = unpacked(draft.sample)
    if name in known:
        return
    [stream] = [described(stream) for stream in draft.streams if stream["name"] == name]
    with for_a_page():
        draft.sample = packed({**known, name: sample(source_of(draft), stream)})
    draft.keep_until(at)
    draft.save(update_fields=["sample", "expires_at"])


@transaction.atomic
def put_stream(*, draft: SourceDraft, stream: dict[str, Any], at: datetime, instead_of: str = "") -> SourceDraft:
    """Add a stream, or put it in the place of another. What was sampled is kept where it is still read the same way."""
    names = [known["name"] for known in draft.streams if known["name"] != instead_of]
    if stream["name"] in names:
        raise ValidationError(f"There is a stream called “{stream['name']}” already: give this one another name.")
    if instead_of:
        streams = [stream if known["name"] == instead_of else known for known in draft.streams]
    else:
        streams = [*draft.streams, stream]
    was = next((known for known in draft.streams if known["name"] == instead_of), None)
    if was and unsaved(described(was)).settings != unsaved(described(stream)).settings:
        draft.sample = packed({name: one for name, one in unpacked(draft.sample).items() if name != instead_of})
    return describe(draft=draft, at=at, streams=streams)


@transaction.atomic
def choose_streams(*, draft: SourceDraft, names: list[str], at: datetime) -> SourceDraft:
    """Say which of its streams are read."""
    if not names:
        raise ValidationError("Pick at least one stream.")
    draft.skipped = [stream["name"] for stream in draft.streams if stream["name"] not in names]
    draft.keep_until(at)
    draft.save(update_fields=["skipped", "expires_at"])
    return draft


@transaction.atomic
def use_folder(*, draft: SourceDraft, folder: str, at: datetime) -> SourceDraft:
    """Read the files of a folder from now on; those that it holds are its streams."""
    uploads.remove(draft.folder)
    draft.folder = ""
    known, names = {stream.get("file"): stream for stream in draft.streams}, files_in(folder, draft.kind)
    if not names:
        raise ValidationError(f"This folder holds no file with one of these endings: {', '.join(formats_of(draft.kind))}.")
    describe(draft=draft, at=at, settings={**draft.entry.get("settings", {}), "folder": folder})
    return describe(draft=draft, at=at, streams=[known.get(name) or stream_in(draft, name) for name in names])


def space_of(draft: SourceDraft) -> str:
    """What its own numbering of customers is called, so that its streams speak of the same ones."""
    told = (space for stream in draft.chosen for space in _spaces(stream))
    return next(told, f"{slugify(draft.name).replace('-', '_') or draft.kind}_account")


def _spaces(stream: dict[str, Any]) -> Iterator[str]:
    """The namespaces by which a mapped stream knows customers, without those that every system shares."""
    for row in stream.get("records", []):
        party = row.get("party") or next(iter(row.values())).get("party") or {}
        keys = party.get("keys") or {}
        if party.get("kind") != "person":
            yield from (space for space in (keys if isinstance(keys, dict) else dict(keys)) if space not in KEYS.values())


@transaction.atomic
def connect_draft(*, draft: SourceDraft, by: Person, at: datetime, metrics: bool | None = False) -> Source:
    """Save the source as described, ask for its first pull, and forget the draft. Raises ValidationError.

    One that changes a source is refused, with the code `changed_since`, where that has changed since it was opened.
    With `metrics`, those of its preset are defined that nobody has defined yet.
    """
    if not draft.source_id and Source.objects.filter(name=draft.name).exists():
        raise ValidationError("There is a source of this name already: give this one another name, or change that one.")
    source = save_source(entry=entry_of(draft), by=by, secret=None, opened_from=draft.opened or None)
    if draft.sealed_secret:
        source.sealed_secret = draft.sealed_secret
        source.save(update_fields=["sealed_secret"])
    known = preset_of(draft) if metrics else None
    for entry in known.metrics_of(source.name) if known else []:
        if not Metric.objects.filter(key=entry.key).exists():
            define_metric(entry=entry, by=by, at=at)
    if source.state != Source.State.PAUSED and source.kind != Source.PUSHED:
        request_pull(source=source, by=by, at=at)
    SourceDraft.objects.filter(pk=draft.pk).delete()
    return source


@transaction.atomic
def open_anew(*, draft: SourceDraft) -> None:
    """Keep what was described, and count it as made from the source as it is now: what changed has been told."""
    if draft.source:
        draft.opened = entry_from(draft.source)
        draft.save(update_fields=["opened"])


@transaction.atomic
def discard_draft(*, draft: SourceDraft) -> None:
    """Forget a draft, and the file that was uploaded for it."""
    folder = draft.folder
    draft.delete()
    uploads.remove(folder)
