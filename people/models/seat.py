"""Function, role and seat: who may answer for what, and when."""

from datetime import datetime

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from revenue_arc.fields import as_range, text_key


class Function(models.TextChoices):
    """One of the four functions that a launch needs."""

    PRODUCT = "product", "Product"
    MARKETING = "marketing", "Marketing"
    CREATIVE = "creative", "Creative"
    SALES = "sales", "Sales"


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

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="seats")
    role = models.CharField(max_length=10, choices=Role)
    function = models.CharField(max_length=10, choices=Function, blank=True)
    period = DateTimeRangeField(help_text="From taking the seat until leaving it; open-ended while held.")

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["period"]
        constraints = [
            models.CheckConstraint(
                name="seat_names_a_function_where_it_has_one",
                condition=Q(role__in=["head", "member"], function__in=Function.values)
                | Q(role__in=["ceo", "coo"], function=""),
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
