"""An interview, and what was said in it."""

from datetime import date, datetime

from django import forms

from audits.models import Row
from initiatives.forms.inputs import DayField
from people.forms import PersonField
from revenue_arc.forms import ActForm


class InterviewForm(ActForm):
    """Whom, and when."""

    person = PersonField(label="Who was interviewed?")
    held_on = DayField(
        label="On which day?", help_text="A day to come plans it: the person is told, and has it in the calendar."
    )

    def __init__(self, *args, at: datetime, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.field("person").offer(at)
        self.field("held_on").initial = today


class DayForm(ActForm):
    """Another day for an interview that is planned, or the day on which it was held."""

    held_on = DayField(label="Its day")


class RowsField(forms.ModelMultipleChoiceField):
    """Rows of the audit, each in words."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, row: Row) -> str:
        """A handoff with its two sides, or a deliverable."""
        return f"{row.handoff}: {row.handoff.sender} to {row.handoff.receiver}" if row.handoff else str(row.deliverable)


class QuoteForm(ActForm):
    """One sentence, the rows that it supports, and whether it may be shown."""

    text = forms.CharField(label="What was said, word for word", max_length=280, widget=forms.Textarea(attrs={"rows": 2}))
    rows = RowsField(Row.objects.none(), label="Which rows does it support?", required=False)
    consents = forms.BooleanField(
        label="It was agreed in the interview that the document may show it",
        required=False,
        help_text="Otherwise the person is asked on their own page. Without consent a quote is never shown.",
    )

    def __init__(self, *args, audit, **kwargs):
        super().__init__(*args, **kwargs)
        self.field("rows").queryset = audit.rows.in_order()
