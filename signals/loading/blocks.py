"""Rows of work, events and parts as COPY text, a column at a time, but for what only the database knows."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import orjson

from signals.loading.escaping import NOTHING, all_escaped, field
from signals.loading.sorting import Line
from signals.mapping.rows import PartFound, PartyFound, Row, SignalRow

DEFAULTS: dict[str, dict[str, str]] = {
    "work": dict.fromkeys(("title", "status", "status_category", "reason", "holder", "currency"), "")
    | dict.fromkeys(("opened_precision", "due_precision", "closed_precision"), "instant"),
    "event": {"from_value": "", "to_value": "", "actor": "", "precision": "instant"},
    "part": {"name": ""},
}
CARRIED = ("external_id", "ordinal", "version", "flags")
ASKS = {"work": ("deleted_at", "party_id", "part_id"), "event": ("deleted_at",), "part": ("deleted_at",)}
OTHER_WORK = {"work": ("origin_key", "origin_id"), "event": ("work_key", "work_id")}
Mapped = tuple[Row, Line]


class Named(NamedTuple):
    """What a row names that only the database has a number for; and whether its source has deleted it."""

    party: PartyFound | None
    part: PartFound | None
    work: str | None
    deleted: bool


@dataclass(slots=True)
class Block:
    """Rows of one kind that have the same columns, each key once.

    `template` has a `%s` at the beginning of each line, for the columns that it `asks` the database for; `named[places[i]]` is
    what row i names there.
    """

    kind: str
    asks: tuple[str, ...]
    columns: tuple[str, ...]
    template: bytes
    named: list[Named]
    places: list[int]

    def text(self, numbers: Iterable[Callable[[Named], object]]) -> bytes:
        """The lines as COPY's text format writes them; `numbers` give what it asks for, in that order."""
        reads = [*numbers]
        known = ["".join([f"{field(read(named))}\t" for read in reads]).encode() for named in self.named]
        return self.template % tuple(map(known.__getitem__, self.places))


@dataclass(slots=True)
class Rows:
    """What a page's records become: work and events as blocks, all else row by row."""

    blocks: list[Block]
    others: list[tuple[Row | SignalRow, Line]]

    @property
    def parties(self) -> Iterator[PartyFound | None]:
        """The customers that are named."""
        yield from (named.party for block in self.blocks for named in block.named)
        yield from (row.party for row, _ in self.others)


def rows_of(lines: Iterable[Line], ordinals: Sequence[int] | dict[int, int]) -> Rows:
    """The rows of records that are to be loaded; work comes before the events that name it."""
    kinds: dict[str, list[Mapped]] = {"work": [], "event": []}
    others: list[tuple[Row | SignalRow, Line]] = []
    for line in lines:
        own = line._replace(rows=())
        for row in line.rows:
            (kinds[row.kind] if type(row) is Row and row.kind in kinds else others).append((row, own))  # type: ignore[arg-type]
    return Rows([block for kind, rows in kinds.items() for block in blocks(kind, rows, ordinals)], others)


def blocks(kind: str, rows: Iterable[Mapped], ordinals: Sequence[int] | dict[int, int]) -> list[Block]:
    """Rows of one kind as blocks; of several with one key and the same columns the last."""
    groups: dict[tuple, dict[object, Mapped]] = {}
    for one in rows:
        row = one[0]
        key = row.external_id if kind == "event" else (row.values["kind"], row.external_id)
        groups.setdefault((row.work is not None, *row.values), {})[key] = one
    return [_block(kind, columns, [*chosen.values()], ordinals) for (_, *columns), chosen in groups.items()]


def _block(kind: str, columns: list[str], chosen: list[Mapped], ordinals: Sequence[int] | dict[int, int]) -> Block:
    rows, lines = [row for row, _ in chosen], [line for _, line in chosen]
    defaults = DEFAULTS[kind]
    texts = [_column([row.values[name] for row in rows], defaults.get(name, NOTHING)) for name in columns]
    texts += [
        all_escaped([row.external_id for row in rows]),
        [str(ordinals[line.number]) for line in lines],
        _column([line.version for line in lines], NOTHING),
        _column([row.flags or None for row in rows], NOTHING),
    ]
    key, number = OTHER_WORK[kind] if rows[0].work is not None else ("", "")
    if key:
        texts.append(all_escaped([row.work for row in rows]))  # type: ignore[misc]
    body = "\n".join(map("\t".join, zip(*texts, strict=True))).replace("%", "%%")
    named = [Named(row.party, row.part, row.work, line.deleted) for row, line in chosen]
    places = {one: number for number, one in enumerate(dict.fromkeys(named))}
    return Block(
        kind=kind,
        asks=(*ASKS[kind], number) if key else ASKS[kind],
        columns=(*columns, *CARRIED, key) if key else (*columns, *CARRIED),
        template=f"%s{body.replace(chr(10), chr(10) + '%s')}\n".encode(),
        named=[*places],
        places=[places[one] for one in named],
    )


def _column(values: list, default: str) -> list[str]:
    """A column's values as COPY's text format writes them; `default` for None."""
    kinds = set(map(type, values))
    if kinds == {str}:
        return all_escaped(values)
    if kinds == {dict}:
        return all_escaped([orjson.dumps(value).decode() for value in values])
    return [default if value is None else field(value) for value in values]
