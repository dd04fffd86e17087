"""The baseline that a launch is measured against, and the end points that moved."""

import pghistory
import pgtrigger
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from initiatives.models.initiative import Initiative
from people.models import Person


@pghistory.track()
class Baseline(models.Model):
    """The cycle time registered before a launch: from at least three launches, else declared (rule 29)."""

    initiative = models.OneToOneField(Initiative, models.PROTECT, related_name="baseline")
    registered_at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="baselines")
    launches = models.ManyToManyField(Initiative, related_name="baselines_named_in", blank=True)
    declared_days = models.DecimalField(
        max_digits=7, decimal_places=1, null=True, blank=True, validators=[MinValueValidator(1)]
    )
    days = models.DecimalField(max_digits=7, decimal_places=1, help_text="What it came to when it was registered, in days.")
    scope = models.JSONField(help_text="The scope at registration.")
    scope_fingerprint = models.CharField(max_length=64)

    class Meta:
        triggers = [pgtrigger.Protect(name="a_baseline_is_kept", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            models.CheckConstraint(
                name="baseline_is_longer_than_nothing",
                condition=Q(days__gt=0),
                violation_error_message="A baseline is longer than 0 days.",
            )
        ]

    def __str__(self):
        return f"{self.days} days for {self.initiative}"

    @property
    def declared(self) -> bool:
        """Whether somebody stated it, for want of three launches to take it from."""
        return self.declared_days is not None


class EndPoint(models.TextChoices):
    """The two ends of a cycle time."""

    SCOPE_LOCK = "scope_locked_at", "Scope lock"
    IN_MARKET = "in_market_at", "In market"


@pghistory.track()
class EndPointMove(models.Model):
    """An end point of the cycle time that was moved after it had been set; it withholds the credit (rule 29)."""

    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="end_point_moves")
    end_point = models.CharField(max_length=20, choices=EndPoint)
    was = models.DateTimeField()
    now = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="end_points_moved")
    at = models.DateTimeField()
    why = models.TextField()

    class Meta:
        ordering = ["at"]
        triggers = [pgtrigger.Protect(name="a_moved_end_point_is_kept", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.get_end_point_display()} of {self.initiative} moved"
