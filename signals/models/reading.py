"""Reading: a metric's value under one definition at one moment."""

from datetime import datetime

import pgtrigger
from django.db import models
from django.db.models import Exists, OuterRef, Subquery

from signals.models.metric import Definition


class ReadingQuerySet(models.QuerySet):
    """Questions about readings."""

    def newest(self, at: datetime):
        """The last reading of each definition at that instant."""
        known = Reading.objects.filter(definition=OuterRef("pk"), computed_at__lte=at).order_by("-computed_at", "-pk")
        return self.filter(pk__in=Definition.objects.annotate(last=Subquery(known.values("pk")[:1])).values("last"))

    def under_the_version_in_force(self):
        """Readings under the version that was in force when they were computed; older versions are read on beside it."""
        metric, version = OuterRef("definition__metric"), OuterRef("definition__version")
        newer = Definition.objects.filter(metric=metric, version__gt=version, created_at__lte=OuterRef("computed_at"))
        return self.exclude(Exists(newer))


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
