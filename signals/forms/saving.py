"""The last page of connecting: whose system it is, and how often it is read."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError

from people.models import Function, validate_time_zone
from signals.drafts import DEFAULTS, preset_of
from signals.entries import duration, shortest
from signals.models import SourceDraft

OF_AN_UPLOAD = "1d"  # nobody uploads a file every few minutes


class SaveForm(forms.Form):
    """What a source says for all its records, and its agreed interval."""

    function = forms.ChoiceField(
        choices=[("", "Shared by the four"), *Function.choices], required=False, label="Whose system it is"
    )
    interval = forms.CharField(max_length=12, label="Agreed interval", help_text="Between two pulls: 5m, 1h, 1d.")
    time_zone = forms.CharField(max_length=64, label="Time zone", help_text="Of instants that name none: Europe/Berlin.")
    currency = forms.RegexField(
        r"^[A-Z]{3}$", required=False, label="Currency", help_text="Of amounts that name none: EUR.", max_length=3
    )
    metrics = forms.BooleanField(required=False, initial=True, label="Define the metrics that come with it")

    def __init__(self, *args, draft: SourceDraft, **kwargs):
        initial = {**DEFAULTS, **({"interval": OF_AN_UPLOAD} if draft.folder else {})}
        initial |= {name: draft.entry[name] for name in DEFAULTS if name in draft.entry}
        kwargs["initial"] = {**initial, "interval": _short(initial["interval"])}
        super().__init__(*args, **kwargs)
        known = preset_of(draft)
        if known is None or not known.metrics or draft.source:
            del self.fields["metrics"]
        else:
            names = ", ".join(metric.name for metric in known.metrics_of(draft.name))
            self.fields["metrics"].help_text = f"{names}. One that is defined already stays as it is."

    def clean_interval(self) -> str:
        """A length of time."""
        try:
            duration(self.cleaned_data["interval"])
        except ValueError as error:
            raise ValidationError(str(error)) from None
        return self.cleaned_data["interval"]

    def clean_time_zone(self) -> str:
        """A known zone."""
        validate_time_zone(self.cleaned_data["time_zone"])
        return self.cleaned_data["time_zone"]

    def said(self) -> dict[str, str]:
        """What is kept on the draft."""
        return {name: self.cleaned_data[name] for name in DEFAULTS}


def _short(interval: str) -> str:
    """An interval in its largest whole unit: 86400s is 1d."""
    span = duration(interval)
    return shortest(span) if isinstance(span, timedelta) else ""
