"""A handoff that nobody logged."""

from datetime import datetime

from django import forms

from audits.models import Audit
from initiatives.forms.inputs import DayField
from initiatives.models import Deliverable
from people.directory import everyone
from people.forms import PersonField
from people.models import Person
from revenue_arc.forms import ActForm


class UnloggedForm(ActForm):
    """What, of which deliverable, from whom to whom, when, and from whom the knowledge is."""

    what = forms.CharField(label="What was handed over?", max_length=120, help_text="A brief, a list, a file.")
    deliverable = forms.ModelChoiceField(Deliverable.objects.none(), label="Of which deliverable?", empty_label="Choose one")
    sender = PersonField(label="From whom?")
    receiver = PersonField(label="To whom?")
    on = DayField(label="On which day?")
    known_from = PersonField(label="From whom is this known?", help_text="Who was there, or found it. The document names them.")

    def __init__(self, *args, audit: Audit, at: datetime, by: Person, **kwargs):
        super().__init__(*args, **kwargs)
        self.field("deliverable").queryset = audit.initiative.deliverables.all()
        for name in ("sender", "receiver", "known_from"):
            self.field(name).queryset = everyone(at)
        self.field("known_from").initial = by
