"""The holding: an interval in which one named person held a deliverable."""

from datetime import datetime

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from initiatives.models.deliverable import Deliverable
from people.models import Person
from revenue_arc.fields import as_range


class Origin(models.TextChoices):
    """How a holding came to be known."""

    LOG = "log", "Logged here"
    CORRECTION = "correction", "Corrected"
    IMPORT = "import", "Imported"


class HoldingQuerySet(models.QuerySet):
    """Questions about holdings."""

    def at(self, instant: datetime):
        """Holdings that cover that instant."""
        return self.filter(period__contains=instant)

    def on_live_launches(self):
        """Those of deliverables in scope of launches that have not ended."""
        live = self.filter(deliverable__dropped_at=None, deliverable__initiative__in_market_at=None)
        return live.filter(deliverable__initiative__stopped_at=None)

    def orphaned(self, instant: datetime):
        """Open holdings on live launches of people who had left by then: nobody holds what they say."""
        gone = Q(person__left_at__lte=instant) | Q(person__left_at__isnull=True, person__is_active=False)
        return self.at(instant).on_live_launches().filter(gone)


@pghistory.track()
class Holding(models.Model):
    """One person held one deliverable for a period. Two people at once: contested, and shown so."""

    deliverable = models.ForeignKey(Deliverable, models.PROTECT, related_name="holdings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="holdings")
    period = DateTimeRangeField(help_text="From taking it until giving it away; open-ended while held.")
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.LOG)
    note = models.TextField(blank=True)
    begun_by = models.ForeignKey("initiatives.Handoff", models.PROTECT, null=True, blank=True, related_name="holdings_begun")
    ended_by = models.ForeignKey("initiatives.Handoff", models.PROTECT, null=True, blank=True, related_name="holdings_ended")

    objects = HoldingQuerySet.as_manager()

    class Meta:
        ordering = ["period"]
        triggers = [pgtrigger.Protect(name="a_holding_is_kept", operation=pgtrigger.Delete)]
        constraints = [
            ExclusionConstraint(
                name="a_person_holds_a_deliverable_once",
                expressions=[
                    (as_range("deliverable"), RangeOperators.OVERLAPS),
                    (as_range("person"), RangeOperators.OVERLAPS),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message="This person already holds the deliverable in that period.",
            ),
            models.CheckConstraint(
                name="holding_lasts_for_some_time",
                condition=Q(period__isempty=False, period__startswith__isnull=False),
                violation_error_message="A holding lasts for some time: its end must come after its start.",
            ),
        ]

    def __str__(self):
        return f"{self.person} held {self.deliverable}"
