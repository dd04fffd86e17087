"""What the columns of a stream mean: a role and a format for each, proposed from its data."""

from typing import Any

from django import forms
from django.http import QueryDict

from signals.guessing import Answers, Column, ColumnAnswer, mapping_of, status_category
from signals.guessing.answers import FIELDS, MAKES, STREAM, missing
from signals.models.work import StatusCategory

ROLES = {
    "": "Not read",
    "id": "Its id",
    "version": "When it last changed",
    "deleted": "Whether it was deleted",
    "title": "Title",
    "status": "Status",
    "reason": "Reason it was lost",
    "holder": "Who holds it",
    "amount": "Amount",
    "currency": "Currency",
    "opened_at": "Opened",
    "due_at": "Due",
    "closed_at": "Closed",
    "metric": "Name of the metric",
    "at": "When it happened",
    "value": "Value of the metric",
    "unit": "Unit",
    "party_id": "Customer: id",
    "party_name": "Customer: name",
    "party_domain": "Customer: domain",
    "party_email": "Customer: e-mail",
    "part_name": "Product or part",
    "dimension": "A word to filter by",
}
FORMATS = [
    ("", "As it is"),
    ("%d-%m-%Y", "Date, 31-12-2026"),
    ("%m-%d-%Y", "Date, 12-31-2026"),
    ("%d/%m/%Y", "Date, 31/12/2026"),
    ("%m/%d/%Y", "Date, 12/31/2026"),
    ("%d.%m.%Y", "Date, 31.12.2026"),
    ("epoch_s", "Time, seconds since 1970"),
    ("epoch_ms", "Time, milliseconds since 1970"),
    ("decimal_comma", "Number, 1.234,50"),
    ("percent", "Number, in percent"),
]
KINDS = {
    "instant": "a date or time",
    "number": "a number",
    "percent": "percent",
    "email": "an e-mail address",
    "domain": "a web address",
    "truth": "yes or no",
    "empty": "empty",
    "text": "text",
}
SHORT_FORMATS = {"": "1,234.5", "decimal_comma": "1.234,5"}
WHAT = [
    ("work", "Work: a deal, lead, ticket, task, campaign"),
    ("party", "A customer: an account or a person"),
    ("part", "A product, feature or plan"),
    ("signal", "A measurement: something that happened, or a value at a time"),
]


class ColumnsForm(forms.Form):
    """What each record is, and what each of its columns means."""

    makes = forms.ChoiceField(choices=WHAT, label="What is one record?", widget=forms.RadioSelect)
    noun = forms.CharField(
        max_length=60,
        required=False,
        label="What it is called",
        help_text="deal, lead, ticket; account, person; for a measurement, its metric.",
    )

    def __init__(self, *args, columns: list[Column], said: Answers, **kwargs):
        self.columns, self.said = columns, said
        kwargs["initial"] = {"makes": said.makes, "noun": said.noun}
        super().__init__(*args, **kwargs)
        for number, column in enumerate(columns):
            self._add_column(number, column, said.columns.get(column.name, ColumnAnswer()))
        self.words: dict[str, str] = {}
        self.unasked = False
        self._add_words()

    def _add_words(self) -> None:
        """A field for each word of the column that is the status now: what was proposed where nobody was asked yet."""
        roles = [self[f"role-{number}"].value() for number in range(len(self.columns))]
        if "status" not in roles or self["makes"].value() != "work":
            return
        place = roles.index("status")
        self.words = {f"status-{place}-{number}": word for number, word in enumerate(self.columns[place].words)}
        for name, word in self.words.items():
            proposed = self.said.statuses.get(word, status_category(word))
            self.fields[name] = _choice(StatusCategory.choices, proposed, f"What “{word}” means")
            if self.is_bound and name not in self.data:
                self.data, self.unasked = {**self._sent(), name: proposed}, True

    def _sent(self) -> dict[str, Any]:
        return self.data.dict() if isinstance(self.data, QueryDict) else dict(self.data)

    def _add_column(self, number: int, column: Column, answer: ColumnAnswer) -> None:
        self.fields[f"role-{number}"] = _choice(list(ROLES.items()), answer.role, f"What {column.name} means")
        formats = _formats(column, answer.format)
        self.fields[f"format-{number}"] = _choice(formats, answer.format, f"How {column.name} is read")

    def lines(self) -> list[dict[str, Any]]:
        """Each column with what it looks like and its two fields."""
        return [
            {
                "column": column,
                "looks": KINDS[column.guess.kind],
                "readings": " or ".join(SHORT_FORMATS.get(form, form) for form in column.guess.formats),
                "role": self[f"role-{number}"],
                "format": self[f"format-{number}"],
            }
            for number, column in enumerate(self.columns)
        ]

    def status_lines(self) -> list[dict[str, Any]]:
        """Each word of the status column with its field."""
        return [{"word": word, "field": self[name]} for name, word in self.words.items()]

    def answers(self) -> Answers:
        """What was said."""
        given = self.cleaned_data
        columns = {
            column.name: ColumnAnswer(given.get(f"role-{number}", ""), given.get(f"format-{number}", ""))
            for number, column in enumerate(self.columns)
        }
        statuses = {word: given[name] for name, word in self.words.items() if given.get(name)}
        return Answers(given["makes"], given["noun"].strip(), columns, statuses, self.said.space)

    def clean(self):
        """A role is given once, and what is needed is there."""
        given = super().clean()
        if self.errors:
            return given
        said = self.answers()
        allowed = {"", *STREAM, *FIELDS[said.makes]}
        taken: dict[str, str] = {}
        for number, column in enumerate(self.columns):
            role = said.columns[column.name].role
            if role not in allowed:
                self.add_error(f"role-{number}", f"{MAKES[said.makes]} has no “{ROLES[role]}”.")
            elif role in taken and role not in ("dimension", "id"):
                self.add_error(f"role-{number}", f"“{ROLES[role]}” is {taken[role]} already.")
            elif role:
                taken[role] = column.name
                self._ask_reading(number, column)
        for lack in missing(said):
            self.add_error(None, lack)
        return given

    def _ask_reading(self, number: int, column: Column) -> None:
        """Refuse to keep a date with two readings before one is chosen; what it would become is shown all the same."""
        is_open = column.guess.ambiguous and "" not in column.guess.formats and not self.cleaned_data.get(f"format-{number}")
        if is_open and "try" not in self.data:
            readings = " or ".join(dict(_formats(column, ""))[form] for form in column.guess.formats)
            self.add_error(f"format-{number}", f"“{column.examples[0]}” has two readings. Say which: {readings}.")

    def mapping(self) -> dict[str, Any]:
        """The mapping that was said."""
        return mapping_of(self.answers())


def _choice(choices: list, chosen: str, label: str) -> forms.ChoiceField:
    return forms.ChoiceField(choices=choices, required=False, initial=chosen, label=label)


def _formats(column: Column, chosen: str) -> list[tuple[str, str]]:
    """The formats offered: the usual ones, those that fit the data, and the one there is."""
    known = {value for value, _ in FORMATS}
    more = [form for form in [*column.guess.formats, chosen] if form not in known]
    return [*FORMATS, *((form, f"Date, as {form}") for form in dict.fromkeys(more))]
