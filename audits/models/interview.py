"""Interviews, and what was said in them; a quote is shown only with consent (rule 24)."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audits.models.audit import Audit
from audits.models.row import Row
from people.models import Person


@pghistory.track()
class Interview(models.Model):
    """One conversation with one person: planned, or held."""

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="interviews")
    person = models.ForeignKey(Person, models.PROTECT, related_name="interviews_given")
    held_on = models.DateField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="interviews_held")
    at = models.DateTimeField(help_text="When it was written down.")

    class Meta:
        ordering = ["held_on", "pk"]

    def __str__(self):
        return f"Interview with {self.person}"

    @property
    def is_planned(self) -> bool:
        """Whether it was written down before its day."""
        return self.held_on > timezone.localdate(self.at)

    @property
    def was_held(self) -> bool:
        """Whether it was: it was written down afterwards, or what was said in it is."""
        return not self.is_planned or bool(self.quotes.all())


class Consent(models.TextChoices):
    """Whether the one who said it lets the document show it."""

    ASKED = "", "Not answered yet"
    GIVEN = "given", "Yes, show it"
    REFUSED = "refused", "No, leave it out"


@pghistory.track()
class Quote(models.Model):
    """A sentence somebody said, the rows it supports, and whether that person lets it be shown."""

    interview = models.ForeignKey(Interview, models.PROTECT, related_name="quotes")
    text = models.CharField(max_length=280)
    rows = models.ManyToManyField(Row, related_name="quotes", blank=True)
    consent = models.CharField(max_length=10, choices=Consent, default=Consent.ASKED, blank=True)
    consent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="consent_has_an_instant",
                condition=Q(consent="", consent_at__isnull=True) | (~Q(consent="") & Q(consent_at__isnull=False)),
                violation_error_message="Consent is given or refused at some instant.",
            )
        ]

    def __str__(self):
        return self.text
