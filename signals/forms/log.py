"""What the columns of an event log mean."""

from typing import Any

from django import forms

from signals.forms.columns import FORMATS
from signals.logs import Looked

ROLES = {
    "case": ("The case", "What the events are about: a permit, a lead, an order."),
    "activity": ("The step", "What was done."),
    "at": ("When", "The instant of the step."),
    "resource": ("Who did it", "A person. Without it nobody is named."),
    "group": ("Their team", ""),
    "lifecycle": ("Start or end of a step", "start, complete…"),
}
NEEDED = ("case", "activity", "at")
DATES = [(form, words) for form, words in FORMATS if not form or form.startswith(("%", "epoch"))]


class LogForm(forms.Form):
    """A column for each role; of OCEL only the type of object that is the case; of XES nothing: its names are a standard."""

    kind = forms.CharField(
        max_length=60, label="What a case is called", help_text="case, lead, permit: the kind of work that it is."
    )

    def __init__(self, *args, looked: Looked, log: dict[str, Any], **kwargs):
        self.looked, self.log = looked, log
        kwargs["initial"] = {"kind": log.get("kind", "case")}
        super().__init__(*args, **kwargs)
        if looked.format == "ocel":
            types = [(name, name) for name in looked.types]
            self.fields["case"] = forms.ChoiceField(
                choices=types, label="Which type of object is the case", initial=log.get("case")
            )
        if looked.format == "csv":
            self._add_columns()

    def _add_columns(self) -> None:
        columns = [
            (column.name, f"{column.name} ({', '.join(column.examples[:2]) or 'empty'})") for column in self.looked.columns
        ]
        at = self.log.get("at")
        told = {**self.log, "at": at.get("from") if isinstance(at, dict) else at}
        for role, (label, hint) in ROLES.items():
            first = [("", "Choose a column")] if role in NEEDED else [("", "None")]
            if role == "resource":
                self._add_format(at)
            self.fields[role] = forms.ChoiceField(
                choices=first + columns, required=role in NEEDED, label=label, help_text=hint, initial=told.get(role)
            )

    def _add_format(self, at: Any) -> None:
        known = {form for form, _ in DATES}
        unclear = next(
            (column for column in self.looked.columns if column.guess.kind == "instant" and column.guess.ambiguous), None
        )
        fitting = {form for column in self.looked.columns if column.guess.kind == "instant" for form in column.guess.formats}
        more = [(form, f"Date, as {form}") for form in sorted(fitting - known)]
        self.fields["at_format"] = forms.ChoiceField(
            choices=DATES + more,
            required=False,
            label="How the instant is read",
            help_text=f"“{unclear.examples[0]}” has two readings: say which." if unclear else "",
            initial=at.get("format") if isinstance(at, dict) else "",
        )

    def clean(self):
        """A column has one role, and what can be read in two ways is said."""
        given = super().clean()
        taken: dict[str, str] = {}
        for role in ROLES if self.looked.format == "csv" else ():
            if name := given.get(role):
                if name in taken:
                    self.add_error(role, f"“{name}” is “{taken[name]}” already.")
                taken[name] = ROLES[role][0]
        chosen = next((column for column in self.looked.columns if column.name == given.get("at")), None)
        if chosen and chosen.guess.ambiguous and not given.get("at_format"):
            readings = " or ".join(chosen.guess.formats)
            self.add_error("at_format", f"“{chosen.examples[0]}” has two readings ({readings}): say which.")
        return given

    def described(self) -> dict[str, Any]:
        """The `log` of the stream."""
        given = self.cleaned_data
        found = {role: given[role] for role in (*ROLES, "kind") if given.get(role)}
        if given.get("at_format"):
            found["at"] = {"from": given["at"], "format": given["at_format"]}
        return found
