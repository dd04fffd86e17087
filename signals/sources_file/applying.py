"""A sources file applied: all of it or nothing; applied again it changes nothing."""

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from people.models import Person
from signals import services
from signals.definitions import MetricEntry
from signals.entries import SourceEntry
from signals.models import Metric, Source
from signals.presets import preset
from signals.sources_file.loading import SourcesFile, SourcesFileError, load


class _DryRun(Exception):
    """Takes back what a dry run did."""


def apply(
    path: Path, *, at: datetime, by: Person | None = None, dry_run: bool = False, environment: Mapping[str, str] | None = None
) -> list[str]:
    """Apply a sources file; return a line for each source and metric that says what changed. Raises SourcesFileError.

    `environment` is where `secret: env:NAME` is looked up. With `dry_run` nothing is kept.
    """
    found = load(path)
    lines: list[str] = []
    try:
        with transaction.atomic():
            lines = _apply(found, path.resolve().parent, at, by, os.environ if environment is None else environment)
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return lines


def _apply(found: SourcesFile, folder: Path, at: datetime, by: Person | None, environment: Mapping[str, str]) -> list[str]:
    lines = []
    for entry in found.sources:
        before = _state(Source.objects.filter(name=entry.name).first())
        try:
            placed, allowed = _placed(entry, folder)
            source = services.save_source(entry=placed, by=by, secret=_secret(entry, environment), allow_folder=allowed)
        except ValidationError as problem:
            raise SourcesFileError(f"sources[{entry.name}]: {' '.join(problem.messages)}") from None
        lines.append(f"source {entry.name}: {_difference(before, _state(Source.objects.get(pk=source.pk)))}")
    for metric in [*found.metrics, *_from_presets(found)]:
        was = Metric.objects.filter(key=metric.key).first()
        latest = was.definitions.order_by("-version").first() if was else None
        try:
            definition = services.define_metric(entry=metric, by=by, at=at)
        except ValidationError as problem:
            raise SourcesFileError(f"metrics[{metric.key}]: {' '.join(problem.messages)}") from None
        same = latest is not None and latest.pk == definition.pk
        lines.append(f"metric {metric.key}: {'unchanged' if same else f'version {definition.version}'}")
    return lines


def _from_presets(found: SourcesFile) -> list[MetricEntry]:
    """The metrics that presets bring along: where the file has none of that key, and nobody has defined one."""
    told = {metric.key for metric in found.metrics} | set(Metric.objects.values_list("key", flat=True))
    brought: dict[str, MetricEntry] = {}
    for entry in found.sources:
        known = preset(entry.kind) if entry.preset else None
        for metric in known.metrics_of(entry.name) if known else []:
            if metric.key not in told:
                brought.setdefault(metric.key, metric)
    return list(brought.values())


def _secret(entry: SourceEntry, environment: Mapping[str, str]) -> str | None:
    if entry.secret is None:
        return ""
    name = entry.secret.removeprefix("env:")
    if not environment.get(name):
        raise SourcesFileError(f"sources[{entry.name}].secret: the environment variable {name} is not set.")
    return environment[name]


def _placed(entry: SourceEntry, folder: Path) -> tuple[SourceEntry, str]:
    """The folder of files and logs, or a tap's program, made absolute, from the sources file's own folder.

    Whoever applies the file allows that folder to be read, or that very program to be run.
    """
    name = {"file": "folder", "event_log": "folder", "singer": "tap"}.get(entry.kind)
    if name is None:
        return entry, ""
    place = str((folder / entry.settings.get(name, "")).resolve())
    return entry.model_copy(update={"settings": {**entry.settings, name: place}}), place


def _state(source: Source | None) -> dict[str, object] | None:
    if source is None:
        return None
    state: dict[str, object] = {name: getattr(source, name) for name in services.sources.FIELDS}
    state |= {"state": source.state, "secret": source.sealed_secret, "folder": source.allow_folder}
    for stream in source.streams.filter(retired=False):
        state[f"stream {stream.name}"] = (stream.position, stream.settings, stream.mapping)
    return state


def _difference(before: dict | None, after: dict | None) -> str:
    if before is None or after is None:
        return "new"
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return f"changed: {', '.join(changed)}" if changed else "unchanged"
