"""The shared list of reasons: why a handoff, a lead or a deal was turned down."""

from datetime import datetime

import pghistory
from django.db import models
from django.db.models import Count, F, Q


class ReasonKind(models.TextChoices):
    """What a reason turns down."""

    HANDOFF = "handoff", "Handoff"
    LEAD = "lead", "Lead"
    DEAL = "deal", "Deal"


class ReasonQuerySet(models.QuerySet):
    """Questions about reasons."""

    def offered(self, kind: str, at: datetime):
        """The reasons of that kind that were not retired by that instant, in the order of their keys."""
        return self.filter(kind=kind).filter(Q(retired_at__isnull=True) | Q(retired_at__gt=at))

    def with_uses(self):
        """Each with how many handoffs and how many items were turned down with it, and what it counts as."""
        handoffs = Count("handoffs", distinct=True)
        return self.select_related("merged_into").annotate(handoffs_count=handoffs, items_count=Count("items", distinct=True))


@pghistory.track()
class Reason(models.Model):
    """A code from the shared list, with the words people see. Retired rather than deleted."""

    kind = models.CharField(max_length=10, choices=ReasonKind)
    code = models.SlugField(max_length=40)
    label = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField(help_text="The key that picks it, from 1.")
    retired_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", help_text="The reason as which it counts."
    )

    objects = ReasonQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code"], name="one_reason_of_a_code", violation_error_message="There is a reason of that code."
            ),
            models.UniqueConstraint(
                fields=["kind", "position"],
                name="one_reason_at_a_position",
                condition=Q(retired_at__isnull=True),
                violation_error_message="Another reason has that position.",
            ),
            models.CheckConstraint(
                name="a_merged_reason_is_retired",
                condition=Q(merged_into__isnull=True) | (Q(retired_at__isnull=False) & ~Q(merged_into=F("id"))),
                violation_error_message="A reason that counts as another one is off the list.",
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def counts_as(self) -> "Reason":
        """The reason under which reports count it: itself, or the one it was merged into."""
        return self.merged_into or self
