"""What the owner keeps an initiative going with: action items and progress updates."""

from datetime import datetime

import pghistory
from django.db import models
from django.db.models import F, Prefetch, Q

from initiatives.models.initiative import Initiative
from people.models import Person


def owner_asked(initiative: Initiative) -> str:
    """What an action item says that asks for an arc owner; by these words naming one finds it, and marks it done."""
    return f"Name the arc owner of {initiative}, in writing."


class ActionItemQuerySet(models.QuerySet):
    """Questions about action items."""

    def open(self):
        """Items not done yet."""
        return self.filter(done_at__isnull=True)

    def waiting(self):
        """Open items of launches that were not stopped."""
        return self.open().filter(initiative__stopped_at__isnull=True)

    def with_owners(self):
        """With the person, and the launch as its `owner` reads it, in a fixed number of queries."""
        launches = Prefetch("initiative", Initiative.objects.with_owners())
        return self.select_related("person").prefetch_related(launches, "person__seats")

    def asking_for_owner(self, initiative: Initiative):
        """Those that gave the CEO days to name the arc owner of the initiative, the latest first."""
        return self.filter(initiative=initiative, text=owner_asked(initiative)).select_related("person").order_by("-pk")


@pghistory.track()
class ActionItem(models.Model):
    """Something that exactly one named person is to do by a date (rule 4)."""

    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="action_items")
    text = models.CharField(max_length=280)
    person = models.ForeignKey(Person, models.PROTECT, related_name="action_items")
    due = models.DateField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="action_items_given")
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    holding = models.OneToOneField(
        "initiatives.Holding",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="asked",
        help_text="The holding of somebody who left, where this asks to name another holder.",
    )

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        ordering = ["due", "pk"]
        constraints = [
            models.CheckConstraint(
                name="action_is_done_after_it_was_given",
                condition=Q(done_at__isnull=True) | Q(done_at__gte=F("created_at")),
                violation_error_message="An action item is done after it was given.",
            )
        ]

    def __str__(self):
        return self.text

    def overdue(self, now: datetime) -> bool:
        """Whether it is open after its due date."""
        return self.done_at is None and now.date() > self.due


@pghistory.track()
class ProgressUpdate(models.Model):
    """What the owner wrote about the state of the initiative."""

    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="updates")
    by = models.ForeignKey(Person, models.PROTECT, related_name="progress_updates")
    at = models.DateTimeField()
    text = models.TextField()

    class Meta:
        ordering = ["-at"]

    def __str__(self):
        return self.text[:60]
