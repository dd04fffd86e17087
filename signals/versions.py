"""The versions of a metric's definition: what each says, who signed which and when, what changed from one to another."""

from collections.abc import Sequence
from dataclasses import dataclass

from signals.definitions import explain, parse_spec
from signals.definitions.differences import Difference, differences, formula
from signals.models import Definition, Signature
from signals.services import entry_of


@dataclass(frozen=True)
class Version:
    """One version as the metric's page shows it; `changed` from the one before."""

    definition: Definition
    sentence: str
    formula: Sequence[tuple[str, str]]
    signatures: Sequence[Signature]
    missing: Sequence[str]
    changed: Sequence[Difference]
    first: bool


def versions_of(definitions: Sequence[Definition]) -> list[Version]:
    """The versions, the newest first, as they are given; no query where sources, metric and signatures are at hand."""
    entries = [entry_of(each) for each in definitions]
    before = [*entries[1:], None][: len(entries)]
    return [
        Version(
            definition=each,
            sentence=explain(parse_spec(each.spec)),
            formula=formula(entry),
            signatures=list(each.signatures.all()),
            missing=each.unsigned(),
            changed=differences(earlier, entry) if earlier is not None else [],
            first=earlier is None,
        )
        for each, entry, earlier in zip(definitions, entries, before, strict=True)
    ]


def between(
    definitions: Sequence[Definition], earlier: str, later: str
) -> tuple[Definition, Definition, list[Difference]] | None:
    """Two versions by their numbers as text, the older first, with what changed; None where there are no such two."""
    numbered = {str(each.version): each for each in definitions}
    if earlier not in numbered or later not in numbered or earlier == later:
        return None
    one, other = sorted((numbered[earlier], numbered[later]), key=lambda each: each.version)
    return one, other, differences(entry_of(one), entry_of(other))
