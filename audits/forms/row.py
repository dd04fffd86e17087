"""What a side says of its row, what the lead notes on it, and what becomes of it."""

from datetime import datetime

from django import forms

from audits.findings import Reading
from audits.models import Consent, Verdict
from initiatives.forms.inputs import DayField
from people.forms import PersonField
from revenue_arc.forms import ActForm


class ConfirmForm(ActForm):
    """Confirm, correct or dispute."""

    verdict = forms.ChoiceField(
        label="Is this what happened?",
        widget=forms.RadioSelect,
        choices=[
            (Verdict.CONFIRM.value, "Yes, I confirm it"),
            (Verdict.CORRECT.value, "Yes, with a correction"),
            (Verdict.DISPUTE.value, "No, I dispute it"),
        ],
    )
    text = forms.CharField(
        label="In your words",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="A correction or a dispute needs them. A dispute stays on the row.",
    )


class AnnotateForm(ActForm):
    """A note; a reading against the evidence needs its reason."""

    text = forms.CharField(label="The note, or the reason", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    reading = forms.ChoiceField(
        label="The row's reading",
        required=False,
        choices=[("", "As the evidence says"), *((reading.value, f"Set to: {reading.value}") for reading in Reading)],
        help_text="Set against the evidence, it is shown beside what the evidence says, with your reason.",
    )


class FollowUpForm(ActForm):
    """An action item with one name."""

    text = forms.CharField(label="What is to be done?", max_length=280)
    person = PersonField(label="By whom?", help_text="Exactly one person.")
    due = DayField(label="Due")

    def __init__(self, *args, at: datetime, **kwargs):
        super().__init__(*args, **kwargs)
        self.field("person").offer(at)


class ConsentForm(ActForm):
    """Whether a quote may be shown."""

    consent = forms.ChoiceField(choices=[(Consent.GIVEN.value, "Show it"), (Consent.REFUSED.value, "Leave it out")])
