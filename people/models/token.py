"""API tokens: kept as hashes, shown once."""

import hashlib
import secrets
from datetime import datetime

import pghistory
from django.db import models
from django.utils import timezone

PREFIX = "arc_"


def digest_of(token: str) -> str:
    """The SHA-256 of a token, in hex. A token carries 256 random bits, so it needs neither salt nor stretching."""
    return hashlib.sha256(token.encode()).hexdigest()


class TokenQuerySet(models.QuerySet):
    """Questions about tokens."""

    def valid(self):
        """Tokens that have not been revoked and whose person still works here."""
        return self.filter(revoked_at__isnull=True, person__is_active=True)

    def issue(self, person, *, at: datetime | None = None) -> str:
        """Make a token for a person and return its text, which is kept nowhere."""
        text = PREFIX + secrets.token_urlsafe(32)
        self.create(person=person, digest=digest_of(text), start=text[: len(PREFIX) + 4], created_at=at or timezone.now())
        return text

    def bearing(self, text: str):
        """The valid token of that text with its person; raises Token.DoesNotExist."""
        return self.valid().select_related("person").get(digest=digest_of(text))

    def revoke(self, person, *, at: datetime | None = None) -> int:
        """Revoke every token of a person; return how many there were."""
        return self.filter(person=person, revoked_at__isnull=True).update(revoked_at=at or timezone.now())


@pghistory.track(exclude=["digest"])
class Token(models.Model):
    """Lets a program act in the API as one person."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    start = models.CharField(max_length=12, editable=False, help_text="Its first letters, to tell one from another.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        verbose_name = "API token"
        ordering = ["-created_at"]

    def __str__(self):
        return f"{self.start}… of {self.person}"
