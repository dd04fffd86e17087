"""Drift: columns that are gone, new or of another type than expected, each since when."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from signals.mapping.columns import is_empty
from signals.mapping.compiled import Compiled
from signals.mapping.page import Page

LOOKED_AT = 100
WORDS = {str: "text", int: "number", float: "number", bool: "yes or no", list: "list", dict: "record"}
SOMETIMES = "?"  # after a type: some records come without this column, so that its absence says nothing


@dataclass(frozen=True)
class Change:
    """One column that is not as expected: gone, new or of another type; whether rows are made from it; since when."""

    column: str
    what: str
    was: str
    now: str
    mapped: bool
    since: str

    @property
    def sentence(self) -> str:
        """What happened, without the since."""
        if self.what == "gone":
            return f"The column “{self.column}” is gone{', and rows are made from it' if self.mapped else ''}."
        if self.what == "new":
            return f"The column “{self.column}” is new."
        return f"The column “{self.column}” was {self.was} and is {self.now}."

    @property
    def since_at(self) -> datetime:
        """The first pull that saw it."""
        return datetime.fromisoformat(self.since)


def changes_of(drift: Iterable) -> list[Change]:
    """What a stream keeps of its drift, typed."""
    return [Change(**told) for told in drift if isinstance(told, dict)]


def accepted(fingerprint: dict[str, str], drift: Iterable) -> dict[str, str]:
    """The shape that is expected once the drift is: what is gone is not missed, what is new or of another type belongs."""
    expected = dict(fingerprint)
    for change in changes_of(drift):
        expected.pop(change.column, None)
        if change.what != "gone":
            expected[change.column] = change.now
    return expected


class Drift:
    """Compares the columns of one read with those expected."""

    def __init__(self, stream, compiled: Compiled):
        self._expect(stream)
        self.ignored = set(compiled.mapping.ignore)
        self.mapped = {path.split(".")[0] for path in compiled.columns} | compiled.columns
        self.seen: dict[str, str] = {}
        self.counts: dict[str, int] = {}
        self.records = 0

    def _expect(self, stream) -> None:
        self.expected: dict[str, str] = stream.fingerprint
        self.before = {(change.column, change.what, change.now): change.since for change in changes_of(stream.drift)}

    def see(self, page: Page) -> None:
        """Look at some of a page's records."""
        sample = page.sample(LOOKED_AT)
        self.records += len(sample)
        for names, count in Counter(map(tuple, sample)).items():
            for name in names:
                if name not in self.ignored:
                    self.counts[name] = self.counts.get(name, 0) + count
                    self.seen.setdefault(name, "")
        for name in [name for name, kind in self.seen.items() if not kind]:
            values = (value for record in sample if not is_empty(value := record.get(name)))
            if (value := next(values, None)) is not None:
                self.seen[name] = WORDS.get(type(value), "text")

    def found(self, stream, at: datetime) -> dict:
        """What to keep on the stream, given as it now is: the columns expected from now on, and what is not as expected.

        Somebody may have said, while it was read, that what was there before is expected now.
        """
        self._expect(stream)
        if not self.seen:
            return {}
        changes = [*self._gone(at), *self._new(at), *self._retyped(at)]
        return {"fingerprint": self._expected(changes), "drift": [asdict(change) for change in changes]}

    def _change(self, column: str, what: str, now: str, at: datetime) -> Change:
        since = self.before.get((column, what, now), at.isoformat())
        return Change(column, what, plain(self.expected.get(column, "")), now, column in self.mapped, since)

    def _gone(self, at: datetime) -> list[Change]:
        missing = self.expected.keys() - self.seen.keys() - self.ignored
        return [self._change(name, "gone", "", at) for name in sorted(missing) if not is_sometimes(self.expected[name])]

    def _new(self, at: datetime) -> list[Change]:
        new = sorted(self.seen.keys() - self.expected.keys()) if self.expected else []
        return [self._change(name, "new", self._kind(name), at) for name in new]

    def _retyped(self, at: datetime) -> list[Change]:
        kinds = {name: (plain(self.expected.get(name, "")), kind) for name, kind in self.seen.items()}
        return [
            self._change(name, "type", kind, at) for name, (was, kind) in sorted(kinds.items()) if was and kind and was != kind
        ]

    def _kind(self, name: str) -> str:
        """The type of a column as it is kept: with a mark where some records come without it."""
        return self.seen[name] + (SOMETIMES if self.counts[name] < self.records else "")

    def _expected(self, changes: list[Change]) -> dict[str, str]:
        """What was expected stays, with types that were not known yet; on the first read, all that was seen."""
        if not self.expected:
            return {name: self._kind(name) for name in self.seen}
        told = {name: kind for name, kind in self.expected.items() if name not in self.ignored}
        for name in told.keys() & self.seen.keys():
            sometimes = is_sometimes(told[name]) or self.counts[name] < self.records
            told[name] = (plain(told[name]) or self.seen[name]) + (SOMETIMES if sometimes else "")
        return told


def plain(kind: str) -> str:
    """A type without the mark."""
    return kind.removesuffix(SOMETIMES)


def is_sometimes(kind: str) -> bool:
    """Whether some records come without the column."""
    return kind.endswith(SOMETIMES)
