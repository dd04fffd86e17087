"""Work and its events: what is done, and who did what to it, when."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q

from signals.models.loaded import Loaded, Precision
from signals.models.look import EVENTS_SINCE, WORK_SINCE, touching

TITLE_WORDS = SearchVector("title", config="simple")


class StatusCategory(models.TextChoices):
    """What a status of any system means."""

    NEW = "new", "New"
    OPEN = "open", "Open"
    ACCEPTED = "accepted", "Accepted"
    REJECTED = "rejected", "Rejected"
    WON = "won", "Won"
    LOST = "lost", "Lost"
    DONE = "done", "Done"
    DROPPED = "dropped", "Dropped"


class WorkQuerySet(models.QuerySet):
    """Questions about work."""

    def present(self):
        """Work that its source has not deleted."""
        return self.filter(deleted_at__isnull=True)


class Work(Loaded):
    """An opportunity, lead, ticket, issue, campaign, asset or task."""

    source = models.ForeignKey("signals.Source", models.CASCADE, related_name="work", db_index=False)
    kind = models.TextField()
    title = models.TextField(blank=True, default="")
    status = models.TextField(blank=True, default="")
    status_category = models.TextField(blank=True, default="", choices=StatusCategory)
    reason = models.TextField(blank=True, default="", help_text="Why it was turned down or lost.")
    holder = models.TextField(blank=True, default="", help_text="Who holds it, in the source's own words.")
    amount = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    currency = models.TextField(blank=True, default="")
    opened_at = models.DateTimeField(null=True)
    opened_precision = models.TextField(choices=Precision, default=Precision.INSTANT)
    due_at = models.DateTimeField(null=True)
    due_precision = models.TextField(choices=Precision, default=Precision.INSTANT)
    closed_at = models.DateTimeField(null=True)
    closed_precision = models.TextField(choices=Precision, default=Precision.INSTANT)
    party = models.ForeignKey("signals.Party", models.SET_NULL, null=True, related_name="work", db_index=False)
    part = models.ForeignKey("signals.Part", models.SET_NULL, null=True, related_name="work")
    origin = models.ForeignKey("self", models.SET_NULL, null=True, related_name="outcomes", help_text="The work it came from.")
    origin_key = models.TextField(null=True, help_text="kind:external id of that work, as the source names it.")  # noqa: DJ001
    dimensions = models.JSONField(default=dict)

    objects = WorkQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "work"
        indexes = [
            models.Index(fields=["party", "opened_at"]),
            models.Index(fields=["kind", "opened_at"]),
            models.Index(fields=["kind", "closed_at"]),
            models.Index(fields=["kind", "external_id"]),
            GinIndex(TITLE_WORDS, name="work_by_words_of_title"),
            models.Index(fields=["origin_key"], name="work_origin_missing", condition=Q(origin=None, origin_key__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "kind", "external_id"],
                name="work_once_per_source",
                violation_error_message="This source already has that piece of work.",
            )
        ]
        triggers = touching("touches_readings", WORK_SINCE)

    def __str__(self):
        return self.title or f"{self.kind} {self.external_id}"


class WorkEvent(Loaded):
    """A change of status or holder, a contact, a comment: the only evidence of ownership that an audit reads.

    The database checks that its work exists, but not its source and stream: the loader holds the stream's row while it writes.
    """

    source = models.ForeignKey(
        "signals.Source", models.CASCADE, related_name="work_events", db_constraint=False, db_index=False
    )
    stream = models.ForeignKey("signals.Stream", models.CASCADE, null=True, related_name="+", db_constraint=False)
    work = models.ForeignKey(Work, models.CASCADE, null=True, related_name="events", db_index=False)
    work_key = models.TextField(help_text="kind:external id of the work, as the source names it.")
    kind = models.TextField(help_text="status, holder, contact, comment or a word of the source's own.")
    from_value = models.TextField(blank=True, default="")
    to_value = models.TextField(blank=True, default="")
    actor = models.TextField(blank=True, default="")
    at = models.DateTimeField()
    precision = models.TextField(choices=Precision, default=Precision.INSTANT)
    dimensions = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["work", "at"]),
            models.Index(fields=["kind", "at"]),
            models.Index(fields=["work_key"], name="event_work_missing", condition=Q(work=None)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"],
                name="event_once_per_source",
                violation_error_message="This source already has that event.",
            )
        ]
        triggers = touching("touches_readings", EVENTS_SINCE)

    def __str__(self):
        return f"{self.kind} of {self.work_key}"
