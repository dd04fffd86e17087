"""The rows of a query as records, each with the keys by which reading goes on."""

import re
from typing import NamedTuple

from signals.connectors.plain import plain
from signals.entries import Keyset, StreamEntry
from signals.failures import Permanent
from signals.warehouse.keyset import Mark


class Row(NamedTuple):
    """A row as a record, with its two keys."""

    record: dict
    keys: tuple[Mark | None, Mark]

    @classmethod
    def of(cls, names: list[str], values: tuple) -> "Row":
        """A row whose last two values are its keys. Raises Permanent where it has no id."""
        *said, key, own = values
        if own is None:
            raise Permanent("A row has no id, by which the keyset goes.", "Name a column in `keyset` that is never empty.")
        return cls(dict(zip(names, map(plain, said), strict=True)), (None if key is None else Mark.of(key), Mark.of(own)))


def only_selects(query: str) -> bool:
    """Whether a query is one SELECT, as far as its text tells; the transaction it is asked in can write nothing anyway."""
    return ";" not in query.strip().rstrip(";") and bool(re.match(r"(select|with)\b", query.strip(), re.IGNORECASE))


def asked_of(entry: StreamEntry) -> tuple[str, Keyset]:
    """A stream's query, and by which columns it is read on. Raises Permanent where it has not both."""
    if not entry.query or not only_selects(entry.query) or entry.keyset is None:
        raise Permanent("This stream has no query that only selects, with a keyset.", "Correct `query` and `keyset`.")
    return entry.query, entry.keyset
