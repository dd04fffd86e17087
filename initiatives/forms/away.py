"""Being away: who answers meanwhile."""

from datetime import datetime

from initiatives.forms.inputs import InstantField
from people.forms import PersonField
from people.models import Person
from revenue_arc.forms import ActForm


class AwayForm(ActForm):
    """From when until when, and who answers."""

    delegate = PersonField(label="Who answers meanwhile?", help_text="They answer in their own name.")
    since = InstantField(label="From")
    until = InstantField(label="Until", help_text="Then it ends by itself. It can be ended before.")

    def __init__(self, *args, person: Person, at: datetime, **kwargs):
        super().__init__(*args, **kwargs)
        self.field("delegate").offer(at, person)
        self.field("since").initial = at
