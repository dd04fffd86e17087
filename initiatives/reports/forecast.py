"""When a live launch will be in the market, if the remaining work takes as long as planned."""

from datetime import datetime
from zoneinfo import ZoneInfo

from initiatives.models import Initiative
from initiatives.plan import in_order
from initiatives.reports.work import Work


def forecast_of(initiative: Initiative, scope_locked_at: datetime, work: list[Work], zone: str, now: datetime) -> datetime:
    """The instant by which all work is done, never before the planned date and never before now.

    What is finished is finished; what is started needs what the plan leaves; the rest starts when all that it needs is done.
    A date has the precision of a day: the planned one is taken at the hour of the scope lock, so that days come out whole.
    """
    by_key = {one.deliverable.pk: one for one in work}
    finish: dict[int, datetime] = {}
    for piece in in_order(one.piece for one in work):
        one = by_key[piece.key]
        ready = max((finish[key] for key in piece.needs if key in finish), default=now)
        start = now if one.start else max(now, ready)
        finish[piece.key] = one.finish or start + one.left
    locked = scope_locked_at.astimezone(ZoneInfo(zone))
    planned = datetime.combine(initiative.planned_in_market_on, locked.time(), ZoneInfo(zone))
    return max([*finish.values(), planned, now]).astimezone(now.tzinfo)
