"""Drift: columns that came, went or changed their type since the last pull."""

from signals.connectors.base import Page
from signals.mapping.columns import is_empty
from signals.mapping.compiled import Compiled

LOOKED_AT = 100
WORDS = {str: "text", int: "number", float: "number", bool: "yes or no", list: "list", dict: "record"}


class Drift:
    """Compares the columns of one read with those seen before."""

    def __init__(self, stream, compiled: Compiled):
        self.before: dict[str, str] = stream.fingerprint
        self.ignored = set(compiled.mapping.ignore)
        self.mapped = {path.split(".")[0] for path in compiled.columns} | compiled.columns
        self.seen: dict[str, str] = {}

    def see(self, page: Page) -> None:
        """Look at some of a page's records."""
        for record in page.sample(LOOKED_AT):
            for name, value in record.items():
                if name not in self.ignored and (name not in self.seen or not self.seen[name]):
                    self.seen[name] = "" if is_empty(value) else WORDS.get(type(value), "text")

    def found(self) -> dict:
        """What to keep on the stream: the columns, and sentences on what changed."""
        if not self.seen:
            return {}
        sentences = []
        for name in sorted(self.before.keys() - self.seen.keys() - self.ignored):
            sentences.append(f"The column “{name}” is gone{', and rows are made from it' if name in self.mapped else ''}.")
        for name in sorted(self.seen.keys() - self.before.keys()) if self.before else []:
            sentences.append(f"The column “{name}” is new.")
        for name, kind in sorted(self.seen.items()):
            if kind and self.before.get(name) not in (None, "", kind):
                sentences.append(f"The column “{name}” was {self.before[name]} and is {kind}.")
        kept = {
            **{name: self.before[name] for name in self.before.keys() & self.seen.keys()},
            **{n: k for n, k in self.seen.items() if k},
        }
        kept = {name: kept.get(name, "") for name in self.seen}
        return {"fingerprint": kept} | ({"drift": sentences} if sentences else {})
