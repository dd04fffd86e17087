"""Starting an audit."""

from django import forms

from initiatives.models import Initiative
from revenue_arc.forms import ActForm


class StartForm(ActForm):
    """Which live launch to audit."""

    initiative = forms.ModelChoiceField(
        Initiative.objects.none(),
        to_field_name="slug",
        empty_label="Choose a live launch",
        help_text="The audit walks one launch that is still under way, from today for 30 days.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["initiative"].queryset = Initiative.objects.live()
