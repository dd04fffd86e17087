"""What an administrator says of a connected source: a new credential, a date to read back to, that it may go."""

from datetime import datetime, time

from django import forms
from django.utils import timezone

from revenue_arc.forms import ActForm
from signals.models import Source


class ReconnectForm(forms.Form):
    """A new credential."""

    secret = forms.CharField(
        label="New credential",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Kept encrypted and never shown again. It replaces the one there is once the source lets us in with it.",
    )


class BackfillForm(ActForm):
    """The day from which everything is read again."""

    since = forms.DateField(
        label="Read again from", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), help_text="The first day."
    )

    def clean_since(self) -> datetime:
        """The start of that day in the reader's zone; not in the future."""
        day = self.cleaned_data["since"]
        if day > timezone.localdate():
            raise forms.ValidationError("This day is still to come.")
        return timezone.make_aware(datetime.combine(day, time()))


class DeleteForm(ActForm):
    """The name of the source, typed."""

    name = forms.CharField(label="Type the name of the source to delete it", required=True)

    def __init__(self, *args, source: Source, **kwargs):
        super().__init__(*args, **kwargs)
        self.source = source
        self.fields["name"].help_text = f"Its name is {source.name}."
        self.fields["name"].widget.attrs["autocomplete"] = "off"

    def clean_name(self) -> str:
        """Exactly its name."""
        if self.cleaned_data["name"].strip() != self.source.name:
            raise forms.ValidationError(f"This is not its name. Type {self.source.name}, or cancel.")
        return self.cleaned_data["name"]
