"""A selection as SQL: the table it reads, its conditions, its instant and its value."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from django.db import connection

from signals.definitions import Selection
from signals.definitions.parts import Filters
from signals.models import Source

INSTANTS = {"opened": "w.opened_at", "closed": "w.closed_at", "due": "w.due_at"}
RANKED = {"status": "w.status", "reason": "w.reason", "holder": "w.holder", "category": "w.status_category"}


@dataclass
class Rows:
    """A FROM clause with its conditions, and the expressions for instant, value, unit and customer."""

    table: str
    where: list[str]
    params: list[Any]
    at: str
    value: str = "NULL::numeric"
    unit: str = "''::text"
    thing: str = "*"
    customer: str = "NULL::bigint"
    open_at_end: bool = False
    labels: dict[str, str] = field(default_factory=dict)

    def condition(self) -> str:
        """The conditions as one expression."""
        return " AND ".join(self.where)


@dataclass(frozen=True)
class Scope:
    """The sources that a definition reads; nothing else may feed its reading."""

    sources: tuple[Source, ...]

    def ids(self, function: str | None) -> list[int]:
        """The ids of the sources, of one function where the selection names one."""
        return [source.pk for source in self.sources if not function or source.function == function]

    def streams(self, function: str | None) -> list[int]:
        """The ids of their streams."""
        chosen = [source for source in self.sources if not function or source.function == function]
        return sorted(stream.pk for source in chosen for stream in source.streams.all())


def rows_of(what: Selection, scope: Scope) -> Rows:
    """The rows that a selection reads."""
    if what.signals:
        return _signals(what, scope)
    return _events(what, scope) if what.events else _work(what, scope)


def work_conditions(filters: Filters, kind: str, scope: Scope) -> tuple[list[str], list[Any]]:
    """Conditions on `signals_work AS w`."""
    where, params = ["w.kind = %s", "w.source_id = ANY(%s)", "w.deleted_at IS NULL"], [kind, scope.ids(filters.function)]
    for column, values in (("w.status_category", filters.category), ("w.status", filters.status)):
        if values:
            where.append(f"lower({column}) = ANY(%s)")
            params.append([value.lower() for value in values])
    return where, params


def dimension_conditions(filters: Filters, column: str) -> tuple[list[str], list[Any]]:
    """Conditions on a column of dimensions."""
    asked = filters.all_dimensions()
    return [f"{column} ->> %s = ANY(%s)" for _ in asked], [part for name, values in asked.items() for part in (name, values)]


def midnight(day: date) -> datetime:
    """The instant at which a day begins, UTC."""
    return datetime.combine(day, time(), UTC)


def fetch(sql: str, params: Sequence[Any]) -> list[tuple]:
    """Every row of a query."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def windows_table(windows: Sequence[tuple[date, date] | None]) -> tuple[str, list[Any]]:
    """The windows as a VALUES list `(n, start, finish)`; windows that are None are left out."""
    known = [(number, *window) for number, window in enumerate(windows) if window]
    values = ", ".join(["(%s::int, %s::timestamptz, %s::timestamptz)"] * len(known))
    return f"(VALUES {values}) AS span(n, start, finish)", [
        part for number, start, finish in known for part in (number, midnight(start), midnight(finish))
    ]


def _signals(what: Selection, scope: Scope) -> Rows:
    narrowed, more = dimension_conditions(what, "s.dimensions")
    return Rows(
        table="signals_signal AS s LEFT JOIN signals_party AS p ON p.id = s.party_id",
        where=["s.metric_key = ANY(%s)", "s.stream_id = ANY(%s)", "s.deleted_at IS NULL", *narrowed],
        params=[what.signals, scope.streams(what.function), *more],
        at="s.at",
        value="s.value",
        unit="s.unit",
        customer="COALESCE(p.joined_to_id, p.id)",
        labels={"": "s.dimensions"},
    )


def _work(what: Selection, scope: Scope) -> Rows:
    where, params = work_conditions(what, what.work or "", scope)
    narrowed, more = dimension_conditions(what, "w.dimensions")
    return Rows(
        table="signals_work AS w LEFT JOIN signals_party AS p ON p.id = w.party_id",
        where=[*where, *narrowed],
        params=[*params, *more],
        at="w.opened_at" if what.by == "open" else INSTANTS[what.by or "opened"],
        value="w.amount",
        unit="w.currency",
        customer="COALESCE(p.joined_to_id, p.id)",
        open_at_end=what.by == "open",
        labels={**RANKED, "": "w.dimensions"},
    )


def _events(what: Selection, scope: Scope) -> Rows:
    where, params = work_conditions(what, what.work or "", scope)
    narrowed, more = dimension_conditions(what, "w.dimensions")
    if what.to:
        narrowed.append("lower(e.to_value) = ANY(%s)")
        more.append([value.lower() for value in what.to])
    return Rows(
        table="signals_workevent AS e JOIN signals_work AS w ON w.id = e.work_id "
        "LEFT JOIN signals_party AS p ON p.id = w.party_id",
        where=["e.kind = %s", "e.deleted_at IS NULL", *where, *narrowed],
        params=[what.events, *params, *more],
        at="e.at",
        thing="DISTINCT w.id",
        customer="COALESCE(p.joined_to_id, p.id)",
    )
