"""Forms of a launch: itself, its deliverables and their holders, its updates and action items."""

from datetime import datetime

from django import forms

from initiatives.forms.inputs import DayField, InstantField
from initiatives.models import Deliverable, Initiative
from people.forms import PersonField
from people.models import Company, Function
from revenue_arc.forms import ActForm, NameField


class InitiativeForm(ActForm):
    """A new launch."""

    name = NameField(max_length=120)
    customer_outcome = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}), help_text="What a customer can do afterwards that they cannot do today."
    )
    revenue_metric = forms.CharField(max_length=120, help_text="In words, such as “new recurring revenue from Atlas”.")
    revenue_target = forms.DecimalField(max_digits=16, decimal_places=2, min_value=0)
    currency = forms.CharField(max_length=3, help_text="Three letters, such as EUR.")
    revenue_due = DayField(label="Revenue due", help_text="By when the target is to be met.")
    planned_in_market_on = DayField(label="In market on", help_text="As planned today.")
    planned_revenue_per_day = forms.DecimalField(
        max_digits=14,
        decimal_places=2,
        min_value=0,
        required=False,
        help_text="What a day in the market is planned to bring: slippage is costed with it.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.field("currency").initial = Company.objects.ours().currency

    def clean_currency(self) -> str:
        """Capitals, as ISO 4217 writes it."""
        return self.cleaned_data["currency"].upper()


class DeliverableForm(ActForm):
    """A new piece of the arc."""

    name = NameField(max_length=120, help_text="Such as scope, positioning, creative, enablement, lead routing.")
    function = forms.ChoiceField(choices=Function.choices, widget=forms.RadioSelect)
    needed_from = InstantField(required=False, help_text="From then on somebody must hold it. Empty: from now on.")
    planned_start = DayField(required=False)
    planned_finish = DayField(required=False)
    depends_on = forms.ModelMultipleChoiceField(
        Deliverable.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Truly depends on",
        help_text="Only what must be finished before this can start. Everything else runs in parallel.",
    )

    def __init__(self, *args, initiative: Initiative, **kwargs):
        super().__init__(*args, **kwargs)
        self.field("depends_on").queryset = initiative.deliverables.in_scope()
        if not self.field("depends_on").queryset:
            del self.fields["depends_on"]


class HolderForm(ActForm):
    """Who holds a deliverable from now on."""

    person = PersonField(label="Who holds it?")
    note = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text="How you know. It stays on the record."
    )

    def __init__(self, *args, at: datetime, **kwargs):
        super().__init__(*args, **kwargs)
        self.field("person").offer(at)


class UpdateForm(ActForm):
    """How the launch stands."""

    text = forms.CharField(label="How does the launch stand?", widget=forms.Textarea(attrs={"rows": 3}))


class ActionItemForm(ActForm):
    """Something for one named person to do."""

    text = forms.CharField(label="What is to be done?", max_length=280)
    person = PersonField(label="By whom?", help_text="Exactly one person.")
    due = DayField(label="Due")

    def __init__(self, *args, at: datetime, **kwargs):
        super().__init__(*args, **kwargs)
        self.field("person").offer(at)


class BaselineForm(ActForm):
    """What a launch is measured against: past launches, or else a figure that somebody declares."""

    launches = forms.ModelMultipleChoiceField(
        Initiative.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Past launches",
        help_text="At least three that reached the market. The baseline is the median of their cycle times.",
    )
    declared_days = forms.DecimalField(
        min_value=1,
        max_digits=7,
        decimal_places=1,
        required=False,
        label="Or a declared figure, in days",
        help_text="Only where there are not three such launches. It is shown as declared wherever it counts.",
    )

    def __init__(self, *args, initiative: Initiative, **kwargs):
        super().__init__(*args, **kwargs)
        self.field("launches").queryset = Initiative.objects.filter(in_market_at__isnull=False).exclude(pk=initiative.pk)
