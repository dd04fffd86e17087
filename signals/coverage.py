"""How far each function's records resolve to customers: shares and sentences of what was counted. Values in, values out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from people.models import Function
from revenue_arc.words import listed, percent

KINDS = ("work", "signals")


@dataclass(frozen=True)
class Counted:
    """The records of one stream that can name a customer: how many there are, how many resolve, how many name nobody.

    `apart` are those that by their mapping name none, such as campaigns and spend: they are no failure to resolve.
    """

    stream: str
    source: str
    function: str
    records: int
    resolved: int
    unnamed: int
    number: int = 0
    apart: int = 0
    kinds: Sequence[str] = KINDS

    @property
    def private(self) -> int:
        """Records that name a person of whom no company is known."""
        return self.records - self.resolved - self.unnamed

    @property
    def share(self) -> float | None:
        """The share that resolves; None where there is no record."""
        return self.resolved / self.records if self.records else None


@dataclass(frozen=True)
class Covered:
    """One function: its streams, and what they come to."""

    function: str
    label: str
    streams: list[Counted] = field(default_factory=list)

    @property
    def records(self) -> int:
        """All its records that can name a customer."""
        return sum(stream.records for stream in self.streams)

    @property
    def apart(self) -> int:
        """Those beside them that name no customer by their mapping."""
        return sum(stream.apart for stream in self.streams)

    @property
    def resolved(self) -> int:
        """Those that resolve to a customer."""
        return sum(stream.resolved for stream in self.streams)

    @property
    def unresolved(self) -> int:
        """Those that do not."""
        return self.records - self.resolved

    @property
    def share(self) -> float | None:
        """The share that resolves; None where there is no record."""
        return self.resolved / self.records if self.records else None


def kinds_that_name(mapping: Mapping[str, Any]) -> list[str]:
    """Of `work` and `signals` those that a stream's mapping reads a customer for; both where nothing is mapped."""
    rows = mapping.get("records", [])
    if not rows:
        return list(KINDS)
    named = {"work": "work", "signals": "signal"}
    return [kind for kind in KINDS if any((row.get(named[kind]) or {}).get("party") for row in rows)]


def counted(rows: Iterable[Mapping[str, Any]], streams: Mapping[int, tuple[str, str, str]]) -> list[Counted]:
    """What was counted, with `streams`: {number: (stream, source, function)}; a stream that is gone is left out."""
    return [
        Counted(
            *streams[row["stream"]],
            records=row["records"],
            resolved=row["resolved"],
            unnamed=row["unnamed"],
            number=row["stream"],
            apart=row.get("apart", 0),
            kinds=tuple(row.get("kinds", KINDS)),
        )
        for row in rows
        if row["stream"] in streams
    ]


def by_function(streams: Iterable[Counted]) -> list[Covered]:
    """The four functions in the order of the arc, then what is shared, where there is any."""
    streams = list(streams)
    found = [
        Covered(key, label, sorted((one for one in streams if one.function == key), key=lambda one: (one.source, one.stream)))
        for key, label in [*Function.choices, ("", "Shared")]
    ]
    return [one for one in found if one.function or one.streams]


def sentence(covered: Iterable[Covered]) -> str:
    """What the shares say, in a sentence or two."""
    known = [(one, one.share) for one in covered if one.share is not None]
    if not known:
        return "No record has been counted yet."
    records, resolved = sum(one.records for one, _ in known), sum(one.resolved for one, _ in known)
    said = f"{resolved:,} of {records:,} records that can name a customer ({percent(resolved / records)}) lead to one."
    own = [(one, share) for one, share in known if one.function]
    if len(own) > 1:
        least, share = min(own, key=lambda item: item[1])
        if share < 1:
            said += f" {least.label}\u2019s lead there least: {percent(share)}."
    blind = [one for one in covered if one.function and one.share is None]
    if nothing := [one.label for one in blind if not one.apart]:
        said += f" Of {listed(nothing)} there is no record at all."
    if others := [one.label for one in blind if one.apart]:
        said += f" Of {listed(others)} no record can name a customer."
    return said
