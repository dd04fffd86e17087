"""What a draft describes: the source as a connector takes it, and the entry as a sources file would say it."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from revenue_arc.words import without_user
from signals.connectors import KINDS
from signals.connectors.file import FileConnector
from signals.entries import SourceEntry
from signals.entries import duration as length
from signals.logs import stream_of_log
from signals.models import Source, SourceDraft
from signals.presets import Preset, preset
from signals.sampling import unpacked
from signals.sources_file.loading import SourcesFileError
from signals.sources_file.loading import check as check_entries

LISTED = 200
LONGEST_NAME = 120  # of a stream
MAPPED_BY_HAND = ("file", "rest", "event_log", "sql", "singer")
IN_FILES = ("file", "event_log")
DEFAULTS = {"interval": "5m", "time_zone": "UTC", "currency": "", "function": ""}


def source_of(draft: SourceDraft) -> Source:
    """The source as described so far, unsaved; with the credential of the source being changed unless another was given."""
    said = {name: draft.entry.get(name, default) for name, default in DEFAULTS.items()}
    source = Source(
        name=draft.name,
        kind=draft.kind,
        settings=draft.entry.get("settings", {}),
        allow_private=draft.entry.get("allow_private", False),
        allow_http=draft.entry.get("allow_http", False),
        sealed_secret=draft.sealed_secret or (draft.source.sealed_secret if draft.source else ""),
        allow_folder=draft.source.allow_folder if draft.source else "",
        **{name: said[name] for name in ("time_zone", "currency", "function")},
    )
    source.interval = length(said["interval"])
    return source


def entry_of(draft: SourceDraft) -> SourceEntry:
    """The whole as a sources file would say it, only the streams that were picked. Raises ValidationError."""
    picked = {"kind": draft.kind, "streams": draft.chosen, "preset": False}  # a preset would bring back what was not picked
    told: dict[str, Any] = {**DEFAULTS, **draft.entry, **picked}
    if unmapped := [stream["name"] for stream in draft.chosen if not is_mapped(stream)]:
        raise ValidationError([f"Say what the columns of “{name}” mean." for name in unmapped])
    try:
        [entry] = check_entries({"version": 1, "sources": [told]}).sources
    except SourcesFileError as problem:
        raise ValidationError(str(problem).splitlines()) from None
    return entry


def is_mapped(stream: dict[str, Any]) -> bool:
    """Whether it is said how its records become rows."""
    return bool(stream.get("records"))


def first_entry(kind: str) -> dict[str, Any]:
    """The entry from which a draft of this kind starts: its preset's, where it has one."""
    known = preset(kind)
    if known is None:
        return {}
    told = known.model_dump(mode="json", by_alias=True, exclude_defaults=True, include={"settings", "streams", *DEFAULTS})
    return {**told, "name": known.title, "preset": True}


def entry_from(source: Source) -> dict[str, Any]:
    """The entry of a saved source, from which a draft that changes it starts."""
    streams = [{"name": each.name, **each.settings, **each.mapping} for each in source.streams.filter(retired=False)]
    said = {name: getattr(source, name) for name in ("name", "function", "time_zone", "currency")}
    said["settings"] = addresses_shown(source.settings)
    said |= {name: getattr(source, name) for name in ("allow_private", "allow_http")}
    paused, interval = source.state == Source.State.PAUSED, f"{int(source.interval.total_seconds())}s"
    return {**said, "paused": paused, "interval": interval, "streams": streams}


def addresses_shown(settings: dict[str, Any]) -> dict[str, Any]:
    """The settings as a form may show them: one saved before it was refused may hold a password in its address."""
    web = ("base_url", "token_url")
    return {name: without_user(said) if name in web and isinstance(said, str) else said for name, said in settings.items()}


def preset_of(draft: SourceDraft) -> Preset | None:
    """What is known of its kind beforehand."""
    return preset(draft.kind)


def samples_of(draft: SourceDraft):
    """What was sampled, by the name of the stream."""
    return unpacked(draft.sample)


def stream_of_file(name: str) -> dict[str, Any]:
    """The stream that reads a file of the folder."""
    return {"name": (name.rpartition(".")[0] or name)[:LONGEST_NAME], "file": name, "as_of": {"from": "modified"}}


def stream_of_path(path: str) -> dict[str, Any]:
    """The stream that reads an endpoint, named by its last word."""
    word = path.split("?", maxsplit=1)[0].rstrip("/").rpartition("/")[2]
    return {"name": word[:LONGEST_NAME] or "records", "path": path}


def first_unmapped(draft: SourceDraft) -> int | None:
    """The place of the first picked stream whose columns are not explained yet."""
    return next((at for at, one in enumerate(draft.streams) if one["name"] not in draft.skipped and not is_mapped(one)), None)


def formats_of(kind: str) -> dict[str, str]:
    """The endings of files that a kind reads, with the format of each."""
    known = KINDS[kind]
    return known.formats if issubclass(known, FileConnector) else {}


def stream_in(draft: SourceDraft, name: str) -> dict[str, Any]:
    """The stream that reads a file of the draft's folder; of an event log with what its columns plainly mean."""
    stream = stream_of_file(name)
    return stream_of_log(source_of(draft), stream) if draft.kind == "event_log" else stream


def files_in(folder: str, kind: str = "file") -> list[str]:
    """The names of the files in a folder that can be read, at most 200 of them."""
    formats = formats_of(kind)
    try:
        found = sorted(path.name for path in Path(folder).iterdir() if path.is_file() and path.suffix.lower() in formats)
    except OSError:
        return []
    return found[:LISTED]
