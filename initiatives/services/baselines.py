"""The baseline that a launch is measured against, registered before it reaches the market (rule 29)."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from initiatives.models import Baseline, Initiative
from initiatives.plan import cycle_days, median_days
from initiatives.scope import fingerprint, scope_of
from initiatives.services.refusals import locked_initiative
from people.models import Person

ENOUGH = 3


@transaction.atomic
def register_baseline(
    *,
    initiative: Initiative,
    by: Person,
    at: datetime,
    launches: Iterable[Initiative] = (),
    declared_days: Decimal | None = None,
) -> Baseline:
    """Register the median cycle time of at least three named launches, or else a declared one, with the scope's fingerprint.

    Raises ValidationError after the launch, a second time, with fewer than three launches and nothing declared, or with both.
    """
    initiative, launches = locked_initiative(initiative), list(launches)
    if initiative.ended_at:
        raise ValidationError("A baseline is registered before the launch. This one has ended; nothing was registered.")
    if Baseline.objects.filter(initiative=initiative).exists():
        raise ValidationError(f"{initiative} has a baseline already, and it stays: a target that moves is none.")
    scope = initiative.scope or scope_of(initiative.deliverables.in_scope().prefetch_related("depends_on"))
    baseline = Baseline(
        initiative=initiative,
        registered_at=at,
        by=by,
        declared_days=declared_days,
        days=_days_of(launches, declared_days),
        scope=scope,
        scope_fingerprint=fingerprint(scope),
    )
    baseline.full_clean()
    baseline.save()
    baseline.launches.set(launches)
    return baseline


def _days_of(launches: list[Initiative], declared_days: Decimal | None) -> Decimal:
    """What the baseline comes to, in days."""
    if declared_days is not None:
        if launches:
            raise ValidationError("Name the launches or declare a figure, not both.")
        return declared_days
    if len({launch.pk for launch in launches}) < ENOUGH:
        raise ValidationError("A baseline is taken from at least three launches. Name more, or declare a figure.")
    return median_days([_cycle_time(launch) for launch in launches])


def _cycle_time(launch: Initiative) -> Decimal:
    """The cycle time of a launch that a baseline may name."""
    if not (launch.scope_locked_at and launch.in_market_at):
        raise ValidationError(f"{launch} has not reached the market, so it has no cycle time to take a baseline from.")
    return cycle_days(launch.scope_locked_at, launch.in_market_at)
