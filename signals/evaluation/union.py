"""How many records several selections read together: one that two of them read is one record."""

from collections.abc import Sequence
from datetime import date
from itertools import combinations
from typing import Any

from signals.definitions import Term
from signals.evaluation.selecting import Scope, dimension_conditions, fetch, midnight, rows_of
from signals.evaluation.tallies import level_window, within

Window = tuple[date, date]


def may_share(terms: Sequence[Term]) -> bool:
    """Whether two of the terms can read one record: signals of one key, or work of one kind."""
    return any(
        bool(one.signals and other.signals and set(one.signals) & set(other.signals))
        or bool(not one.signals and not other.signals and one.work == other.work)
        for one, other in combinations(terms, 2)
    )


def records_of(terms: Sequence[Term], window: Window, scope: Scope) -> int:
    """The records that the terms read in a window, each once; work counts once, whichever of its events are read."""
    facts, work = [term for term in terms if term.signals], [term for term in terms if not term.signals]
    return (_facts(facts, window, scope) if facts else 0) + (_work(work, window, scope) if work else 0)


def _facts(terms: Sequence[Term], window: Window, scope: Scope) -> int:
    """Signals, by the daily rollups; row by row where customers are counted, whose rows the rollups do not tell apart."""
    if any(term.measure == "distinct" for term in terms):
        return _rows(terms, "s.stream_id, s.external_id, s.at", window, scope)
    either: list[str] = []
    params: list[Any] = []
    for term in terms:
        narrowed, more = dimension_conditions(term, "r.dimensions")
        parts = ["r.metric_key = ANY(%s)", "r.source_id = ANY(%s)", "r.day >= %s", "r.day < %s", *narrowed]
        either.append(f"({' AND '.join(parts)})")
        params += [term.signals, scope.ids(term.function), *level_window(term, term.measure, window, scope), *more]
    [(found,)] = fetch(f"SELECT coalesce(sum(r.count), 0) FROM signals_rollup AS r WHERE {' OR '.join(either)}", params)
    return int(found)


def _work(terms: Sequence[Term], window: Window, scope: Scope) -> int:
    return _rows(terms, "w.id", window, scope)


def _rows(terms: Sequence[Term], key: str, window: Window, scope: Scope) -> int:
    read: list[str] = []
    params: list[Any] = []
    for term in terms:
        rows = rows_of(term, scope)
        named = f" AND {rows.customer} IS NOT NULL" if term.measure == "distinct" else ""
        read.append(
            f"SELECT {key} FROM (VALUES (%s::timestamptz, %s::timestamptz)) AS span(start, finish)"
            f" JOIN ({rows.table}) ON {within(rows)} WHERE {rows.condition()}{named}"
        )
        params += [*(midnight(day) for day in level_window(term, term.measure, window, scope)), *rows.params]
    [(found,)] = fetch(f"SELECT count(*) FROM ({' UNION '.join(read)}) AS records", params)
    return found
