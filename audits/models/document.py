"""The frozen document: canonical JSON and its SHA-256, one row a revision. Frozen documents never change (rule 26)."""

import json
from typing import Any

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from audits.models.audit import Audit
from people.models import Person


@pghistory.track(exclude=["text"])
class Document(models.Model):
    """One revision of the accountability map. Its text holds the hash of the revision before it."""

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="documents")
    revision = models.PositiveSmallIntegerField()
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", help_text="Empty: it closed by itself."
    )
    text = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["audit", "-revision"]
        triggers = [pgtrigger.Protect(name="a_frozen_document_never_changes", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            models.UniqueConstraint(
                fields=["audit", "revision"],
                name="one_document_of_a_revision",
                violation_error_message="This revision is frozen already.",
            ),
            models.CheckConstraint(
                name="revisions_count_from_one",
                condition=Q(revision__gte=1),
                violation_error_message="The first revision is 1.",
            ),
        ]

    def __str__(self):
        return f"{self.audit}, revision {self.revision}"

    @property
    def in_words(self) -> str:
        """Its state on the task list."""
        return f"Frozen, revision {self.revision}"

    @property
    def content(self) -> dict[str, Any]:
        """What was frozen."""
        return json.loads(self.text)
