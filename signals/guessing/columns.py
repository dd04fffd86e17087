"""The columns of sampled records, with what stands in them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from signals.guessing.kinds import Guess, kind_of
from signals.mapping.columns import is_empty

DEEPEST = 3
SHOWN = 3
SHOWN_LENGTH = 60


@dataclass(frozen=True)
class Column:
    """One column or dotted path: what it looks like, some of its values, how often it is filled, whether each is another."""

    name: str
    guess: Guess
    examples: list[str]
    filled: int
    distinct: int
    words: list[str] = field(default_factory=list)

    @property
    def unique(self) -> bool:
        """Whether no two records share a value."""
        return self.filled > 1 and not self.repeats

    @property
    def repeats(self) -> bool:
        """Whether two records share a value."""
        return self.distinct < self.filled


def columns_of(records: Iterable[dict], *, flat: bool) -> list[Column]:
    """The columns in the order in which they come; of nested records (not `flat`), dotted paths. Lists are left out."""
    values: dict[str, list[object]] = {}
    for record in records:
        for name, value in _leaves(record, "", 1, flat=flat):
            values.setdefault(name, []).append(value)
    return [_column(name, found) for name, found in values.items()]


def _leaves(record: dict, above: str, depth: int, *, flat: bool):
    for name, value in record.items():
        if isinstance(value, dict) and not flat:
            if depth < DEEPEST and "." not in str(name):
                yield from _leaves(value, f"{above}{name}.", depth + 1, flat=flat)
        elif not isinstance(value, list | dict):
            yield f"{above}{name}", value


def _column(name: str, values: list[object]) -> Column:
    filled = [value for value in values if not is_empty(value)]
    texts = list(dict.fromkeys(str(value) for value in filled))
    examples = [text if len(text) <= SHOWN_LENGTH else f"{text[: SHOWN_LENGTH - 1]}…" for text in texts[:SHOWN]]
    return Column(name, kind_of(filled, name), examples, len(filled), len(texts), texts[:12] if len(texts) <= 12 else [])
