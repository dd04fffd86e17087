"""Person, the user model."""

from datetime import datetime

import pghistory
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone

from people.models.seat import Role
from people.zones import validate_time_zone


class PersonQuerySet(models.QuerySet):
    """Questions about people."""

    def present(self, at: datetime | None = None):
        """People who had not left by that instant; now by default."""
        return self.filter(Q(left_at__isnull=True, is_active=True) | Q(left_at__gt=at or timezone.now()))

    def seated(self, role: str, *, function: str = "", at: datetime | None = None):
        """Who holds the seat `role` (of `function`, where the role has one) at that instant; now by default."""
        at = at or timezone.now()
        return self.present(at).filter(seats__role=role, seats__function=function, seats__period__contains=at)

    def heads(self, at: datetime | None = None):
        """The function heads at that instant."""
        at = at or timezone.now()
        return self.present(at).filter(seats__role=Role.HEAD, seats__period__contains=at).distinct()


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    """Makes people; an e-mail address is their name at sign-in."""

    def create_user(self, email, password=None, **fields):
        """A person who may sign in."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.full_clean(exclude=["password"])
        person.save()
        return person

    def create_superuser(self, email, password=None, **fields):
        """An administrator who may do everything in Django's admin."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username):
        """Find a person by e-mail, whatever its case."""
        return self.get(email=username.lower())


@pghistory.track(exclude=["password", "last_login"])
class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody who works here, and who signs in with an e-mail address."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=64, default="UTC", validators=[validate_time_zone])
    single_keys = models.BooleanField("single-key shortcuts", default=True)
    mail_now = models.BooleanField("an e-mail at once", default=True, help_text="For each handoff, answer and escalation.")
    mail_digest = models.BooleanField("a daily digest", default=True, help_text="On working mornings, where something waits.")
    feed = models.PositiveIntegerField(default=0, editable=False, help_text="Which calendar address is in force; 0: none.")
    feeds_made = models.PositiveIntegerField(default=0, editable=False, help_text="How many calendar addresses there were.")
    is_active = models.BooleanField("works here", default=True, help_text="Cleared when a person leaves; nothing is deleted.")
    is_staff = models.BooleanField("administrator", default=False, help_text="Connects sources and opens Django's admin.")
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "people"
        constraints = [
            models.CheckConstraint(
                name="person_who_left_is_inactive",
                condition=Q(left_at__isnull=True) | Q(is_active=False),
                violation_error_message="Somebody who left cannot be active.",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def initials(self) -> str:
        """At most two letters, for the round mark."""
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()

    def holds(self, role: str, *, function: str = "", at: datetime | None = None) -> bool:
        """Whether this person holds that seat at that instant; now by default."""
        at = at or timezone.now()
        return self.works_here(at) and self.seats.at(at).filter(role=role, function=function).exists()

    def works_here(self, at: datetime) -> bool:
        """Whether this person had not left by that instant."""
        return at < self.left_at if self.left_at else self.is_active

    def heads_function(self, at: datetime | None = None) -> str:
        """The function this person heads at that instant, or an empty string."""
        at = at or timezone.now()
        seat = self.seats.at(at).filter(role=Role.HEAD).first()
        return seat.function if seat and self.works_here(at) else ""

    def has_perm(self, perm: str, obj=None) -> bool:
        """Django's admin is the administrators': what may not be done there, each model's admin refuses."""
        return (self.is_active and self.is_staff) or super().has_perm(perm, obj)

    def has_module_perms(self, app_label: str) -> bool:
        """As `has_perm`, for a whole app."""
        return (self.is_active and self.is_staff) or super().has_module_perms(app_label)
