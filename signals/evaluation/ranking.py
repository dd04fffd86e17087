"""The values of one dimension, ranked by how often they occur."""

from datetime import date

from signals.definitions import Ranked
from signals.evaluation.selecting import Scope, fetch, midnight, rows_of

SHOWN = 8


def ranking(spec: Ranked, window: tuple[date, date], scope: Scope) -> list[dict[str, str]]:
    """The leading values with their counts; what names none is called “not said”."""
    rows = rows_of(spec.what, scope)
    label, params = rows.labels.get(spec.rank_by), []
    if label is None:
        label, params = f"({rows.labels['']} ->> %s)", [spec.rank_by]
    found = fetch(
        f"SELECT coalesce(nullif({label}, ''), 'not said'), count(*) FROM {rows.table} "
        f"WHERE {rows.condition()} AND {rows.at} >= %s AND {rows.at} < %s GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {SHOWN}",
        [*params, *rows.params, midnight(window[0]), midnight(window[1])],
    )
    return [{"name": name, "value": str(count), "unit": "count"} for name, count in found]
