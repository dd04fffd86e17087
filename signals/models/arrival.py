"""Intake, arrival: the address to which a source pushes its events, and those that are still to be loaded."""

from datetime import datetime, timedelta

from django.db import models
from django.utils.crypto import get_random_string

from signals import secrets

OLD_SECRET_COUNTS = timedelta(hours=24)
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


def new_name() -> str:
    """The part of an intake's address that nobody can guess."""
    return get_random_string(26, LETTERS)


class Intake(models.Model):
    """Where the events of a source arrive. Its signing secret is the source's; a replaced one still counts for a day."""

    source = models.OneToOneField("signals.Source", models.CASCADE, primary_key=True, related_name="intake")
    name = models.CharField(max_length=40, unique=True, default=new_name, editable=False)
    sealed_old_secret = models.TextField(blank=True, editable=False)
    old_secret_until = models.DateTimeField(null=True, editable=False)

    def __str__(self):
        return f"{self.source}, its address"

    def secrets_at(self, at: datetime) -> list[secrets.Secret]:
        """The signing secrets that count at an instant."""
        found = [self.source.secret] if self.source.secret else []
        if self.sealed_old_secret and self.old_secret_until and at < self.old_secret_until:
            found.append(secrets.unseal(self.sealed_old_secret))
        return found


class Arrival(models.Model):
    """One event as it came, kept before its sender was answered; gone in the transaction that loads it."""

    source = models.ForeignKey("signals.Source", models.CASCADE, related_name="arrivals")
    type = models.CharField(max_length=1_000)
    payload = models.BinaryField()
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.type
