"""A webhook."""

from django import forms

from people.models import Style
from revenue_arc.forms import ActForm, NameField


class WebhookForm(ActForm):
    """Where events of handoffs are told."""

    name = NameField(max_length=80, help_text="Such as “#launch in Slack”.")
    style = forms.ChoiceField(label="What reads it", choices=Style.choices, widget=forms.RadioSelect)
    address = forms.CharField(max_length=2000, help_text="Kept sealed and never shown again: whoever has it can post there.")
