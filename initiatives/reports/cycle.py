"""Cycle time against its baseline, and the same launch in sequence and in parallel (rules 28 and 29)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from initiatives.models import Baseline, Deliverable, EndPointMove, Initiative
from initiatives.ownership import Interval, days
from initiatives.plan import Placed, avoidable, critical_path, cycle_days, in_parallel, in_sequence, length, target_days
from initiatives.reports.credit import withheld_because
from initiatives.reports.dark_path import DarkPath, dark_path
from initiatives.reports.forecast import forecast_of
from initiatives.reports.ownership import ownership_from
from initiatives.reports.rows import deliverables_of, ended_by, known
from initiatives.reports.work import Work, work_of
from initiatives.working_hours import WorkingHours
from people.models import Company


@dataclass(frozen=True)
class CycleOfInitiative:
    """One launch from scope lock to market. Days are calendar days with one decimal; None where there is nothing to say."""

    initiative: Initiative
    now: datetime
    cycle_days: Decimal | None
    so_far_days: Decimal | None
    forecast_at: datetime | None
    forecast_days: Decimal | None
    baseline: Baseline | None
    launches: list[Initiative]
    sequential_days: Decimal
    parallel_days: Decimal
    avoidable_days: Decimal | None
    withheld: list[str]
    work: list[Work]
    sequence: list[Placed]
    parallel: list[Placed]
    critical: list[Deliverable]
    dark_path: DarkPath | None

    @property
    def actual_days(self) -> Decimal | None:
        """The cycle time; while the launch is live, its forecast."""
        return self.cycle_days if self.cycle_days is not None else self.forecast_days

    @property
    def baseline_days(self) -> Decimal | None:
        """The registered baseline."""
        return self.baseline.days if self.baseline else None

    @property
    def declared(self) -> bool:
        """Whether the baseline was declared, and not taken from launches."""
        return bool(self.baseline and self.baseline.declared)

    @property
    def target_days(self) -> Decimal | None:
        """30% under the baseline."""
        return target_days(self.baseline.days) if self.baseline else None

    @property
    def within_target(self) -> bool | None:
        """Whether the cycle time (or its forecast) is inside the target; None without a baseline or a scope lock."""
        if self.target_days is None or self.actual_days is None:
            return None
        return self.actual_days <= self.target_days

    @property
    def credited(self) -> bool | None:
        """Whether the launch earned the credit: in the market, inside the target, nothing withheld. None while it is live."""
        return None if self.cycle_days is None else bool(self.within_target) and not self.withheld

    @property
    def slippage_cost(self) -> Decimal | None:
        """Avoidable days times planned revenue per day, in the initiative's currency."""
        per_day = self.initiative.planned_revenue_per_day
        if per_day is None or self.avoidable_days is None:
            return None
        return (self.avoidable_days * per_day).quantize(Decimal("0.01"))


def cycle_of(initiative: Initiative, now: datetime) -> CycleOfInitiative:
    """The cycle time of one launch as of `now`."""
    return cycles_of([initiative], now)[initiative.pk]


def cycles_of(initiatives: Iterable[Initiative], now: datetime) -> dict[int, CycleOfInitiative]:
    """The cycle times of several launches by their keys, in the same number of queries as of one."""
    initiatives = list(initiatives)
    rows = deliverables_of(initiatives)
    baselines = Baseline.objects.filter(initiative__in=initiatives, registered_at__lte=now).prefetch_related("launches")
    by_initiative = {baseline.initiative_id: baseline for baseline in baselines}
    moves: dict[int, list[EndPointMove]] = {}
    for move in EndPointMove.objects.filter(initiative__in=initiatives, at__lte=now).select_related("by"):
        moves.setdefault(move.initiative_id, []).append(move)
    hours = WorkingHours.of(Company.objects.ours())
    return {
        each.pk: _cycle(each, rows[each.pk], by_initiative.get(each.pk), moves.get(each.pk, []), hours.zone, now)
        for each in initiatives
    }


def _cycle(initiative, rows, baseline, moves, zone, now) -> CycleOfInitiative:
    """The arithmetic over one launch's rows."""
    scope = [row for row in rows if not row.dropped_at]
    locked, market = known(initiative.scope_locked_at, now), known(initiative.in_market_at, now)
    span = Interval(locked or initiative.created_at, market or now)
    live = ended_by(initiative, now) is None
    work = [work_of(ownership_from(row, now), span, live=live) for row in scope]
    pieces = [one.piece for one in work]
    forecast = forecast_of(initiative, locked, work, zone, now) if locked and live else None
    sequence, parallel = in_sequence(pieces), in_parallel(pieces)
    end = market or forecast
    by_key = {row.pk: row for row in scope}
    return CycleOfInitiative(
        initiative=initiative,
        now=now,
        cycle_days=cycle_days(locked, market) if locked and market else None,
        so_far_days=days(now - locked) if locked and not market else None,
        forecast_at=forecast,
        forecast_days=cycle_days(locked, forecast) if locked and forecast else None,
        baseline=baseline,
        launches=list(baseline.launches.all()) if baseline else [],
        sequential_days=days(length(sequence)),
        parallel_days=days(length(parallel)),
        avoidable_days=days(avoidable(end - locked, length(parallel))) if locked and end else None,
        withheld=withheld_because(initiative, baseline, scope, moves),
        work=work,
        sequence=sequence,
        parallel=parallel,
        critical=[by_key[key] for key in critical_path(pieces)],
        dark_path=dark_path(work, initiative, locked, end) if locked and end else None,
    )
