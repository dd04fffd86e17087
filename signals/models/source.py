"""Source, stream: a connected system, and one endpoint or file of it."""

from datetime import datetime, timedelta

import pghistory
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from people.models import Function, validate_time_zone
from signals import secrets
from signals.models.arrival import Arrival


class SourceQuerySet(models.QuerySet):
    """Questions about sources."""

    def active(self):
        """Sources that are pulled on schedule."""
        return self.filter(state=Source.State.ACTIVE)

    def due(self, at: datetime):
        """Active sources whose interval has passed since the last attempt, and that no pull waits for or works on.

        Of those that push, the ones whose events have arrived: at once, but after a failure when the interval has passed.
        """
        open_pulls = Q(pulls__state__in=["due", "running"], pulls__kind="fresh")
        rested = Q(attempted_at__isnull=True) | Q(attempted_at__lte=at - F("interval"))
        arrived = Q(Exists(Arrival.objects.filter(source=OuterRef("pk"))))
        pushed = Q(kind=Source.PUSHED) & arrived & (rested | Q(last_success_at__gte=F("attempted_at")))
        waiting = self.active().exclude(pk__in=Source.objects.filter(open_pulls).values("pk"))
        return waiting.filter((~Q(kind=Source.PUSHED) & rested) | pushed)


@pghistory.track(exclude=["sealed_secret", "sealed_token", "attempted_at", "last_success_at", "data_as_of"])
class Source(models.Model):
    """A connected system that one function keeps, or that is shared."""

    class State(models.TextChoices):
        ACTIVE = "active", "Active"
        PAUSED = "paused", "Paused"
        PAUSED_QUOTA = "paused_quota", "Paused: quota"
        RECONNECT = "reconnect", "Reconnect"
        DELETING = "deleting", "Being deleted"

    PUSHED = "webhook"
    PULLED = (State.ACTIVE, State.PAUSED_QUOTA)  # the latter when its quota renews: its pull is due then

    id = models.AutoField(primary_key=True)
    name = models.CharField(max_length=120, unique=True)
    function = models.CharField(max_length=10, choices=Function, blank=True, help_text="Empty: shared by the four functions.")
    kind = models.CharField(max_length=20)
    settings = models.JSONField(default=dict, blank=True)
    sealed_secret = models.TextField(blank=True, editable=False)
    sealed_token = models.TextField(blank=True, editable=False, help_text="The token that the secret was last changed into.")
    time_zone = models.CharField(max_length=64, default="UTC", validators=[validate_time_zone])
    currency = models.CharField(max_length=3, blank=True, help_text="For amounts that name no currency.")
    interval = models.DurationField(default=timedelta(minutes=5), help_text="The agreed time between two pulls.")
    state = models.CharField(max_length=20, choices=State, default=State.ACTIVE)
    state_reason = models.TextField(blank=True)
    allow_private = models.BooleanField(default=False, help_text="May be reached at a private or loopback address.")
    allow_http = models.BooleanField(default=False, help_text="May be reached without TLS.")
    allow_folder = models.TextField(blank=True, editable=False, help_text="A folder allowed by whoever ran `sources apply`.")
    attempted_at = models.DateTimeField(null=True, editable=False)
    last_success_at = models.DateTimeField(null=True, editable=False)
    data_as_of = models.DateTimeField(null=True, editable=False, help_text="The instant that the source says its data is from.")

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="source_interval_is_positive",
                condition=Q(interval__gt=timedelta(0)),
                violation_error_message="The interval between two pulls must be longer than nothing.",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def secret(self) -> secrets.Secret | None:
        """The credential, opened; it does not print itself. None where there is none."""
        return secrets.unseal(self.sealed_secret) if self.sealed_secret else None

    def set_secret(self, text: str) -> None:
        """Seal a credential; an empty text takes it away. A token got for the one before goes with it."""
        self.sealed_token = ""
        self.sealed_secret = secrets.seal(text) if text else ""

    @property
    def fresh_as_of(self) -> datetime | None:
        """The last successful pull, or the instant the source's data is from where that is earlier."""
        known = [at for at in (self.last_success_at, self.data_as_of) if at]
        return min(known) if self.last_success_at else None

    def age(self, now: datetime | None = None) -> timedelta | None:
        """How old its data is; None when it was never pulled."""
        return (now or timezone.now()) - self.fresh_as_of if self.fresh_as_of else None


@pghistory.track(exclude=["cursor", "fingerprint", "drift", "data_as_of"])
class Stream(models.Model):
    """One endpoint or file of a source, and how its records become rows."""

    id = models.AutoField(primary_key=True)
    source = models.ForeignKey(Source, models.CASCADE, related_name="streams")
    name = models.CharField(max_length=120)
    position = models.PositiveIntegerField(default=0)
    settings = models.JSONField(default=dict, blank=True, help_text="What to read: path, pagination, cursor, format.")
    mapping = models.JSONField(default=dict, help_text="How a record becomes work, event, party, part or signal.")
    cursor = models.JSONField(default=dict, blank=True, editable=False)
    fingerprint = models.JSONField(default=dict, blank=True, editable=False, help_text="The columns expected, and their types.")
    drift = models.JSONField(default=list, blank=True, editable=False, help_text="What is not as expected, each since when.")
    data_as_of = models.DateTimeField(null=True, editable=False)
    retired = models.BooleanField(default=False, editable=False, help_text="No longer named by its source: not read any more.")

    class Meta:
        ordering = ["source", "position", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "name"],
                name="stream_name_once_per_source",
                violation_error_message="This source already has a stream of that name.",
            )
        ]

    def __str__(self):
        return f"{self.source} · {self.name}"
