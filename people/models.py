"""Person (the user model), function, seat, and the company's working hours."""

import zoneinfo
from datetime import datetime, time

import pghistory
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from revenue_arc.fields import as_range, text_key


class Function(models.TextChoices):
    """One of the four functions that a launch needs."""

    PRODUCT = "product", "Product"
    MARKETING = "marketing", "Marketing"
    CREATIVE = "creative", "Creative"
    SALES = "sales", "Sales"


def validate_time_zone(name: str) -> None:
    """Raise ValidationError unless `name` is a zone of the IANA database."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(f"“{name}” is not a time zone. Use a name such as Europe/Berlin.")


class PersonQuerySet(models.QuerySet):
    """Questions about people."""

    def present(self):
        """People who have not left."""
        return self.filter(is_active=True)

    def seated(self, role: str, *, function: str = "", at: datetime | None = None):
        """Who holds the seat `role` (of `function`, where the role has one) at that instant; now by default."""
        return self.filter(
            seats__role=role, seats__function=function, seats__period__contains=at or timezone.now(), is_active=True
        )

    def heads(self, at: datetime | None = None):
        """The function heads at that instant."""
        return self.filter(seats__role=Role.HEAD, seats__period__contains=at or timezone.now(), is_active=True).distinct()


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):
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
        return self.is_active and self.seats.at(at or timezone.now()).filter(role=role, function=function).exists()

    def heads_function(self, at: datetime | None = None) -> str:
        """The function this person heads at that instant, or an empty string."""
        seat = self.seats.at(at or timezone.now()).filter(role=Role.HEAD).first()
        return seat.function if seat and self.is_active else ""


class Role(models.TextChoices):
    """What a seat is for."""

    CEO = "ceo", "CEO"
    COO = "coo", "COO"
    HEAD = "head", "Head"
    MEMBER = "member", "Member"


class SeatQuerySet(models.QuerySet):
    """Questions about seats."""

    def at(self, instant: datetime):
        """Seats held at that instant."""
        return self.filter(period__contains=instant)


@pghistory.track()
class Seat(models.Model):
    """A post held by one person for a period."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="seats")
    role = models.CharField(max_length=10, choices=Role)
    function = models.CharField(max_length=10, choices=Function, blank=True)
    period = DateTimeRangeField(help_text="From taking the seat until leaving it; open-ended while held.")

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["period"]
        constraints = [
            models.CheckConstraint(
                name="seat_names_a_function_where_it_has_one",
                condition=Q(role__in=["head", "member"], function__in=Function.values) | Q(role__in=["ceo", "coo"], function=""),
                violation_error_message="A head or a member belongs to a function; the CEO and the COO do not.",
            ),
            models.CheckConstraint(
                name="seat_period_is_not_empty",
                condition=Q(period__isempty=False),
                violation_error_message="A seat is held for some time: the end must come after the start.",
            ),
            ExclusionConstraint(
                name="one_holder_of_a_leading_seat_at_a_time",
                expressions=[
                    (as_range(text_key("role", "function")), RangeOperators.OVERLAPS),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=~Q(role="member"),
                violation_error_message="Somebody else holds this seat for that period.",
            ),
        ]

    def __str__(self):
        return f"{self.person}, {self.title}"

    @property
    def title(self) -> str:
        """The words for the post: CEO, Head of Sales, Sales."""
        if self.role == Role.HEAD:
            return f"Head of {self.get_function_display()}"
        return self.get_function_display() if self.role == Role.MEMBER else self.get_role_display()
