"""When a calendar was full: one row for each time, and an empty one for the next."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import QueryDict

from audits.asking import Item
from audits.forms.answer import AnswerForm
from audits.models import Answer
from initiatives.forms.inputs import DayField

MOST = 24
PARTS = ("starts_on", "ends_on", "filled")


class CalendarForm(AnswerForm):
    """The answers on offer, and rows of first day, last day and what filled it; an emptied row is taken off the list."""

    def __init__(self, data: QueryDict | None, *, item: Item, at: datetime, answer: Answer | None = None):
        super().__init__(data, item=item, at=at, answer=answer)
        del self.fields["text"]
        rows = _sent(data) if data is not None else [period.as_told for period in answer.periods.all()] if answer else []
        if data is not None:
            self.data = {**{name: data[name] for name in data}, **_named(rows)}
        else:
            self.initial.update(_named(rows))
        self.places = range(min(len(rows) + (data is None), MOST) or 1)
        for place in self.places:
            self.fields[f"starts_on_{place}"] = DayField(label="First day", required=False)
            self.fields[f"ends_on_{place}"] = DayField(label="Last day", required=False)
            self.fields[f"filled_{place}"] = forms.CharField(label="What filled it?", required=False, max_length=500)

    @property
    def times(self) -> Iterator[tuple[int, list[forms.BoundField]]]:
        """Each row by its number, with its fields."""
        for place in self.places:
            yield place, [self[f"{part}_{place}"] for part in PARTS]

    @property
    def times_are_many(self) -> bool:
        """Whether there is a row to remove."""
        return len(self.places) > 1

    @property
    def has_room(self) -> bool:
        """Whether one more may be added."""
        return len(self.places) < MOST

    def clean(self) -> dict[str, Any]:
        """The rows as `periods`; what is half filled in is said at the row."""
        given = super().clean() or self.cleaned_data
        given["periods"] = []
        for place in self.places:
            row = [given.pop(f"{part}_{place}", None) for part in PARTS]
            if any(row) and self._is_whole(place, *row):
                given["periods"].append(tuple(row))
        return given

    def _is_whole(self, place: int, starts_on: date | None, ends_on: date | None, filled: str) -> bool:
        lacking = {
            "starts_on": "" if starts_on else "Give the first day.",
            "ends_on": "" if ends_on else "Give the last day.",
            "filled": "" if filled else "Say what filled it.",
        }
        if starts_on and ends_on and ends_on < starts_on:
            lacking["ends_on"] = "The last day comes before the first."
        wrong = {f"{part}_{place}": words for part, words in lacking.items() if words}
        for name, words in wrong.items():
            if name not in self.errors:
                self.add_error(name, words)
        return not wrong


def _sent(data: QueryDict) -> list[tuple[str, ...]]:
    """The rows as they were sent, without the one to be removed and without empty ones."""
    gone = data.get("without", "")
    rows = [tuple(data.get(f"{part}_{place}", "").strip() for part in PARTS) for place in range(MOST) if str(place) != gone]
    return [row for row in rows if any(row)]


def _named(rows: list) -> dict[str, Any]:
    return {f"{part}_{place}": value for place, row in enumerate(rows) for part, value in zip(PARTS, row, strict=True)}
