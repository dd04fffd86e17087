"""The one door for writes to audits."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from audits.models import Audit
from initiatives.models import Initiative
from people.models import Person


@transaction.atomic
def start_audit(*, initiative: Initiative, lead: Person, on: date) -> Audit:
    """Begin day 1 of 30. Raises ValidationError if the initiative is being audited already, or is no longer live."""
    initiative = Initiative.objects.select_for_update().get(pk=initiative.pk)
    if not initiative.is_live:
        raise ValidationError(f"{initiative} is no longer live: an audit walks a live initiative. Nothing was started.")
    audit = Audit(initiative=initiative, lead=lead, starts_on=on)
    audit.full_clean()
    audit.save()
    return audit
