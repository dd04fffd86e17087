"""What every loaded row carries: where it came from, and which version of it this is."""

from django.db import models


class Loaded(models.Model):
    """A row that a pull wrote: its stream, its place in a kept page, its version at the source, its tombstone."""

    stream = models.ForeignKey("signals.Stream", models.CASCADE, null=True, related_name="+")
    external_id = models.TextField(db_collation="C")
    page_id = models.BigIntegerField(null=True, help_text="The raw page that holds the payload.")
    ordinal = models.IntegerField(null=True, help_text="The payload's place in that page, from 0.")
    version = models.BigIntegerField(null=True, help_text="The source's own order of versions; a higher one is newer.")
    flags = models.JSONField(
        null=True, help_text="Fields that were unreadable and are therefore empty: {field: what was wrong}."
    )
    deleted_at = models.DateTimeField(null=True, help_text="When the source deleted it; the row stays as a tombstone.")

    class Meta:
        abstract = True


class Precision(models.TextChoices):
    """How exactly an instant is known."""

    INSTANT = "instant", "to the second"
    DAY = "day", "to the day"
