"""Uploads of a draft: a file takes the place of the one that its stream read; whatever is saved stays as it is."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from signals import uploads
from signals.drafts import stream_in
from signals.failures import PullFailed
from signals.guessing import columns_of
from signals.models import SourceDraft
from signals.sampling import Sample, packed, unpacked
from signals.services.drafts import describe, put_stream, sample_draft

MAPPED = ("id", "version", "deleted", "records")


@transaction.atomic
def keep_upload(*, draft: SourceDraft, file: UploadedFile, at: datetime) -> SourceDraft:
    """Keep an uploaded file in a folder of the draft's own, and let its stream read it. Raises ValidationError.

    Its stream is the one that reads a file of this name; of a saved source with one stream, that one; else a new one.
    """
    if not draft.folder:
        draft.folder = uploads.copied(draft.entry.get("settings", {}).get("folder", ""))
    draft.folder, name = uploads.keep(file, draft.folder)
    known = _stream_of(draft, name)
    before = unpacked(draft.sample)
    describe(draft=draft, at=at, settings={**draft.entry.get("settings", {}), "folder": draft.folder})
    draft.sample = packed({one: sample for one, sample in before.items() if known is None or one != known["name"]})
    draft.checked = {}
    draft.save(update_fields=["sample", "checked"])
    if known is None:
        return put_stream(draft=draft, stream=stream_in(draft, name), at=at)
    if known["file"] != name:
        uploads.remove_file(draft.folder, known["file"])
    put_stream(draft=draft, stream={**known, "file": name}, at=at, instead_of=known["name"])
    return _propose_anew(draft, known["name"], before.get(known["name"]), at)


def _stream_of(draft: SourceDraft, name: str) -> dict | None:
    """The stream whose file comes anew by this upload."""
    same = next((stream for stream in draft.streams if stream.get("file") == name), None)
    return draft.streams[0] if same is None and draft.source_id and len(draft.streams) == 1 else same


def _propose_anew(draft: SourceDraft, name: str, before: Sample | None, at: datetime) -> SourceDraft:
    """Forget what was said of a file's columns where another file with other columns now has its name; not once it is saved."""
    if draft.source_id or before is None:
        return draft
    try:
        sample_draft(draft=draft, name=name, at=at)
    except PullFailed:
        return draft
    [stream] = [stream for stream in draft.streams if stream["name"] == name]
    if _columns(before) == _columns(unpacked(draft.sample)[name]):
        return draft
    anew = {key: value for key, value in stream.items() if key not in MAPPED}
    return put_stream(draft=draft, stream=stream_in(draft, stream["file"]) if "log" in stream else anew, at=at, instead_of=name)


def _columns(sample: Sample) -> list[str]:
    return [column.name for column in columns_of(sample.readable, flat=sample.flat)]
