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
    by_end = isinstance(spec, Duration) and spec.counted_by == "end"
    where, params = work_conditions(spec, spec.work, scope)
    narrowed, more = dimension_conditions(spec, "w.dimensions")
    start_sql, start_params = _moment(start, scope, after=None)
    end_sql, end_params = _moment(end, scope, after="b.start_at")
    split_sql = "NULL::timestamptz"
    split_params: list[Any] = []
    if isinstance(spec, Duration) and spec.split_at:
        split_sql, split_params = _moment(spec.split_at, scope, after="b.start_at")
    counted = "m.end_at" if by_end else "b.start_at"
    near, near_params = _near(end if by_end else start, scope, since, until)
    sql = (
        "SELECT w.id, b.start_at, m.end_at, m.split_at FROM signals_work AS w "
        f"CROSS JOIN LATERAL (SELECT {start_sql} AS start_at) AS b "
        f"CROSS JOIN LATERAL (SELECT {end_sql} AS end_at, {split_sql} AS split_at) AS m "
        f"WHERE {' AND '.join([*where, *narrowed, *near])} AND b.start_at IS NOT NULL AND {counted} >= %s AND {counted} < %s "
        "ORDER BY w.id"
    )
    found = fetch(sql, [*start_params, *end_params, *split_params, *params, *more, *near_params, since, until])
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


def _moment(moment: Moment, scope: Scope, after: str | None) -> tuple[str, list[Any]]:
    """The first such instant of `w`, not before `after`."""
    if moment.field:
        return INSTANTS[moment.field], []
    if moment.signal:
        return (
            "(SELECT min(s.at) FROM signals_party AS own JOIN signals_party AS p "
            "ON p.id = COALESCE(own.joined_to_id, own.id) OR p.joined_to_id = COALESCE(own.joined_to_id, own.id) "
            "JOIN signals_signal AS s ON s.party_id = p.id AND s.metric_key = %s AND s.stream_id = ANY(%s) "
            f"AND s.deleted_at IS NULL{f' AND s.at >= {after}' if after else ''} WHERE own.id = w.party_id)",
            [moment.signal, scope.streams(None)],
        )
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
    if after:
        where.append(f"e.at >= {after}")
    return f"(SELECT min(e.at) FROM signals_workevent AS e WHERE {' AND '.join(where)})", params
