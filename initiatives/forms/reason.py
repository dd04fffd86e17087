"""The shared list of reasons."""

from datetime import datetime

from django import forms

from initiatives.models import Reason
from revenue_arc.forms import ActForm


class ReasonForm(ActForm):
    """The words of a reason."""

    label = forms.CharField(label="In a few words", max_length=80)


class MergeForm(ActForm):
    """The reason into which another one goes."""

    into = forms.ModelChoiceField(Reason.objects.none(), label="Counts as", empty_label="Choose a reason")

    def __init__(self, *args, reason: Reason, at: datetime, **kwargs):
        super().__init__(*args, **kwargs)
        self.field("into").queryset = Reason.objects.offered(reason.kind, at).exclude(pk=reason.pk)
