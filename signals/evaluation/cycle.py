"""Cycle time as a reading: this launch beside those before it."""

from datetime import datetime
from decimal import Decimal

from initiatives.models import Initiative
from initiatives.plan import cycle_days
from initiatives.reports import cycle_of
from initiatives.reports.cycle import CycleOfInitiative
from signals.definitions import CycleTime
from signals.evaluation.evaluated import Evaluated
from signals.readings import Point, rounded

BEFORE = 5


def cycle_time(spec: CycleTime, now: datetime, currency: str = "") -> Evaluated:
    """Days from scope lock to market (as forecast while it is not in the market), with the launches before as bars.

    Its target is 30% under the registered baseline; between target and baseline it is watched.
    """
    launch = Initiative.objects.filter(slug=spec.initiative).first()
    if launch is None:
        return Evaluated(Point(None, why=f"There is no initiative “{spec.initiative}”."))
    cycle = cycle_of(launch, now)
    if spec.measure == "slippage_cost":
        return _slippage(cycle, currency)
    value = cycle.actual_days
    bars: list[dict[str, str | None]] = [{"label": name, "value": f"{days:f}"} for name, days in _before(launch, now)]
    if value is None or launch.scope_locked_at is None or launch.scope_locked_at > now:
        return Evaluated(Point(None, why="The scope is not locked, so that no time runs yet."), bars)
    limits = {"target": cycle.target_days, "watch": cycle.baseline_days}
    return Evaluated(
        Point(rounded(Decimal(value)), 1),
        [*bars, {"label": launch.name, "value": f"{rounded(Decimal(value)):f}"}],
        thresholds={name: f"{rounded(Decimal(days)):f}" for name, days in limits.items() if days is not None},
    )


def _slippage(cycle: CycleOfInitiative, currency: str) -> Evaluated:
    """Avoidable days times planned revenue per day, in the currency of the initiative."""
    launch, cost = cycle.initiative, cycle.slippage_cost
    if cost is None:
        return Evaluated(Point(None, why="Its scope is not locked, or it has no planned revenue per day."))
    if launch.currency != currency:
        return Evaluated(Point(None, why=f"Its revenue is planned in {launch.currency}, not in {currency or 'any currency'}."))
    per_day, days = launch.planned_revenue_per_day, cycle.avoidable_days
    point = Point(rounded(cost), 1, rounded(days), rounded(per_day))
    return Evaluated(point, [{"label": launch.name, "value": f"{rounded(cost):f}"}])


def _before(launch: Initiative, now: datetime) -> list[tuple[str, Decimal]]:
    """The last launches that reached the market before this one locked its scope, oldest first."""
    done = Initiative.objects.filter(scope_locked_at__isnull=False, in_market_at__lte=now).exclude(pk=launch.pk)
    if launch.scope_locked_at:
        done = done.filter(scope_locked_at__lt=launch.scope_locked_at)
    newest = done.order_by("-in_market_at").values_list("name", "scope_locked_at", "in_market_at")[:BEFORE]
    return [(name, cycle_days(locked, market)) for name, locked, market in reversed(newest) if locked and market]
