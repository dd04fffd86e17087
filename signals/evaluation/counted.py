"""What one rule counts, thing by thing, and at which of its parts another rule leaves a thing out.

A *thing* is the same in every system: a piece of work with the work of its kind that it came from (sales' lead came from
marketing's), or, where a rule reads facts about customers, the customer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from signals.definitions import Selection
from signals.definitions.parts import Filters
from signals.evaluation.selecting import INSTANTS, Rows, Scope, fetch, midnight, rows_of
from signals.evaluation.tallies import within

MOST = 20_000
SPAN = "(VALUES (%s::timestamptz, %s::timestamptz)) AS span(start, finish)"
ROOT = (
    " LEFT JOIN signals_work AS o ON o.id = w.origin_id AND o.kind = w.kind"
    " LEFT JOIN signals_work AS oo ON oo.id = o.origin_id AND oo.kind = o.kind"
)
OF_SIGNALS = " LEFT JOIN signals_work AS w ON w.id = s.work_id LEFT JOIN signals_party AS wp ON wp.id = w.party_id"
WORK, CUSTOMER = "COALESCE(oo.id, o.id, w.id)", "COALESCE(p.joined_to_id, p.id)"


@dataclass(frozen=True)
class Counted:
    """One thing that a rule counts: its value, how many records, and the newest of them."""

    thing: int
    value: Decimal
    records: int
    at: datetime
    title: str
    customer: str
    page_id: int | None
    ordinal: int | None


@dataclass(frozen=True)
class Step:
    """One part of a rule, in the order in which it is asked: its name, and what it says of a thing that it leaves out."""

    part: str
    words: str
    holds: str
    params: tuple = ()


def is_of_work(what: Selection, scope: Scope) -> bool:
    """Whether what is counted is work, or facts that name their work: else it is compared by customer."""
    if not what.signals:
        return True
    found = fetch(
        "SELECT 1 FROM signals_signal AS s"
        " WHERE s.metric_key = ANY(%s) AND s.stream_id = ANY(%s) AND s.work_id IS NOT NULL LIMIT 1",
        [what.signals, scope.streams(what.function)],
    )
    return bool(found)


def counted(what: Selection, measure: str, scope: Scope, window: tuple[date, date], *, by_work: bool) -> list[Counted]:
    """Everything that a selection counts in a window, once for each thing; at most twenty thousand."""
    rows, table, thing = _read(what, scope, by_work=by_work)
    alias = rows.at.split(".")[0]
    value = {"distinct": "1", "count": "count(*)"}.get(measure, f"coalesce(sum({rows.value}), 0)")
    if what.events and measure == "count":
        value = "count(DISTINCT w.id)"
    newest = f"ORDER BY {rows.at} DESC, {alias}.page_id DESC"
    names = "coalesce(nullif(p.name, ''), p.external_id, nullif(wp.name, ''), wp.external_id, '')"
    if not what.signals:
        names = "coalesce(nullif(p.name, ''), p.external_id, '')"
    titles = "max(coalesce(nullif(w.title, ''), w.external_id))" if by_work else "''"
    found = fetch(
        f"SELECT {thing}, {value}, count(*), max({rows.at}), {titles}, max({names}),"
        f" (array_agg({alias}.page_id {newest}))[1], (array_agg({alias}.ordinal {newest}))[1]"
        f" FROM {SPAN} JOIN ({table}) ON {within(rows)}"
        f" WHERE {rows.condition()} AND {thing} IS NOT NULL GROUP BY 1 ORDER BY 4 DESC LIMIT {MOST}",
        [midnight(window[0]), midnight(window[1]), *rows.params],
    )
    return [Counted(thing, Decimal(value), *rest) for thing, value, *rest in found]


def unresolved(what: Selection, scope: Scope, window: tuple[date, date], *, by_work: bool) -> int:
    """How many records a selection counts in a window that name no thing: nobody can say whether the other rule counts them."""
    if by_work and not what.signals:
        return 0
    rows, table, thing = _read(what, scope, by_work=by_work)
    [(found,)] = fetch(
        f"SELECT count(*) FROM {SPAN} JOIN ({table}) ON {within(rows)} WHERE {rows.condition()} AND {thing} IS NULL",
        [midnight(window[0]), midnight(window[1]), *rows.params],
    )
    return found


def _read(what: Selection, scope: Scope, *, by_work: bool) -> tuple[Rows, str, str]:
    """The rows that a selection reads, the table they come from, and the expression for the thing that each is about."""
    rows = rows_of(what, scope)
    table = rows.table + (OF_SIGNALS if what.signals else "") + (ROOT if by_work else "")
    return rows, table, WORK if by_work else CUSTOMER


def left_out_at(
    what: Selection, scope: Scope, window: tuple[date, date], things: Sequence[int], *, by_work: bool
) -> dict[int, Step]:
    """For things that a rule does not count, the first of its parts that leaves each of them out."""
    if not things:
        return {}
    steps = [*_present(what, scope), *(_of_signals(what, scope, window) if what.signals else _of_work(what, window))]
    if not by_work:
        steps = steps[1:]
    table, where, params = _around(what, things, by_work=by_work)
    held, asked = [], []
    for number in range(len(steps)):
        held.append(f"bool_or({' AND '.join(f'({step.holds})' for step in steps[: number + 1])})")
        asked += [part for step in steps[: number + 1] for part in step.params]
    found = fetch(
        f"SELECT {WORK if by_work else CUSTOMER}, {', '.join(held)} FROM {table} WHERE {where} GROUP BY 1", [*asked, *params]
    )
    first = {
        thing: next((step for step, held in zip(steps, flags, strict=True) if not held), steps[-1]) for thing, *flags in found
    }
    return {thing: first.get(thing, steps[0]) for thing in things}


def _around(what: Selection, things: Sequence[int], *, by_work: bool) -> tuple[str, str, list[Any]]:
    """Everything known of these things that could be counted: the table, its condition, its parameters."""
    ids = list(things)
    if by_work:
        work = f"signals_work AS w{ROOT} LEFT JOIN signals_party AS p ON p.id = w.party_id"
        table = work + (" LEFT JOIN signals_signal AS s ON s.work_id = w.id AND s.metric_key = ANY(%s)" if what.signals else "")
        asked = [what.signals] if what.signals else []
        return table, "(w.id = ANY(%s) OR w.origin_id = ANY(%s) OR o.origin_id = ANY(%s))", [*asked, ids, ids, ids]
    if what.signals:
        table = "signals_party AS p JOIN signals_signal AS s ON s.party_id = p.id AND s.metric_key = ANY(%s)"
        return table, f"{CUSTOMER} = ANY(%s)", [what.signals, ids]
    return (
        "signals_party AS p JOIN signals_work AS w ON w.party_id = p.id",
        f"{CUSTOMER} = ANY(%s) AND w.kind = %s",
        [ids, what.work],
    )


def _present(what: Selection, scope: Scope) -> Iterable[Step]:
    names = " or ".join(source.name for source in scope.sources) or "its sources"
    yield Step("source", f"not in {names}", "w.source_id = ANY(%s) AND w.deleted_at IS NULL", (scope.ids(what.function),))


def _of_signals(what: Selection, scope: Scope, window: tuple[date, date]) -> Iterable[Step]:
    keys = " or ".join(f"“{key.replace('.', ' ').replace('_', ' ')}”" for key in what.signals or [])
    own = "s.stream_id = ANY(%s) AND s.deleted_at IS NULL"
    yield Step("what is counted", f"there, but without a {keys}", own, (scope.streams(what.function),))
    yield from _dimensions(what, "s.dimensions")
    yield Step("window", "outside its window", "s.at >= %s AND s.at < %s", (midnight(window[0]), midnight(window[1])))


def _of_work(what: Selection, window: tuple[date, date]) -> Iterable[Step]:
    start, finish = midnight(window[0]), midnight(window[1])
    if what.events:
        to = " or ".join(what.to or []) or f"a {what.events}"
        event = "e.work_id = w.id AND e.kind = %s AND e.deleted_at IS NULL" + (
            " AND lower(e.to_value) = ANY(%s)" if what.to else ""
        )
        asked = (what.events, *([[value.lower() for value in what.to]] if what.to else []))
        known = f"EXISTS (SELECT 1 FROM signals_workevent AS e WHERE {event}"
        yield Step("what happened", f"there, but never became {to}", f"{known})", asked)
    for part, column, values in (("status category", "w.status_category", what.category), ("status", "w.status", what.status)):
        if values:
            allowed = [value.lower() for value in values]
            yield Step(part, f"its {part} is not {' or '.join(values)}", f"lower({column}) = ANY(%s)", (allowed,))
    yield from _dimensions(what, "w.dimensions")
    if what.events:
        yield Step("window", "outside its window", f"{known} AND e.at >= %s AND e.at < %s)", (*asked, start, finish))
    elif what.by == "open":
        holds = "w.opened_at < %s AND (w.closed_at IS NULL OR w.closed_at >= %s)"
        yield Step("window", "not open at the end of its window", holds, (finish, finish))
    else:
        column = INSTANTS[what.by or "opened"]
        yield Step("window", f"not {what.by} in its window", f"{column} >= %s AND {column} < %s", (start, finish))


def _dimensions(filters: Filters, column: str) -> Iterable[Step]:
    for name, values in filters.all_dimensions().items():
        yield Step(name, f"its {name} is not {' or '.join(values)}", f"{column} ->> %s = ANY(%s)", (name, values))
