"""The delegation: for a time, one person answers in another's place; who answered stays on the record."""

from datetime import datetime

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from people.models import Person
from revenue_arc.fields import as_range


class DelegationQuerySet(models.QuerySet["Delegation"]):
    """Questions about delegations."""

    def at(self, instant: datetime):
        """Those in force at that instant: not ended by then, and of somebody who still works here."""
        running = self.filter(period__contains=instant).filter(Q(ended_at__isnull=True) | Q(ended_at__gt=instant))
        return running.filter(Q(person__left_at__isnull=True, person__is_active=True) | Q(person__left_at__gt=instant))

    def concerning(self, person: Person):
        """Those of which this person is one side."""
        return self.filter(Q(person=person) | Q(delegate=person)).select_related("person", "delegate")


@pghistory.track()
class Delegation(models.Model):
    """While `person` is away, `delegate` may answer and withdraw what `person` may. It does not pass on."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="delegations")
    delegate = models.ForeignKey(Person, models.PROTECT, related_name="delegations_taken")
    period = DateTimeRangeField(help_text="From going away until coming back.")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When it was ended before its time.")

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["period", "pk"]
        triggers = [pgtrigger.Protect(name="a_delegation_is_kept", operation=pgtrigger.Delete)]
        constraints = [
            ExclusionConstraint(
                name="one_delegate_at_a_time",
                expressions=[(as_range("person"), RangeOperators.OVERLAPS), ("period", RangeOperators.OVERLAPS)],
                condition=Q(ended_at__isnull=True),
                violation_error_message="There is a delegate for that time already: end that delegation first.",
            ),
            models.CheckConstraint(
                name="nobody_stands_in_for_themselves",
                condition=~Q(person=F("delegate")),
                violation_error_message="Somebody else stands in: choose another person.",
            ),
            models.CheckConstraint(
                name="a_delegation_has_both_ends",
                condition=Q(period__isempty=False, period__startswith__isnull=False, period__endswith__isnull=False),
                violation_error_message="Say from when until when; the end comes after the start.",
            ),
        ]

    def __str__(self):
        return f"{self.delegate} for {self.person}"
