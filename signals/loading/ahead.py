"""A page's rows made before anything is known of its records: of use where all of them turn out to be new."""

from collections.abc import Callable
from dataclasses import dataclass

from signals.loading.blocks import Rows, rows_of
from signals.loading.prepare import Prepared
from signals.loading.sorting import mapper
from signals.mapping.compiled import Compiled
from signals.mapping.refusals import Refused


@dataclass(slots=True)
class Ahead:
    """The rows of all a page's records, each of which is there once; `versions` and `deleted` of each record by its place."""

    rows: Rows
    versions: list[int | None]
    deleted: list[int]


def rows_ahead(compiled: Compiled) -> Callable[[Prepared], Ahead | None]:
    """A function that maps a page; it gives None where a record must be looked at by itself: refused, or there twice."""
    map_one = mapper(compiled)

    def ahead(prepared: Prepared) -> Ahead | None:
        if prepared.refused or not prepared.ids or len(set(prepared.ids)) < len(prepared.ids):
            return None
        ids, records = prepared.ids, prepared.page.records
        try:
            lines = [map_one(number, records[number], ids[number]) for number in range(len(ids))]  # type: ignore[arg-type]
        except Refused:
            return None
        return Ahead(
            rows_of(lines, range(len(ids))),
            [line.version for line in lines],
            [line.number for line in lines if line.deleted],
        )

    return ahead
