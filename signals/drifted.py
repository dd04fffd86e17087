"""Which definitions rest on a column that is gone or has changed its type: they say unknown until somebody has looked."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from revenue_arc.words import day
from signals.drift import Change, changes_of
from signals.mapping.columns import columns_of
from signals.mapping.declared import Mapping, Value
from signals.models import Source, Stream

DESCRIBES = ("title", "name", "aliases")  # what only names a row changes no number
COUNTED = ("amount", "value")


def why_unknown(spec: dict[str, Any], sources: Iterable[Source]) -> str:
    """Which column of which source a definition lacks, and since when; empty where it lacks none. One query."""
    drifted = Stream.objects.filter(source__in=list(sources), retired=False).exclude(drift=[]).select_related("source")
    nouns = set(_nouns(spec))
    for stream in drifted:
        if change := lacking(stream, nouns):
            is_now = "is gone" if change.what == "gone" else f"was {change.was} and is {change.now}"
            since = day(datetime.fromisoformat(change.since))
            return f"The column “{change.column}” of {stream.source.name}, {stream.name} {is_now} since {since}."
    return ""


def lacking(stream: Stream, nouns: set[str]) -> Change | None:
    """The first change of a stream that touches rows of these nouns (`work:KIND`, `signal:KEY`)."""
    changes = {change.column: change for change in changes_of(stream.drift) if change.what != "new" and change.mapped}
    if not changes:
        return None
    mapping = Mapping.model_validate(stream.mapping)
    shared = [value for value in (mapping.id, mapping.deleted) if value]
    for row in mapping.records:
        made = next(said for said in (row.work, row.event, row.party, row.part, row.signal) if said is not None)
        if not _is_counted(row, nouns):
            continue
        for field, value in [*(("id", value) for value in shared), *_values(made)]:
            for path in columns_of(value):
                change = changes.get(path) or changes.get(path.split(".")[0])
                if change and (change.what == "gone" or field in COUNTED):
                    return change
    return None


def _is_counted(row: Any, nouns: set[str]) -> bool:
    """Whether the definition counts what this row becomes; a kind that is read from a column may be any."""
    if row.work is not None:
        return _matches("work", row.work.kind.const, nouns)
    if row.event is not None:
        return _matches("work", row.event.work.kind, nouns)
    if row.signal is not None:
        return _matches("signal", row.signal.metric.const, nouns)
    return False


def _matches(noun: str, kind: object, nouns: set[str]) -> bool:
    if kind is None:
        return any(found.startswith(f"{noun}:") for found in nouns)
    return f"{noun}:{kind}" in nouns


def _values(said: Any) -> Iterator[tuple[str, Value]]:
    """The fields of a row that can change a number, with the values that they read."""
    for field in type(said).model_fields:
        value = getattr(said, field)
        if field in DESCRIBES or value is None:
            continue
        if isinstance(value, Value):
            yield field, value
        elif isinstance(value, dict):
            yield from ((field, inner) for inner in value.values() if isinstance(inner, Value))
        elif field == "party":
            yield from ((field, inner) for _, inner in value.keys)
        elif hasattr(value, "id") and isinstance(value.id, Value):
            yield field, value.id
        elif hasattr(value, "name") and isinstance(value.name, Value):
            yield field, value.name


def _nouns(spec: Any) -> Iterator[str]:
    """Every kind of work and every metric key that a definition names."""
    if isinstance(spec, list):
        for inner in spec:
            yield from _nouns(inner)
    if not isinstance(spec, dict):
        return
    for key, value in spec.items():
        if key == "work" and isinstance(value, str):
            yield f"work:{value}"
        elif key in ("signals", "signal") and value:
            yield from (f"signal:{name}" for name in ([value] if isinstance(value, str) else value))
        else:
            yield from _nouns(value)
