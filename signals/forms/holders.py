"""Which work stands for a deliverable, and who a resource is."""

from django import forms

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

    person = forms.ModelChoiceField(
        Person.objects.all(),
        empty_label="Choose a person",
        label="The person",
        error_messages={"required": "Choose the person, or say that it is not a person of ours."},
    )
    not_ours = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].required = not self.data.get("not_ours")

    def clean(self):
        """A person, or None where it was said that it is none of ours."""
        said = super().clean()
        if said.pop("not_ours", False):
            said["person"] = None
        return said
