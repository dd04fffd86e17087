"""What a record becomes, before its customer, part and work are looked up."""

from dataclasses import dataclass, field
from typing import NamedTuple

from signals.mapping.instants import Instant
from signals.mapping.keys import Key


class PartyFound(NamedTuple):
    """The customer a row names: its keys, the first of which is its own."""

    keys: tuple[Key, ...]
    kind: str
    name: str


class PartFound(NamedTuple):
    """The part a row names, as written."""

    kind: str
    name: str


@dataclass(slots=True)
class Row:
    """One row of work, event, party, part or signal. Values are text or instants; None is empty."""

    kind: str
    external_id: str
    values: dict
    party: PartyFound | None = None
    part: PartFound | None = None
    work: str | None = None
    aliases: list[str] = field(default_factory=list)
    flags: dict[str, str] = field(default_factory=dict)
    merges: list[tuple[Key, Key]] = field(default_factory=list)


class SignalRow(NamedTuple):
    """A signal; a tuple, because millions of them pass."""

    external_id: str
    at: Instant
    grain: str
    metric_key: str
    value: str | None
    unit: str
    party: PartyFound | None
    work: str | None
    part: PartFound | None
    dimensions: str
    flags: dict[str, str] | None
