"""What sampled records would become: the rows of each in words, or why it would be rejected. Nothing is loaded."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice, zip_longest

import orjson

from signals.mapping.compiled import Compiled, Place
from signals.mapping.declared import Mapping
from signals.mapping.instants import Instant
from signals.mapping.refusals import Refused
from signals.mapping.rows import PartyFound, Row, SignalRow
from signals.models.loaded import Precision
from signals.sampling import Sample

SHOWN = 20
LABELS = {"status_category": "means", "opened_at": "opened", "due_at": "due", "closed_at": "closed"}
PRECISIONS = {"opened_precision", "due_precision", "closed_precision", "precision"}
HIDDEN = {"kind", "title", "name", "currency", "dimensions", *PRECISIONS}
NOUNS = {"work": "Work", "event": "Event", "party": "Customer", "part": "Part", "signal": "Signal"}
Fact = tuple[str, str]


@dataclass(frozen=True)
class Made:
    """One row that a record becomes: its noun and kind, what it is called, its fields in words, what was unreadable."""

    noun: str
    kind: str
    title: str
    facts: list[Fact] = field(default_factory=list)
    flags: list[Fact] = field(default_factory=list)


@dataclass(frozen=True)
class Became:
    """One record with the rows that it becomes; or rejected, and why."""

    record_id: str
    rows: list[Made] = field(default_factory=list)
    refused: str = ""
    field: str = ""
    raw: str = ""


@dataclass(frozen=True)
class Outcome:
    """A stream's sample, mapped: the first records in words, and how many of all would be loaded or rejected."""

    shown: list[Became]
    read: int
    rejected: int
    flagged: int
    different: int

    @property
    def loaded(self) -> int:
        """Records that would be loaded."""
        return self.read - self.rejected

    @property
    def overwritten(self) -> int:
        """Records that another one of the same id takes the place of."""
        return self.loaded - self.different


def outcome_of(mapping: Mapping, sample: Sample, place: Place) -> Outcome:
    """Map every sampled record; those that would be rejected are shown first."""
    compiled = Compiled(mapping, place)
    became = [_became(compiled, sample, number, record) for number, record in enumerate(sample.records)]
    rejected = [one for one in became if one.refused]
    fine = [one for one in became if not one.refused]
    few = rejected[: SHOWN // 2] if len(fine) > SHOWN // 2 else rejected[:SHOWN]
    flagged = sum(1 for one in fine if any(row.flags for row in one.rows))
    return Outcome(
        [*few, *_some_of_each(fine, SHOWN - len(few))],
        len(became),
        len(rejected),
        flagged,
        len({one.record_id for one in fine}),
    )


def _some_of_each(fine: list[Became], count: int) -> list[Became]:
    """So many of what the records become, as many of each kind as there is room for, in the order in which they came."""
    kinds: dict[tuple, list[int]] = {}
    for place, one in enumerate(fine):
        kinds.setdefault(tuple((row.noun, row.kind) for row in one.rows), []).append(place)
    turns = (place for round_ in zip_longest(*kinds.values()) for place in round_ if place is not None)
    return [fine[place] for place in sorted(islice(turns, count))]


def _became(compiled: Compiled, sample: Sample, number: int, record: dict | None) -> Became:
    raw = sample.raws[number]
    if record is None:
        return Became("", refused=f"It cannot be read: {sample.broken.get(number, 'it is not a record')}.", raw=raw)
    return became(compiled, record, raw)


def became(compiled: Compiled, record: dict, raw: str = "") -> Became:
    """What one record becomes, in words."""
    record_id = ""
    try:
        record_id = compiled.record_id(record)
        compiled.version(record)
        rows = [_made(row) for row in compiled.rows(record, record_id)]
    except Refused as problem:
        return Became(record_id, refused=problem.message, field=problem.field, raw=raw)
    return Became(record_id, rows, raw=raw)


def _made(row: Row | SignalRow) -> Made:
    return _signal(row) if isinstance(row, SignalRow) else _row(row)


def _signal(row: SignalRow) -> Made:
    value = f"{row.value} {row.unit}".strip() if row.value is not None else ""
    facts = [("at", _moment(row.at.text, row.grain)), ("value", value), *_named(row.party, row.part, row.work)]
    facts += list(orjson.loads(row.dimensions).items())
    return Made(NOUNS["signal"], "", row.metric_key, _said(facts), list((row.flags or {}).items()))


def _row(row: Row) -> Made:
    values, facts = row.values, []
    for name, value in values.items():
        if name not in HIDDEN:
            precision = values.get(f"{name.removesuffix('_at')}_precision", values.get("precision", Precision.INSTANT))
            shown = _moment(value, precision) if name == "at" or name.endswith("_at") else value
            facts.append((LABELS.get(name, name.replace("_", " ")), _with_currency(name, shown, values)))
    party = None if row.kind == "party" else row.party
    facts += [*_named(party, row.part, row.work), *values.get("dimensions", {}).items()]
    title = values.get("title") or values.get("name") or (row.party.name if row.party else "") or row.external_id
    if row.kind == "party" and row.party:
        title = values.get("name") or row.party.name
        facts = [(namespace, value) for namespace, value in row.party.keys] + facts
    return Made(NOUNS[row.kind], values.get("kind") or "", title, _said(facts), list(row.flags.items()))


def _with_currency(name: str, value: object, values: dict) -> object:
    return f"{value} {values['currency']}" if name == "amount" and value and values.get("currency") else value


def _named(party: PartyFound | None, part: object, work: str | None) -> Sequence[tuple[str, object]]:
    keys = f" ({', '.join(value for _, value in party.keys)})" if party else ""
    named = [("customer", f"{party.name}{keys}" if party else ""), ("part", getattr(part, "name", "")), ("work", work or "")]
    return named


def _moment(value: object, precision: str) -> object:
    """An instant in words that show how exactly it is known."""
    text = value.text if isinstance(value, Instant) else value
    if not isinstance(text, str):
        return text
    return text[:10] if precision == Precision.DAY else f"{text[:10]} {text[11:16]} UTC"


def _said(facts: Sequence[tuple[str, object]]) -> list[Fact]:
    return [(name, str(value)) for name, value in facts if value not in (None, "", {}, [])]
