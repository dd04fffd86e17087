"""A sources file read and checked; every mistake is told with its path, and an unknown key with the one that was meant."""

import difflib
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import yaml
from pydantic import BaseModel, Field, ValidationError, model_validator

from signals.connectors import KINDS
from signals.definitions import MetricEntry
from signals.entries import SourceEntry
from signals.mapping.declared import Strict
from signals.presets import filled


class SourcesFileError(ValueError):
    """The file cannot be applied: one line for each mistake."""


class SourcesFile(Strict):
    """Everything a sources file may say."""

    version: Literal[1]
    sources: list[SourceEntry] = []
    metrics: list[MetricEntry] = Field([])

    @model_validator(mode="after")
    def _names_once(self) -> "SourcesFile":
        for names in ([source.name for source in self.sources], [metric.key for metric in self.metrics]):
            if doubled := {name for name in names if names.count(name) > 1}:
                raise ValueError(f"“{doubled.pop()}” is there twice.")
        return self


def load(path: Path) -> SourcesFile:
    """Read and check a file. Raises SourcesFileError."""
    try:
        given = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise SourcesFileError(f"{path} cannot be read: {problem.strerror}.") from None
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        raise SourcesFileError(f"{path} is not YAML: {problem}") from None
    return check(given if given is not None else {})


def check(given: Any) -> SourcesFile:
    """Check what a file says, with what it leaves to presets. Raises SourcesFileError."""
    if isinstance(given, dict) and isinstance(given.get("sources"), list):
        given = {**given, "sources": [filled(source) for source in given["sources"]]}
    try:
        found = SourcesFile.model_validate(given)
    except ValidationError as problem:
        raise SourcesFileError("\n".join(_told(problem, given, SourcesFile))) from None
    mistakes = [line for number, entry in enumerate(found.sources) for line in _settings(number, entry, given)]
    if mistakes:
        raise SourcesFileError("\n".join(mistakes))
    return found


def _settings(number: int, entry: SourceEntry, given: Any) -> list[str]:
    if entry.kind not in KINDS:
        near = _near(entry.kind, KINDS)
        return [f"sources[{entry.name}].kind: there is no kind “{entry.kind}”{near}. Kinds: {', '.join(KINDS)}."]
    try:
        KINDS[entry.kind].Settings.model_validate(entry.settings)
    except ValidationError as problem:
        return _told(problem, given, KINDS[entry.kind].Settings, ("sources", number, "settings"))
    return KINDS[entry.kind].mistakes(entry)


def _told(problem: ValidationError, given: Any, model: type[BaseModel], below: tuple = ()) -> list[str]:
    lines = []
    for error in problem.errors():
        where = _path((*below, *error["loc"]), given)
        if error["type"] == "extra_forbidden":
            key = str(error["loc"][-1])
            lines.append(f"{where}: unknown key “{key}”{_near(key, _known_keys(model, error['loc'][:-1]))}.")
        else:
            said = error["msg"].removeprefix("Value error, ")
            lines.append(f"{where}: {said[0].lower() + said[1:] if said.startswith('Field') else said}")
    return lines


def _near(key: str, known: Any) -> str:
    found = difflib.get_close_matches(key, list(known), n=1, cutoff=0.5)
    return f"; did you mean “{found[0]}”" if found else f"; known here: {', '.join(sorted(known))}" if known else ""


def _path(loc: tuple, given: Any) -> str:
    """Where it is, with the names of sources and streams instead of their numbers."""
    written = ""
    for step in loc:
        given = _inside(given, step)
        if isinstance(step, int):
            name = (given.get("name") or given.get("key")) if isinstance(given, dict) else None
            written += f"[{name if isinstance(name, str) else step}]"
        else:
            written += f".{step}" if written else str(step)
    return written or "the file"


def _inside(given: Any, step: Any) -> Any:
    try:
        return given[step]
    except (KeyError, IndexError, TypeError):
        return None


def _known_keys(model: Any, loc: tuple) -> list[str]:
    models = _models(model)
    for step in loc:
        if isinstance(step, int):
            continue
        fields = [field for each in models for name, field in each.model_fields.items() if step in (name, field.alias)]
        if fields:
            models = [found for field in fields for found in _models(field.annotation)]
    return sorted({field.alias or name for each in models for name, field in each.model_fields.items()})


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    if get_origin(annotation) in (list, dict, tuple, Union, UnionType, Annotated):
        return [found for inner in get_args(annotation) for found in _models(inner)]
    return []
