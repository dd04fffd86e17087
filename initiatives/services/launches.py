"""Launches: created, scope locked, in the market, stopped."""

from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from initiatives.models import EndPointMove, Initiative
from initiatives.scope import fingerprint, scope_of
from initiatives.services.refusals import locked_initiative, require_live, require_words
from people.models import Person


@transaction.atomic
def create_initiative(
    *,
    name: str,
    customer_outcome: str,
    revenue_metric: str,
    revenue_target: Decimal,
    currency: str,
    revenue_due: date,
    planned_in_market_on: date,
    by: Person,
    at: datetime,
    planned_revenue_per_day: Decimal | None = None,
    slug: str = "",
) -> Initiative:
    """Start a launch. Raises ValidationError when a field is wrong or the name is taken."""
    slug = slug or slugify(name)[:60]
    if Initiative.objects.filter(slug=slug).exists():
        raise ValidationError(f"There is an initiative called “{name}” already. Choose another name.")
    initiative = Initiative(
        name=name,
        slug=slug,
        customer_outcome=customer_outcome,
        revenue_metric=revenue_metric,
        revenue_target=revenue_target,
        currency=currency,
        revenue_due=revenue_due,
        planned_in_market_on=planned_in_market_on,
        planned_revenue_per_day=planned_revenue_per_day,
        created_by=by,
        created_at=at,
    )
    initiative.full_clean()
    initiative.save()
    return initiative


@transaction.atomic
def lock_scope(*, initiative: Initiative, by: Person, at: datetime) -> Initiative:
    """Fix the scope and start the cycle time. Raises ValidationError when it is locked, or there is nothing to lock."""
    initiative = locked_initiative(initiative)
    require_live(initiative)
    if initiative.scope_locked_at:
        raise ValidationError(f"The scope of {initiative} is locked since {initiative.scope_locked_at:%-d %b %Y}; it stays so.")
    deliverables = initiative.deliverables.in_scope().prefetch_related("depends_on")
    if not deliverables:
        raise ValidationError("There is nothing to lock yet: add the deliverables first.")
    initiative.scope = scope_of(deliverables)
    initiative.scope_fingerprint = fingerprint(initiative.scope)
    initiative.scope_locked_at = at
    initiative.full_clean()
    initiative.save()
    return initiative


@transaction.atomic
def reach_market(*, initiative: Initiative, by: Person, at: datetime) -> Initiative:
    """Say that the launch is in the market; the cycle time ends. Raises ValidationError before scope lock."""
    initiative = locked_initiative(initiative)
    require_live(initiative)
    if not initiative.scope_locked_at:
        raise ValidationError(f"The scope of {initiative} was never locked, so it has no cycle time yet. Lock the scope first.")
    initiative.in_market_at = at
    initiative.full_clean()
    initiative.save()
    return initiative


@transaction.atomic
def stop_launch(*, initiative: Initiative, by: Person, at: datetime) -> Initiative:
    """Give the launch up before the market; its record stays."""
    initiative = locked_initiative(initiative)
    require_live(initiative)
    initiative.stopped_at = at
    initiative.full_clean()
    initiative.save()
    return initiative


@transaction.atomic
def move_end_point(*, initiative: Initiative, end_point: str, to: datetime, why: str, by: Person, at: datetime) -> EndPointMove:
    """Move the scope lock or the market date that was set; the move is kept, and withholds the credit (rule 29)."""
    initiative = locked_initiative(initiative)
    why = require_words(why, "say why the end point moves")
    was = getattr(initiative, end_point)
    if was is None:
        raise ValidationError("This end point was not set yet, so there is nothing to move.")
    move = EndPointMove(initiative=initiative, end_point=end_point, was=was, now=to, by=by, at=at, why=why)
    move.full_clean()
    move.save()
    setattr(initiative, end_point, to)
    initiative.full_clean()
    initiative.save()
    return move
