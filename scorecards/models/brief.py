"""Brief: the readings and facts frozen for one meeting, chained by their hashes."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q


@pghistory.track()
class Brief(models.Model):
    """Canonical JSON and its SHA-256. The text holds the hash of the initiative's previous brief, so that they form a chain."""

    initiative = models.ForeignKey("initiatives.Initiative", models.PROTECT, related_name="briefs")
    meeting = models.OneToOneField("scorecards.Meeting", models.PROTECT, related_name="brief")
    previous = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="next")
    frozen_at = models.DateTimeField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["initiative_id", "frozen_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative"],
                condition=Q(previous__isnull=True),
                name="one_first_brief_of_an_initiative",
                violation_error_message="This initiative has its first brief already.",
            )
        ]
        triggers = [pgtrigger.Protect(name="brief_never_changes", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"Brief of {self.meeting}"
