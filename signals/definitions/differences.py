"""What changed between two versions of a definition, part by part, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from signals.definitions.explained import explain_selection
from signals.definitions.parts import Selection, Term

LABELS = {
    "what": "What is counted",
    "numerator": "Numerator",
    "denominator": "Denominator",
    "kind": "Kind",
    "window": "Window",
    "from": "From",
    "to": "Until",
    "split_at": "Split at",
    "split_names": "Names of the two parts",
    "rank_by": "Ranked by",
    "settle_days": "Days to settle",
    "counted_by": "Counted by",
    "unfinished": "What still waits",
    "enters": "Enters",
    "reaches": "Reaches",
    "functions": "Heads that sign",
    "sources": "Sources",
    "tolerated_age": "Tolerated age",
    "source_label": "Words for its sources",
}


@dataclass(frozen=True)
class Difference:
    """One part that differs: its name, what it was, what it is; empty where the part was or is absent."""

    part: str
    was: str
    now: str


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """The parts that differ between two entries (as `services.entry_of` writes them), in the order of the later one."""
    was, now = dict(_parts(before)), dict(_parts(after))
    names = [*now, *(name for name in was if name not in now)]
    return [Difference(name, was.get(name, ""), now.get(name, "")) for name in names if was.get(name, "") != now.get(name, "")]


def formula(entry: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Every part of an entry that is said, with its name, in words: what is counted, window, target, watch, sources, age."""
    return list(_parts(entry))


def _parts(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in entry.items():
        if name == "definition":
            yield from _parts(value)
        elif name in ("target", "watch"):
            yield name.capitalize(), _measured(value, entry.get("unit", ""), entry.get("currency", ""))
        elif name not in ("key", "name", "description", "topic", "function", "position"):
            yield LABELS.get(name, name.replace("_", " ").capitalize()), _in_words(name, value)


def _measured(value: Any, unit: str, currency: str) -> str:
    """A target in the measure of its metric and exactly, so that the least change of it is told: 0.255 of a share is 25.5%."""
    if unit == "%":
        return f"{(Decimal(str(value)) * 100).normalize():f}%"
    return f"{value} {currency if unit == 'money' else unit if unit in ('h', 'd') else ''}".strip()


def _in_words(name: str, value: Any) -> str:
    """A part as people read it: selections as in the sentence, the rest as it is written."""
    if isinstance(value, list):
        return _terms(value) if name in ("numerator", "denominator") else ", ".join(_in_words("", each) for each in value)
    if isinstance(value, Mapping):
        try:
            return _with_filters(explain_selection(Selection.model_validate(value)), value) if name == "what" else _plain(value)
        except ValidationError:
            return _plain(value)
    return str(value)


def _terms(terms: list) -> str:
    text = ""
    for given in terms:
        term = Term.model_validate(given)
        text += (" minus " if term.sign == "minus" else " plus ") + _with_filters(explain_selection(term), given)
    return text.removeprefix(" plus ").strip()


def _with_filters(sentence: str, given: Mapping) -> str:
    """What people call a selection, and what it reads: a name alone could hide a change."""
    return f"{sentence} ({_plain({k: v for k, v in given.items() if k != 'called'})})" if given.get("called") else sentence


def _plain(value: Mapping) -> str:
    return ", ".join(f"{name.replace('_', ' ')}: {_in_words('', each)}" for name, each in value.items())
