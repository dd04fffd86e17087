"""Forms about oneself (signing in, the account, the theme), and the field that names a person."""

from datetime import datetime
from typing import cast

from django import forms
from django.contrib.auth.forms import AuthenticationForm

from people.directory import everyone
from people.models import Person
from people.zones import time_zones


class SignInForm(AuthenticationForm):
    """E-mail and password."""

    refused = "You are not signed in yet."
    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": "That e-mail address and password do not belong together. Check both; capital letters count.",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "E-mail address"
        self.fields["username"].widget = forms.EmailInput(attrs={"autocomplete": "username", "autocapitalize": "none"})


class AccountForm(forms.ModelForm):
    """How the console behaves for one person."""

    time_zone = forms.ChoiceField(help_text="Every instant on every page is shown in this zone.")

    class Meta:
        model = Person
        fields = ["time_zone", "single_keys", "mail_now", "mail_digest"]
        labels = {
            "mail_now": "Send me an e-mail at once",
            "mail_digest": "Send me a digest on working mornings",
            "single_keys": "Answer handoffs with single keys (J, K, A, R, 1 to 9, U)",
        }
        help_texts = {
            "single_keys": "Off: pages listen to no single key. Speech input and some keyboards need that.",
            "mail_now": "For each handoff, answer, reminder and escalation.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        zones = [(name, name.replace("_", " ")) for name in sorted(time_zones())]
        cast(forms.ChoiceField, self.fields["time_zone"]).choices = zones


class ThemeForm(forms.Form):
    """Light, dark, or as the system says."""

    theme = forms.ChoiceField(choices=[(name, name) for name in ("light", "dark", "system")])
    next = forms.CharField(required=False)


class KeysForm(forms.Form):
    """Single keys on or off, and where to go back to."""

    single_keys = forms.BooleanField(required=False)
    next = forms.CharField(required=False)


class PersonField(forms.ModelChoiceField):
    """One named person out of those who work here, each shown with the seat they hold."""

    def __init__(self, **kwargs):
        super().__init__(queryset=Person.objects.none(), empty_label="Choose a person", **kwargs)

    def offer(self, at: datetime, *leave_out: Person) -> None:
        """Offer everybody who works here at that instant, but for `leave_out`; two queries when drawn."""
        self.queryset = everyone(at).filter(is_active=True).exclude(pk__in=[person.pk for person in leave_out])

    def label_from_instance(self, person: Person) -> str:
        """Name and seats."""
        return ", ".join([person.name, *(seat.title for seat in getattr(person, "seats_now", []))])
