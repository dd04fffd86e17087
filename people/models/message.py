"""The outbox: a message is written in the transaction of what it tells, and sent after it. A webhook is where some go."""

from datetime import datetime, timedelta

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from people.models.person import Person

LEASE = timedelta(minutes=2)


class Style(models.TextChoices):
    """Whose form a webhook's body has."""

    SLACK = "slack", "Slack"
    TEAMS = "teams", "Microsoft Teams"
    PLAIN = "plain", "Plain JSON"


@pghistory.track(exclude=["sealed_address", "sealed_secret"])
class Webhook(models.Model):
    """An address that is told of every event of handoffs. It and the secret that signs are kept sealed."""

    name = models.CharField(max_length=80, unique=True)
    style = models.CharField(max_length=10, choices=Style)
    host = models.CharField(max_length=255, editable=False, help_text="The host of its address, which may be shown.")
    sealed_address = models.TextField(editable=False)
    sealed_secret = models.TextField(editable=False)
    active = models.BooleanField(default=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class MessageQuerySet(models.QuerySet["Message"]):
    """Questions about messages."""

    def to_send(self, at: datetime):
        """Those that are due, and those whose sender did not come back within its lease; the oldest first."""
        due = Q(state=Message.State.DUE, due_at__lte=at)
        return self.filter(due | Q(state=Message.State.SENDING, leased_until__lte=at)).order_by("due_at", "pk")


class Message(models.Model):
    """One message to one person by e-mail, or to one webhook; its key is the same however often it is sent."""

    class State(models.TextChoices):
        """What became of it."""

        DUE = "due", "To be sent"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Given up"

    key = models.CharField(max_length=120, unique=True, help_text="What it tells, and whom: it is written once.")
    kind = models.CharField(max_length=20)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="messages")
    webhook = models.ForeignKey(Webhook, models.PROTECT, null=True, blank=True, related_name="messages")
    subject = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    path = models.CharField(max_length=200, blank=True, help_text="The page of the console that it leads to.")
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.DUE)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["due_at"], condition=Q(state__in=["due", "sending"]), name="messages_to_send")]
        triggers = [pgtrigger.Protect(name="a_message_is_kept", operation=pgtrigger.Delete)]
        constraints = [
            models.CheckConstraint(
                name="a_message_goes_to_one",
                condition=Q(person__isnull=False, webhook__isnull=True) | Q(person__isnull=True, webhook__isnull=False),
                violation_error_message="A message goes to one person or to one webhook.",
            ),
            models.CheckConstraint(
                name="a_sent_message_says_when",
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                violation_error_message="A message that was sent says when.",
            ),
        ]

    def __str__(self):
        return self.subject
