"""Forms of a charter: naming the owner, acknowledging it."""

from datetime import datetime

from django import forms

from initiatives.models import Charter, Initiative, Right
from people.forms import PersonField
from people.models import Function
from revenue_arc.forms import ActForm


class NameOwnerForm(ActForm):
    """One owner, named in writing, with a right over each function."""

    owner = PersonField(label="Who owns the arc?", help_text="One person, from customer signal to revenue.")
    mandate = forms.CharField(
        label="The mandate",
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="What the owner is to achieve and may do, in writing.",
    )
    replaces = forms.ModelChoiceField(Charter.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args, initiative: Initiative, at: datetime, **kwargs):
        super().__init__(*args, **kwargs)
        self.field("owner").offer(at)
        self.field("replaces").queryset = initiative.charters.all()
        self.field("replaces").initial = initiative.charter_in_force(at)
        for function in Function:
            self.fields[function.value] = forms.ChoiceField(
                label=f"Over {function.label}, the owner may", choices=Right.choices, widget=forms.RadioSelect
            )

    def clean(self) -> dict:
        """The four rights as one mapping, as the service takes them."""
        data = super().clean() or {}
        rights = {function: data.pop(function) for function in Function.values if function in data}
        return {**data, "rights": rights}


class AcknowledgeForm(ActForm):
    """A head's word that the charter was read."""

    reservation = forms.CharField(
        label="Your reservation",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Where you cannot go along. It stays visible on the charter; acknowledging it stands all the same.",
    )
