"""The company: its working hours, its holidays, its zone and its currency."""

from datetime import time

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from people.holidays import DaysOff, validate_place
from people.zones import validate_time_zone


def monday_to_friday() -> list[int]:
    """The ISO weekdays that most companies work."""
    return [1, 2, 3, 4, 5]


class CompanyQuerySet(models.QuerySet["Company"]):
    """Questions about the company."""

    def ours(self) -> "Company":
        """The company's row; the defaults (unsaved) until somebody has set it."""
        return self.first() or Company()


@pghistory.track()
class Company(models.Model):
    """The one company that this console serves. Acceptance windows run on its working hours."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField(max_length=120, default="Our company")
    working_days = ArrayField(
        models.PositiveSmallIntegerField(), default=monday_to_friday, help_text="ISO weekdays: 1 is Monday, 7 is Sunday."
    )
    opens = models.TimeField(default=time(9))
    closes = models.TimeField(default=time(17))
    holidays = ArrayField(models.DateField(), default=list, blank=True, help_text="Own days off.")
    holiday_country = models.CharField(max_length=2, blank=True, help_text="Whose public holidays are days off.")
    holiday_region = models.CharField(max_length=10, blank=True, help_text="A part of that country with holidays of its own.")
    worked_holidays = ArrayField(
        models.DateField(), default=list, blank=True, help_text="Public holidays on which the company works all the same."
    )
    time_zone = models.CharField(max_length=64, default="UTC", validators=[validate_time_zone])
    currency = models.CharField(
        max_length=3, default="USD", validators=[RegexValidator(r"^[A-Z]{3}$", "Use a three-letter code such as EUR.")]
    )

    objects = CompanyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "company"
        constraints = [
            models.CheckConstraint(
                name="one_company",
                condition=Q(id=1),
                violation_error_message="A console serves one company, and it is there already: change that one.",
            ),
            models.CheckConstraint(
                name="company_opens_before_it_closes",
                condition=Q(opens__lt=F("closes")),
                violation_error_message="The company must open before it closes, on the same day.",
            ),
            models.CheckConstraint(
                name="company_works_on_days_of_the_week",
                condition=Q(working_days__contained_by=[1, 2, 3, 4, 5, 6, 7], working_days__len__gte=1),
                violation_error_message="Name at least one working day, from 1 (Monday) to 7 (Sunday).",
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """Raise ValidationError for a country or a region without known holidays."""
        validate_place(self.holiday_country, self.holiday_region)

    @property
    def days_off(self) -> DaysOff:
        """Public holidays and own days off."""
        return DaysOff(self.holiday_country, self.holiday_region, frozenset(self.holidays), frozenset(self.worked_holidays))
