"""Dates and instants, picked in the browser and kept inside the years that a launch can lie in."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

FIRST_YEAR, LAST_YEAR = 2000, 2099


def require_our_time(value: date) -> None:
    """Raise ValidationError for a year that is a slip of the finger: sums over it would leave the calendar."""
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValidationError(f"Give a day between {FIRST_YEAR} and {LAST_YEAR}.")


class DayField(forms.DateField):
    """A day."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_validators = [require_our_time]


class InstantField(forms.DateTimeField):
    """A day and a time in the reader's zone."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    default_validators = [require_our_time]
