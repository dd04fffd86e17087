"""Defining a metric: its form, which speaks the language of definitions."""

from typing import Any

from django import forms
from pydantic import ValidationError

from people.models import Function
from revenue_arc.forms import NameField
from signals import catalogue
from signals.definitions import MetricEntry, mistakes
from signals.forms.written import YamlField, as_yaml
from signals.models import Definition, Source
from signals.services import entry_of

UNITS = [("count", "a count"), ("%", "a share, %"), ("h", "hours"), ("d", "days"), ("money", "money")]
EXAMPLE = "kind: count\nwhat: {signals: product.activated}\nwindow: 28 days\n"


class MetricForm(forms.Form):
    """A metric with the definition it should have."""

    key = forms.CharField(max_length=60, help_text="Its name in addresses and files: speed_to_lead.")
    name = NameField(max_length=80, help_text="As people say it: Speed to lead.")
    description = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))
    function = forms.ChoiceField(
        choices=[("", "Shared by the four"), *Function.choices], required=False, label="Whose number it is"
    )
    topic = forms.CharField(
        required=False, max_length=60, help_text="Metrics with one topic are each function's own rule for one thing."
    )
    definition = YamlField(shape=dict, help_text="What is counted, over which window. Preview says it back in a sentence.")
    unit = forms.ChoiceField(choices=UNITS)
    currency = forms.CharField(required=False, max_length=3, help_text="For money: USD.")
    direction = forms.ChoiceField(choices=[("up", "More is better"), ("down", "Less is better")])
    target = forms.DecimalField(required=False, help_text="A share as a fraction: 0.45.")
    watch = forms.DecimalField(required=False, help_text="Between target and this it is watched; beyond, it is off target.")
    sources = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple, help_text="Their age is its age.")
    functions = forms.MultipleChoiceField(
        required=False,
        choices=Function.choices,
        widget=forms.CheckboxSelectMultiple,
        label="Whose heads sign it",
        help_text="None ticked: the functions of its sources.",
    )
    tolerated_age = forms.CharField(required=False, help_text="Older than this is stale: 90m, 24h, 2d.")
    source_label = forms.CharField(required=False, max_length=40, help_text="Words for its sources on a tile.")
    opened_from = forms.IntegerField(min_value=0, max_value=10**6, widget=forms.HiddenInput)

    def __init__(self, *args, definition: Definition | None = None, shipped: str = "", **kwargs):
        initial = _initial(definition, shipped) | {"opened_from": definition.version if definition else 0}
        kwargs.setdefault("initial", initial)
        super().__init__(*args, **kwargs)
        self.entry: MetricEntry | None = None
        names = Source.objects.values_list("name", flat=True)
        self.fields["sources"].choices = [(name, name) for name in names]
        self.fields["key"].disabled = definition is not None
        self.fields["opened_from"].error_messages["required"] = "Open the definition again: the page did not say which version."

    def clean(self):
        """Check the whole as an entry of a sources file is checked."""
        given = super().clean()
        if self.errors:
            return given
        stated: dict[str, Any] = {name: value for name, value in given.items() if value not in ("", None, [])}
        stated.pop("opened_from", None)
        try:
            self.entry = MetricEntry.model_validate(stated)
        except ValidationError as error:
            for sentence in mistakes(error):
                field = sentence.split(":")[0].split(" →")[0].strip()
                self.add_error(field if field in self.fields else None, sentence)
        return given


def _initial(definition: Definition | None, shipped: str) -> dict[str, Any]:
    """The definition in force, or a shipped one, or a small example."""
    if definition is not None:
        entry = entry_of(definition)
    elif shipped in catalogue.METRICS:
        entry = {"key": shipped, **catalogue.METRICS[shipped]}
    else:
        entry = {}
    return {**entry, "definition": as_yaml(entry.get("definition")) or EXAMPLE}
