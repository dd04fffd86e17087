"""The four instants of a handoff, and their corrections."""

import pghistory
import pgtrigger
from django.db import models

from people.models import Person


class Instant(models.TextChoices):
    """The four instants that are kept for every handoff and never overwritten (rule 9)."""

    OFFERED = "offered_at", "Offered"
    ANSWERED = "answered_at", "Answered"
    STARTED = "started_at", "Started"
    FINISHED = "finished_at", "Finished"


@pghistory.track()
class HandoffCorrection(models.Model):
    """Who corrected which instant of a handoff, from what, to what, when and why. Rows are only ever added."""

    handoff = models.ForeignKey("initiatives.Handoff", models.PROTECT, related_name="corrections")
    instant = models.CharField(max_length=20, choices=Instant)
    was = models.DateTimeField(null=True, blank=True)
    now = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="handoff_corrections")
    at = models.DateTimeField()
    why = models.TextField()

    class Meta:
        ordering = ["at", "pk"]
        triggers = [pgtrigger.Protect(name="a_correction_is_kept", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.get_instant_display()} of {self.handoff}"
