"""Who may see or run an audit."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from audits.models import Audit
from people.models import Person, Role


def may_lead(person: Person) -> bool:
    """Whether this person may run audits: the COO and the CEO."""
    return person.holds(Role.COO) or person.holds(Role.CEO)


def audit_to_read(person: Person, pk: int) -> Audit:
    """Every signed-in person reads every audit."""
    return get_object_or_404(Audit.objects.select_related("initiative", "lead"), pk=pk)


def must_lead(person: Person) -> None:
    """Refuse anybody but the COO and the CEO."""
    if not may_lead(person):
        raise PermissionDenied("Only the COO or the CEO runs an audit. Ask one of them to start it.")
