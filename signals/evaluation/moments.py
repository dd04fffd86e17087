"""Moments in the life of a piece of work, as SQL, and what follows from pairs of them: durations and cohorts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from signals.definitions import Cohort, Duration, Moment
from signals.evaluation.selecting import INSTANTS, Scope, dimension_conditions, fetch, work_conditions


@dataclass(frozen=True)
class Life:
    """One piece of work: when it started, what came between, when it ended."""

    pk: int
    start: datetime
    end: datetime | None
    split: datetime | None = None


def lives(spec: Duration | Cohort, scope: Scope, since: datetime, until: datetime) -> list[Life]:
    """The work that started (or, where the definition counts by its end, ended) in the given stretch of time."""
    start, end = (spec.start, spec.end) if isinstance(spec, Duration) else (spec.enters, spec.reaches)
    split = spec.split_at if isinstance(spec, Duration) else None
    by_end = isinstance(spec, Duration) and spec.counted_by == "end"
    where, params = work_conditions(spec, spec.work, scope)
    narrowed, more = dimension_conditions(spec, "w.dimensions")
    near, near_params = _near(end if by_end else start, scope, since, until)
    joins, join_params = _first_signals({"end": end, "split": split}, scope)
    start_sql, start_params = _moment(start, None)
    end_sql, end_params = _moment(end, "end")
    split_sql, split_params = _moment(split, "split") if split else ("NULL::timestamptz", [])
    counted = "m.end_at" if by_end else "b.start_at"
    sql = (
        f"SELECT w.id, b.start_at, m.end_at, m.split_at FROM signals_work AS w {joins}"
        f"CROSS JOIN LATERAL (SELECT {start_sql} AS start_at) AS b "
        f"CROSS JOIN LATERAL (SELECT {end_sql} AS end_at, {split_sql} AS split_at) AS m "
        f"WHERE {' AND '.join([*where, *narrowed, *near])} AND b.start_at IS NOT NULL AND {counted} >= %s AND {counted} < %s "
        "ORDER BY w.id"
    )
    moments = [*join_params, *start_params, *end_params, *split_params]
    found = fetch(sql, [*moments, *params, *more, *near_params, since, until])
    return [Life(pk, begun, ended if ended and ended >= begun else None, split) for pk, begun, ended, split in found]


def _near(moment: Moment, scope: Scope, since: datetime, until: datetime) -> tuple[list[str], list[Any]]:
    """Only work that has such a moment in that stretch, found by an index before any life is looked into."""
    if moment.signal:
        customers = (
            "SELECT COALESCE(n.joined_to_id, n.id) FROM signals_signal AS s JOIN signals_party AS n ON n.id = s.party_id "
            "WHERE s.metric_key = %s AND s.stream_id = ANY(%s) AND s.at >= %s AND s.at < %s"
        )
        parties = f"SELECT c.id FROM signals_party AS c WHERE COALESCE(c.joined_to_id, c.id) IN ({customers})"
        return [f"w.party_id IN ({parties})"], [moment.signal, scope.streams(None), since, until]
    if not moment.event:
        return [], []
    events = "SELECT n.work_id FROM signals_workevent AS n WHERE n.kind = %s AND n.at >= %s AND n.at < %s"
    return [f"w.id IN ({events})"], [moment.event, since, until]


def _first_signals(moments: dict[str, Moment | None], scope: Scope) -> tuple[str, list[Any]]:
    """Beside each piece of work its customer's signals of a moment's key, gathered once for all of them."""
    joins, params = "", []
    for name, moment in moments.items():
        if moment and moment.signal:
            joins += (
                f"LEFT JOIN signals_party AS own_{name} ON own_{name}.id = w.party_id LEFT JOIN ("
                "SELECT COALESCE(p.joined_to_id, p.id) AS customer, array_agg(s.at) AS ats FROM signals_signal AS s "
                "JOIN signals_party AS p ON p.id = s.party_id "
                "WHERE s.metric_key = %s AND s.stream_id = ANY(%s) AND s.deleted_at IS NULL GROUP BY 1"
                f") AS of_{name} ON of_{name}.customer = COALESCE(own_{name}.joined_to_id, own_{name}.id) "
            )
            params += [moment.signal, scope.streams(None)]
    return joins, params


def _moment(moment: Moment, name: str | None) -> tuple[str, list[Any]]:
    """The first such instant of `w`; not before its start, but for the start itself (which has no `name`)."""
    if moment.field:
        return INSTANTS[moment.field], []
    if moment.signal:
        return f"(SELECT min(told) FROM unnest(of_{name}.ats) AS told WHERE told >= b.start_at)", []
    where = ["e.work_id = w.id", "e.kind = %s", "e.deleted_at IS NULL"]
    params: list[Any] = [moment.event]
    if moment.to:
        where.append("lower(e.to_value) = ANY(%s)")
        params.append([value.lower() for value in moment.to])
    if moment.by_person:
        where.append("e.actor <> ''")
    if moment.not_by:
        where.append("NOT (lower(e.actor) = ANY(%s))")
        params.append([value.lower() for value in moment.not_by])
    if name:
        where.append("e.at >= b.start_at")
    return f"(SELECT min(e.at) FROM signals_workevent AS e WHERE {' AND '.join(where)})", params
