"""Forms of handoffs: offering, turning down, taking back, correcting."""

from datetime import datetime

from django import forms

from initiatives.forms.inputs import InstantField, ItemsField
from initiatives.models import Deliverable, Handoff, Instant, Reason, ReasonKind
from initiatives.services.handoffs import window_end
from initiatives.suggestions import last_criteria, next_receiver
from people.forms import PersonField
from people.models import Person
from revenue_arc.forms import ActForm


class HandOverForm(ActForm):
    """An offer to one named person, filled in with who is next and with what “done” meant the last time."""

    receiver = PersonField(label="To whom?", help_text="A person, not a team: somebody who can say yes.")
    acceptance_criteria = forms.CharField(
        label="What does “done” mean?",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What the receiver checks before accepting.",
    )
    answer_by = InstantField(
        label="Answer by",
        help_text="One working day from now, unless you say otherwise. Unanswered by then, the whole wait counts as dark.",
    )
    title = forms.CharField(label="Title", max_length=200, required=False, help_text="Empty: the deliverable's name.")

    def __init__(self, *args, sender: Person | None, at: datetime, deliverable: Deliverable, batch: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.field("receiver").offer(at, *([sender] if sender else []))
        self.field("answer_by").initial = window_end(at)
        if criteria := last_criteria(deliverable, batch=batch):
            self.field("acceptance_criteria").initial = criteria
            self.field("acceptance_criteria").help_text = "As the last time; change what is different."
        if sender and (suggestion := next_receiver(deliverable, sender, at, batch=batch)):
            self.field("receiver").initial = suggestion.person
            self.field("receiver").help_text = f"{suggestion.why} Choose somebody else where that is wrong."


class BatchForm(HandOverForm):
    """A batch of work: a number of pieces, or its items line by line."""

    batch_size = forms.IntegerField(
        label="Pieces in the batch", min_value=1, required=False, help_text="The deliverable itself stays where it is."
    )
    items = ItemsField(
        label="Items",
        required=False,
        help_text="A CSV file with the columns key, label, amount and currency: then each item is answered by itself.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, batch=True, **kwargs)
        self.field("title").required = True
        self.field("title").help_text = "Such as “118 Atlas MQLs, batch 12 to 19 Nov”."

    def clean(self):
        """A batch has a size, or items that give it one."""
        cleaned = super().clean()
        if not self.errors and not cleaned.get("batch_size") and not cleaned.get("items"):
            self.add_error("batch_size", "Say how many pieces there are, or give their list.")
        return cleaned


class RejectForm(ActForm):
    """Why a handoff is turned down."""

    reason = forms.ModelChoiceField(
        Reason.objects.none(), label="Why are you rejecting it?", empty_label=None, widget=forms.RadioSelect
    )
    comment = forms.CharField(label="In your words", required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, at: datetime, **kwargs):
        super().__init__(*args, **kwargs)
        self.field("reason").queryset = Reason.objects.offered(ReasonKind.HANDOFF, at)
        self.field("reason").error_messages["required"] = "Choose a reason: no handoff is turned down without one."


class WithdrawForm(ActForm):
    """Taking an offer back."""

    comment = forms.CharField(label="Why?", required=False, widget=forms.Textarea(attrs={"rows": 2}))


class CorrectionForm(ActForm):
    """What an instant of a handoff truly was."""

    instant = forms.ChoiceField(label="Which instant?", widget=forms.RadioSelect)
    to = InstantField(label="It truly was")
    why = forms.CharField(
        label="Why?", widget=forms.Textarea(attrs={"rows": 2}), help_text="How you know. What was first written stays visible."
    )

    def __init__(self, *args, handoff: Handoff, **kwargs):
        super().__init__(*args, **kwargs)
        self.field("instant").choices = [choice for choice in Instant.choices if handoff.instant(choice[0])]
