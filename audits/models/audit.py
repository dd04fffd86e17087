"""The 30-day accountability audit of one live initiative."""

from datetime import date, timedelta

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import ExpressionWrapper, F, Func

from initiatives.models import Initiative
from people.models import Person
from revenue_arc.fields import as_range

DAYS = 30


class AuditQuerySet(models.QuerySet):
    """Questions about audits."""

    def newest_first(self):
        """With the initiative and the lead, the latest start first."""
        return self.select_related("initiative", "lead").order_by("-starts_on", "-pk")


def thirty_days() -> Func:
    """The period of an audit, as the database computes it from its first day."""
    end = ExpressionWrapper(F("starts_on") + DAYS, output_field=models.DateField())
    return Func(F("starts_on"), end, function="daterange", output_field=DateRangeField())


@pghistory.track()
class Audit(models.Model):
    """One audit, led by the COO or the CEO, from day 1 to day 30 (rule 22)."""

    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="audits")
    lead = models.ForeignKey(Person, models.PROTECT, related_name="audits_led")
    starts_on = models.DateField(help_text="Day 1 of 30.")

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            ExclusionConstraint(
                name="one_audit_of_an_initiative_at_a_time",
                expressions=[
                    (as_range("initiative"), RangeOperators.OVERLAPS),
                    (thirty_days(), RangeOperators.OVERLAPS),
                ],
                violation_error_message="This initiative is already being audited in those 30 days.",
            ),
        ]

    def __str__(self):
        return f"Audit of {self.initiative} from {self.starts_on:%-d %b %Y}"

    @property
    def closes_on(self) -> date:
        """Day 30."""
        return self.starts_on + timedelta(days=DAYS - 1)

    def day(self, today: date) -> int:
        """The day of the audit, from 1 to 30."""
        return min(max((today - self.starts_on).days + 1, 1), DAYS)

    def is_closed(self, today: date) -> bool:
        """Whether day 30 is over."""
        return today > self.closes_on
