"""A handoff that nobody logged: what somebody remembers of it, beside the record and never in it."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F

from audits.models.audit import Audit
from initiatives.models import Deliverable
from people.models import Person


@pghistory.track()
class UnloggedHandoff(models.Model):
    """Who handed what to whom, on which day, and from whom the audit knows it. Rows are only ever added."""

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="unlogged_handoffs")
    deliverable = models.ForeignKey(Deliverable, models.PROTECT, related_name="+")
    what = models.CharField(max_length=120, help_text="What changed hands.")
    sender = models.ForeignKey(Person, models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Person, models.PROTECT, related_name="+")
    on = models.DateField()
    known_from = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", help_text="Who wrote it down.")
    at = models.DateTimeField()

    class Meta:
        ordering = ["on", "pk"]
        triggers = [pgtrigger.Protect(name="an_unlogged_handoff_is_kept", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            models.CheckConstraint(
                name="an_unlogged_handoff_has_two_sides",
                condition=~models.Q(sender=F("receiver")),
                violation_error_message="A handoff is from one person to another: name two.",
            ),
            models.UniqueConstraint(
                fields=["audit", "deliverable", "sender", "receiver", "on", "what"],
                name="an_unlogged_handoff_is_written_down_once",
                violation_error_message="This is written down already.",
            ),
        ]

    def __str__(self):
        return f"{self.what}, {self.sender} to {self.receiver}"
