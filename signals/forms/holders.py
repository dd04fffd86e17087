"""Which work stands for a deliverable, and who a resource is."""

from django import forms
from django.core.exceptions import ValidationError

from people.models import Person
from revenue_arc.forms import ActForm
from signals.models import Work


class LinkWorkForm(ActForm):
    """One piece of work."""

    work = forms.ModelChoiceField(
        Work.objects.present(), error_messages={"invalid_choice": "That piece of work is gone. Search again."}
    )


class MatchForm(ActForm):
    """A person of ours, or none of ours."""

    person = forms.ModelChoiceField(Person.objects.all(), required=False, empty_label="Choose a person", label="The person")
    not_ours = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean(self):
        """A person, or the plain word that it is none of ours."""
        said = super().clean()
        if not self.errors and bool(said.get("person")) == bool(said.pop("not_ours", False)):
            raise ValidationError("Choose the person, or say that it is not a person of ours.")
        return said
