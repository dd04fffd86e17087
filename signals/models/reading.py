"""Reading: a metric's value under one definition at one moment."""

from datetime import datetime

import pgtrigger
from django.db import models
from django.db.models import OuterRef, Subquery

from signals.models.metric import Definition


class ReadingQuerySet(models.QuerySet):
    """Questions about readings."""

    def newest(self, at: datetime):
        """The last reading of each definition at that instant."""
        known = Reading.objects.filter(definition=OuterRef("definition"), computed_at__lte=at)
        return self.filter(pk=Subquery(known.order_by("-computed_at", "-pk").values("pk")[:1]))

    def of_metric(self, metric):
        """Every reading of a metric, newest first, whatever the version."""
        return self.filter(definition__metric=metric).select_related("definition").order_by("-computed_at", "-pk")


class Reading(models.Model):
    """What a definition said at one moment. Rows are only ever added, and only when what they say has changed."""

    definition = models.ForeignKey(Definition, models.PROTECT, related_name="readings")
    computed_at = models.DateTimeField()
    as_of = models.DateTimeField(null=True, help_text="The instant up to which every source it needs is known.")
    value = models.DecimalField(max_digits=40, decimal_places=10, null=True, help_text="Empty means unknown, never zero.")
    numerator = models.DecimalField(max_digits=40, decimal_places=10, null=True)
    denominator = models.DecimalField(max_digits=40, decimal_places=10, null=True)
    records = models.PositiveBigIntegerField(default=0, help_text="How many records it was computed from.")
    series = models.JSONField(default=list, help_text="Twelve weeks, oldest first: week (its Monday) and value.")
    breakdown = models.JSONField(default=list, help_text="Named parts of the value, such as routing and rep delay.")
    provenance = models.JSONField(default=dict, help_text="The sources it needs and the last successful pull of each.")
    why_unknown = models.CharField(max_length=300, blank=True)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        ordering = ["-computed_at", "-pk"]
        indexes = [models.Index(fields=["definition", "-computed_at", "-id"], name="reading_latest")]
        constraints = [
            models.CheckConstraint(
                name="reading_without_a_value_says_why",
                condition=models.Q(value__isnull=False) | ~models.Q(why_unknown=""),
                violation_error_message="A reading without a value says why.",
            )
        ]
        triggers = [pgtrigger.Protect(name="reading_is_only_added", operation=pgtrigger.Update)]

    def __str__(self):
        return f"{self.definition}: {'unknown' if self.value is None else self.value.normalize():f}"
