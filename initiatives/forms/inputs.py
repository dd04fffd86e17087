"""Dates and instants inside the years that a launch can lie in; and lists that come as CSV files."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from initiatives.batches import BYTES, WrongLines, decoded, dispositions_in, items_in
from people.models import Company

FIRST_YEAR, LAST_YEAR = 2000, 2099


def require_our_time(value: date) -> None:
    """Raise ValidationError for a year that is a slip of the finger: sums over it would leave the calendar."""
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValidationError(f"Give a day between {FIRST_YEAR} and {LAST_YEAR}.")


class DayField(forms.DateField):
    """A day."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_validators = [require_our_time]


class DaysField(forms.CharField):
    """Days, one a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value):
        """The days as lines."""
        return "\n".join(str(day) for day in value) if isinstance(value, list | tuple) else value

    def clean(self, value) -> list[date]:
        """The days in order, each once. Raises ValidationError that names a line that is no day."""
        days = set()
        for line in super().clean(value).split():
            try:
                day = date.fromisoformat(line)
            except ValueError:
                raise ValidationError(f"“{line}” is no day: write 2026-12-24.") from None
            require_our_time(day)
            days.add(day)
        return sorted(days)


class InstantField(forms.DateTimeField):
    """A day and a time in the reader's zone."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    default_validators = [require_our_time]


class LinesField(forms.FileField):
    """A CSV file of a bounded size, read into rows; what is wrong with its lines is said line by line."""

    widget = forms.FileInput(attrs={"accept": ".csv,text/csv"})

    def clean(self, data, initial=None):
        """The rows of the file; an empty list where there is none."""
        file = super().clean(data, initial)
        if not file:
            return []
        if file.size > BYTES:
            raise ValidationError("This file is larger than 2 MB. Offer the batch in parts.")
        try:
            return self.rows(decoded(file.read()))
        except WrongLines as wrong:
            raise ValidationError(wrong.sentences) from None

    def rows(self, text: str) -> list:
        """What the text says, row by row. Raises WrongLines."""
        raise NotImplementedError


class ItemsField(LinesField):
    """The items of a batch."""

    def rows(self, text: str) -> list:
        """The items; an amount without a currency is in the company's."""
        return items_in(text, Company.objects.ours().currency)


class DispositionsField(LinesField):
    """What the receiver makes of each item."""

    def rows(self, text: str) -> list:
        """The dispositions."""
        return dispositions_in(text)
