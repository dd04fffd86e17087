"""Holdings: who holds a deliverable, outside of handoffs."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from initiatives.models import ActionItem, Deliverable, Holding, Origin
from initiatives.services.refusals import locked_deliverable, require_present
from people.models import Person


@transaction.atomic
def name_holder(
    *,
    deliverable: Deliverable,
    person: Person,
    by: Person,
    at: datetime,
    until: datetime | None = None,
    origin: str = Origin.LOG,
    note: str = "",
) -> Holding:
    """Record that `person` holds the deliverable from `at` (to `until`). Somebody else's holding stays: then it is contested.

    Whoever was asked to name a holder has done so.
    Raises ValidationError when the person has left, or holds it in that time already.
    """
    deliverable = locked_deliverable(deliverable)
    require_present(person, at, f"hold {deliverable}")
    if until is not None and until <= at:
        raise ValidationError("A holding lasts for some time: its end must come after its start.")
    holding = Holding(deliverable=deliverable, person=person, period=(at, until), origin=origin, note=note)
    holding.full_clean()
    holding.save()
    ActionItem.objects.open().filter(holding__deliverable=deliverable, created_at__lte=at).update(done_at=at)
    return holding


@transaction.atomic
def end_holding(*, holding: Holding, by: Person, at: datetime) -> Holding:
    """Record that the person no longer holds it; unless somebody else does, it is dark from then on."""
    locked_deliverable(holding.deliverable)
    holding = Holding.objects.select_related("person", "deliverable").get(pk=holding.pk)
    if at not in holding.period or at == holding.period.lower:
        raise ValidationError(f"{holding.person} does not hold {holding.deliverable} at that instant. Nothing was changed.")
    holding.period = (holding.period.lower, at)
    holding.full_clean()
    holding.save()
    return holding
