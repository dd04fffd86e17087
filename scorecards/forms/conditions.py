"""Forms of the decision itself: GO, HOLD with its conditions, NO-GO."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from people.forms import PersonField
from scorecards.forms.room import RoomForm
from scorecards.models import Comparator
from scorecards.services import ConditionDraft
from signals.models import Definition, Metric

ROWS = 4
SIGNS = {Comparator.AT_MOST: "≤", Comparator.AT_LEAST: "≥"}


class MetricField(forms.ModelChoiceField):
    """A metric, shown with the unit of its definition in force."""

    def __init__(self, **kwargs):
        super().__init__(queryset=Metric.objects.none(), empty_label="None: a person ticks it", **kwargs)

    def offer(self, units: dict[int, Definition]) -> None:
        """Offer the metrics that have a definition."""
        self.queryset = Metric.objects.filter(pk__in=units)
        self.choices = [
            ("", self.empty_label),
            *((pk, f"{definition.metric}{_unit(definition)}") for pk, definition in units.items()),
        ]


class ConditionForm(forms.Form):
    """One condition: what must come true, who sees to it, by when; with a metric it ticks itself."""

    text = forms.CharField(
        label="What must come true",
        max_length=90,
        error_messages={"required": "Say what must come true."},
        help_text="With a metric you can leave it empty: its words are made for you.",
    )
    person = PersonField(label="Who sees to it", error_messages={"required": "Name one person."})
    due = forms.DateField(
        label="By when",
        error_messages={"required": "Give it a due date."},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    metric = MetricField(label="Ticks itself with", required=False)
    comparator = forms.ChoiceField(label="When it is", choices=[("", "Choose"), *Comparator.choices], required=False)
    threshold = forms.DecimalField(label="Of", required=False, max_digits=20, decimal_places=6)
    for_days = forms.IntegerField(label="For how many days", min_value=0, max_value=90, required=False)

    def clean(self) -> dict[str, Any]:
        """The words of a row are made where its metric says enough."""
        data = super().clean()
        if data.get("metric") and data.get("comparator") and not (self["text"].data or "").strip():
            data["text"] = self._words(data)
            self.errors.pop("text", None)
        return data

    def draft(self) -> ConditionDraft:
        """The condition as the service takes it; the threshold in the definition's unit."""
        data = self.cleaned_data
        metric, threshold = data.get("metric"), data.get("threshold")
        if metric and threshold is not None and self.units[metric.pk].unit == "%":
            threshold /= Decimal(100)
        fresh = data.get("comparator") == Comparator.FRESH
        return ConditionDraft(
            text=data["text"],
            person=data["person"],
            due=data["due"],
            metric=metric,
            comparator=data.get("comparator", ""),
            threshold=None if fresh else threshold,
            for_days=data.get("for_days") or 0,
        )

    def offer(self, at: datetime, units: dict[int, Definition]) -> None:
        """Offer the people who work here and the metrics that have a definition."""
        self.units = units
        self.fields["person"].offer(at)
        self.fields["metric"].offer(units)

    def _words(self, data: dict[str, Any]) -> str:
        metric = data["metric"]
        if data["comparator"] == Comparator.FRESH or data.get("threshold") is None:
            return f"{metric} refreshed and read again"
        days = f" for {data['for_days']} days" if data.get("for_days") else ""
        unit = _unit(self.units[metric.pk]).strip(" ()")
        gap = "" if unit == "%" else " "
        return f"{metric} {SIGNS[data['comparator']]} {data['threshold'].normalize():f}{gap if unit else ''}{unit}{days}"


class GoForm(RoomForm):
    """GO: one button. What is missing is said on it."""

    prefix = "go"


class NogoForm(RoomForm):
    """NO-GO and its reason."""

    prefix = "nogo"
    reason = forms.CharField(
        label="Why not?", max_length=300, widget=forms.Textarea(attrs={"rows": 3}), help_text="It is kept with the decision."
    )


class HoldForm(RoomForm):
    """HOLD: until when, and what must come true."""

    prefix = "hold"
    until = forms.DateTimeField(
        label="Until when?", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    reason = forms.CharField(label="Why?", max_length=300, required=False)

    def prepare(self) -> None:
        """The rows of conditions."""
        in_force = Definition.objects.in_force().order_by("metric__position", "metric__name")
        units = {definition.metric_id: definition for definition in in_force}
        data = self.data if self.is_bound else None
        self.conditions = [
            ConditionForm(data, prefix=f"condition-{row}", empty_permitted=True, use_required_attribute=False)
            for row in range(1, ROWS + 1)
        ]
        for row in self.conditions:
            row.offer(self.at, units)

    def clean(self) -> dict[str, Any]:
        """The conditions that are filled in, as the service takes them."""
        data = super().clean()
        valid = [row.is_valid() for row in self.conditions]
        if not all(valid):
            raise ValidationError("A condition is not finished. Each names what must come true, one person and a due date.")
        return {**data, "conditions": [row.draft() for row in self.conditions if row.has_changed()]}


def _unit(definition: Definition) -> str:
    """The unit in which a threshold is typed: ` (h)`."""
    unit = definition.currency if definition.unit == "money" else definition.unit
    return f" ({unit})" if unit and unit != "count" else ""
