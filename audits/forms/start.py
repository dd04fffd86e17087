"""Starting an audit, and adding to its people and its arc."""

from datetime import datetime

from django import forms

from initiatives.forms import DeliverableForm
from initiatives.models import Initiative
from people.directory import everyone
from people.models import Person, Role
from revenue_arc.forms import ActForm


class PeopleField(forms.ModelMultipleChoiceField):
    """Several named people, each shown with the seat they hold."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        super().__init__(queryset=Person.objects.none(), **kwargs)

    def offer(self, at: datetime, *leave_out: Person) -> None:
        """Offer everybody who works here at that instant, but for `leave_out`."""
        self.queryset = everyone(at).filter(is_active=True).exclude(pk__in=[person.pk for person in leave_out])

    def label_from_instance(self, person: Person) -> str:
        """Name and seats."""
        return ", ".join([person.name, *(seat.title for seat in getattr(person, "seats_now", []))])


class StartForm(ActForm):
    """Which live launch to audit, and whom to ask besides those on its record."""

    initiative = forms.ModelChoiceField(
        Initiative.objects.none(),
        to_field_name="slug",
        empty_label="Choose a live launch",
        help_text="The audit walks one launch that is still under way, from today for 30 days.",
    )
    lead = forms.ModelChoiceField(
        Person.objects.none(), label="Who leads it?", help_text="The COO or the CEO.", empty_label=None
    )
    people = PeopleField(
        required=False,
        label="Whom to ask besides",
        help_text="Who holds something, hands over, or heads a function is asked anyway. Add those who do the work.",
    )

    def __init__(self, *args, at: datetime, lead: Person, **kwargs):
        super().__init__(*args, **kwargs)
        self.field("initiative").queryset = Initiative.objects.live()
        self.field("lead").queryset = Person.objects.seated(Role.COO, at=at) | Person.objects.seated(Role.CEO, at=at)
        self.field("lead").initial = lead
        self.field("people").offer(at, lead)


class PeopleForm(ActForm):
    """More people."""

    people = PeopleField(label="Who else is to be asked or interviewed?")

    def __init__(self, *args, at: datetime, known: list[Person], **kwargs):
        super().__init__(*args, **kwargs)
        self.field("people").offer(at, *known)


class MissingForm(DeliverableForm):
    """A deliverable that the arc needed and nobody had written down."""

    field_order = ["name", "function", "needed_from"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("planned_start", "planned_finish", "depends_on"):
            self.fields.pop(name, None)
        self.field("needed_from").help_text = "From then on somebody had to hold it. Empty: from the day the scope was locked."
