"""Delegations: who answers while somebody is away."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from initiatives.models import Delegation
from initiatives.services.refusals import require_present
from people.models import Person


@transaction.atomic
def delegate_answers(
    *, person: Person, delegate: Person, since: datetime, until: datetime, by: Person, at: datetime
) -> Delegation:
    """Let `delegate` answer what `person` may answer, from `since` until `until`.

    Raises ValidationError for an end in the past, a second delegate in that time, oneself, or somebody who has left.
    """
    require_present(delegate, at, f"stand in for {person}")
    require_present(person, at, "be away")
    if until <= at or until <= since:
        raise ValidationError({"until": "The end comes after the start, and lies ahead."})
    delegation = Delegation(person=person, delegate=delegate, period=(since, until), made_by=by, made_at=at)
    delegation.full_clean()
    delegation.save()
    return delegation


@transaction.atomic
def end_delegation(*, delegation: Delegation, by: Person, at: datetime) -> Delegation:
    """End it before its time: the delegate answers no more. Ending it twice changes nothing."""
    found = Delegation.objects.select_for_update().get(pk=delegation.pk)
    if found.ended_at is None:
        found.ended_at = at
        found.save()
    return found
