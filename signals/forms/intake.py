"""The secret that a sender signs its events with."""

from django import forms

from revenue_arc.forms import ActForm


class SigningForm(ActForm):
    """A secret that the sender has made; without one it is made here."""

    secret = forms.CharField(
        required=False,
        label="A secret that the sending system has made",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Leave this empty to make one here. Kept encrypted, never shown again.",
    )
