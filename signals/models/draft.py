"""Draft: a source that an administrator is connecting, kept between pages."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models

from signals import secrets

KEPT = timedelta(hours=24)


class SourceDraftQuerySet(models.QuerySet):
    """Questions about drafts."""

    def live(self, at: datetime):
        """Drafts that have not expired."""
        return self.filter(expires_at__gt=at)

    def expired(self, at: datetime):
        """Drafts that nobody went on with for a day."""
        return self.filter(expires_at__lte=at)


class SourceDraft(models.Model):
    """What has been said of a source so far, its credential sealed; forgotten a day after it was last worked on."""

    by = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    source = models.ForeignKey(
        "signals.Source", models.CASCADE, null=True, blank=True, related_name="drafts", help_text="The source being changed."
    )
    kind = models.CharField(max_length=20)
    entry = models.JSONField(default=dict, blank=True, help_text="The source as a sources file would say it.")
    opened = models.JSONField(default=dict, blank=True, editable=False, help_text="The entry of the source as it was opened.")
    skipped = models.JSONField(default=list, blank=True, help_text="Names of the streams that are not to be read.")
    sealed_secret = models.TextField(blank=True, editable=False)
    folder = models.TextField(blank=True, editable=False, help_text="The console's own folder that holds its upload.")
    checked = models.JSONField(default=dict, blank=True, help_text="What the last check found.")
    sample = models.BinaryField(null=True, editable=False, help_text="Some records of each stream, compressed.")
    expires_at = models.DateTimeField()

    objects = SourceDraftQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["expires_at"])]

    def __str__(self):
        return f"{self.name or self.kind}, being connected"

    @property
    def name(self) -> str:
        """What people will call the source."""
        return self.entry.get("name", "")

    @property
    def streams(self) -> list[dict[str, Any]]:
        """Every stream that has been described."""
        return self.entry.get("streams", [])

    @property
    def chosen(self) -> list[dict[str, Any]]:
        """The streams that are to be read."""
        return [stream for stream in self.streams if stream["name"] not in self.skipped]

    def set_secret(self, text: str) -> None:
        """Seal a credential; an empty text takes it away."""
        self.sealed_secret = secrets.seal(text) if text else ""

    def keep_until(self, at: datetime) -> None:
        """Keep it for another day."""
        self.expires_at = at + KEPT
