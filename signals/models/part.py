"""Part: what work and signals are about."""

from django.db import models

from signals.models.loaded import Loaded


class Part(Loaded):
    """A product, feature, asset or plan."""

    source = models.ForeignKey("signals.Source", models.CASCADE, related_name="parts")
    kind = models.TextField(default="product")
    name = models.TextField(blank=True, default="")
    dimensions = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "kind", "external_id"],
                name="part_once_per_source",
                violation_error_message="This source already has that part.",
            )
        ]

    def __str__(self):
        return self.name or self.external_id


class PartAlias(models.Model):
    """A way in which some system writes a part's name, without case, spaces and signs."""

    kind = models.TextField()
    value = models.TextField()
    part = models.ForeignKey(Part, models.CASCADE, related_name="aliases")

    class Meta:
        verbose_name_plural = "part aliases"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "value"],
                name="part_alias_names_one_part",
                violation_error_message="Another part has this alias.",
            )
        ]

    def __str__(self):
        return self.value
