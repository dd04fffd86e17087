"""The rows behind a reading, a page at a time: by key from the newest on, never the whole."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from signals.definitions import Cohort, CycleTime, Duration, Leakage, Ratio, Selection, Spec, Windowed, explain_selection
from signals.evaluation.moments import Life, lives
from signals.evaluation.selecting import Scope, fetch, midnight, rows_of
from signals.evaluation.tallies import level_window
from signals.readings import weeks

After = tuple[datetime, int, int]
TITLES = {"signals_signal AS s": "s.metric_key", "signals_work AS w": "w.title", "signals_workevent AS e": "w.title"}

CUSTOMER = "coalesce(nullif(p.name, ''), p.external_id, '')"


@dataclass(frozen=True)
class Part:
    """One selection that a definition reads: numerator, denominator, or all there is."""

    name: str
    sentence: str
    selection: Selection | Duration | Cohort
    measure: str = ""


@dataclass(frozen=True)
class Row:
    """One record behind a reading, with the place of its payload."""

    at: datetime
    title: str
    value: Decimal | None
    unit: str
    customer: str
    page_id: int | None
    ordinal: int | None
    until: datetime | None = None


def parts_of(spec: Spec) -> list[Part]:
    """Every selection that a definition reads."""
    match spec:
        case Ratio():
            sides = [("Numerator", term) for term in spec.numerator] + [("Denominator", term) for term in spec.denominator]
            return [Part(side, explain_selection(term), term, term.measure) for side, term in sides]
        case Duration() | Cohort():
            return [Part("Work", "the work that counts, from its start to its end", spec)]
        case Leakage():
            return [Part(step.name, "what came in, from then to when it got through", each) for step, each in spec.by_step()]
        case CycleTime():
            return []
    return [Part("Records", explain_selection(spec.what), spec.what, spec.kind)]


def rows_behind(spec: Windowed, part: Part, scope: Scope, as_of: datetime, after: After | None, limit: int) -> list[Row]:
    """The newest rows of one part in the window of the reading, after (that is, older than) a given row."""
    end = weeks(as_of, as_of)[-1][1] or as_of.astimezone(UTC).date()
    window = spec.window.bounds(end)
    if isinstance(part.selection, Selection):
        window = level_window(part.selection, part.measure, window, scope)
    start, finish = (midnight(day) for day in window)
    if isinstance(part.selection, Selection):
        return _selected(part.selection, scope, start, finish, after, limit)
    return _lived(part.selection, scope, start, finish, after, limit)


def _selected(what: Selection, scope: Scope, start: datetime, finish: datetime, after: After | None, limit: int) -> list[Row]:
    rows = rows_of(what, scope)
    alias, title = rows.at.split(".")[0], next(words for table, words in TITLES.items() if rows.table.startswith(table))
    where, params = [rows.condition()], [*rows.params]
    if rows.open_at_end:
        where.append("w.opened_at < %s AND (w.closed_at IS NULL OR w.closed_at >= %s)")
        params += [finish, finish]
    else:
        where.append(f"{rows.at} >= %s AND {rows.at} < %s")
        params += [start, finish]
    if after:
        where.append(f"({rows.at}, {alias}.page_id, {alias}.ordinal) < (%s, %s, %s)")
        params += after
    found = fetch(
        f"SELECT {rows.at}, {title}, {rows.value}, {rows.unit}, {CUSTOMER}, {alias}.page_id, {alias}.ordinal FROM {rows.table} "
        f"WHERE {' AND '.join(where)} ORDER BY {rows.at} DESC, {alias}.page_id DESC, {alias}.ordinal DESC LIMIT %s",
        [*params, limit],
    )
    return [
        Row(at, title, value, unit, customer or "", page, ordinal) for at, title, value, unit, customer, page, ordinal in found
    ]


def _lived(
    spec: Duration | Cohort, scope: Scope, start: datetime, finish: datetime, after: After | None, limit: int
) -> list[Row]:
    """The lives in the window, newest start first, with the payload of their work."""
    found = lives(spec, scope, start, finish)
    if isinstance(spec, Duration) and spec.unfinished == "leave_out":
        found = [life for life in found if life.end]
    told = {pk: (title, customer, page, ordinal) for pk, title, customer, page, ordinal in _work_of(found)}
    rows = []
    for life in found:
        title, customer, page, ordinal = told[life.pk]
        rows.append(Row(life.start, title, None, "", customer, page, ordinal, until=life.end))
    rows.sort(key=place_of, reverse=True)
    return [row for row in rows if not after or place_of(row) < after][:limit]


def place_of(row: Row) -> After:
    """Where a row stands in the order of the page."""
    return (row.at, row.page_id or 0, row.ordinal or 0)


def _work_of(found: list[Life]) -> list[tuple]:
    return fetch(
        f"SELECT w.id, coalesce(nullif(w.title, ''), w.external_id), {CUSTOMER}, "
        "w.page_id, w.ordinal "
        "FROM signals_work AS w LEFT JOIN signals_party AS p ON p.id = w.party_id WHERE w.id = ANY(%s)",
        [[life.pk for life in found]],
    )
