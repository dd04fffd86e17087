"""The pending answer: given, and not yet committed, so that it can be undone for a few seconds."""

from datetime import datetime

import pgtrigger
from django.db import models
from django.db.models import F, Q

from initiatives.models.handoff import Answer, Handoff
from initiatives.models.reason import Reason
from people.models import Person


class PendingAnswerQuerySet(models.QuerySet["PendingAnswer"]):
    """Questions about pending answers."""

    def live(self):
        """Those that are neither undone nor settled: each stands before its handoff's answer."""
        return self.filter(undone_at__isnull=True, settled_at__isnull=True)

    def due(self, at: datetime):
        """Live ones whose time to undo is over."""
        return self.live().filter(settles_at__lte=at)

    def just_given(self, person: Person):
        """Live ones of this person, the latest first, with what a list shows."""
        return self.live().filter(by=person).select_related("handoff__deliverable", "reason")


class PendingAnswer(models.Model):
    """An answer that counts from `at`, and is written to its handoff at `settles_at` unless it is undone before (rule 9)."""

    handoff = models.ForeignKey(Handoff, models.PROTECT, related_name="pending")
    answer = models.CharField(max_length=10, choices=[Answer.ACCEPTED.choice, Answer.REJECTED.choice])
    reason = models.ForeignKey(Reason, models.PROTECT, null=True, blank=True, related_name="+")
    comment = models.TextField(blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="pending_answers")
    at = models.DateTimeField()
    settles_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    refusal = models.TextField(blank=True, help_text="Why it could not be written, where something came between.")

    objects = PendingAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["settles_at"], condition=Q(undone_at=None, settled_at=None), name="answers_to_settle"),
        ]
        triggers = [pgtrigger.Protect(name="a_pending_answer_is_kept", operation=pgtrigger.Delete)]
        constraints = [
            models.UniqueConstraint(
                fields=["handoff"],
                condition=Q(undone_at=None, settled_at=None),
                name="one_pending_answer_at_a_time",
                violation_error_message="Somebody is answering this at this moment. Your answer was not recorded.",
            ),
            models.CheckConstraint(
                name="a_pending_rejection_has_a_reason",
                condition=Q(answer="accepted", reason__isnull=True) | Q(answer="rejected", reason__isnull=False),
                violation_error_message="A rejection needs a reason from the list, and only a rejection has one.",
            ),
            models.CheckConstraint(
                name="a_pending_answer_is_undone_or_settled",
                condition=(Q(undone_at=None) | Q(settled_at=None))
                & Q(settles_at__gte=F("at"))
                & (Q(undone_at=None) | Q(undone_at__lte=F("settles_at"))),
                violation_error_message="An answer is undone before it settles, or not at all.",
            ),
        ]

    def __str__(self):
        return f"{self.get_answer_display()}: {self.handoff}"
