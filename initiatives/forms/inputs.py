"""Date and time inputs in the browser's own words."""

from django import forms


def date_input() -> forms.DateInput:
    """A day, picked in the browser."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def instant_input() -> forms.DateTimeInput:
    """A day and a time in the reader's zone, picked in the browser."""
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
