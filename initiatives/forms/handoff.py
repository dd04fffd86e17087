"""Forms of handoffs: offering, turning down, taking back, correcting."""

from datetime import datetime

from django import forms

from initiatives.forms.inputs import InstantField
from initiatives.models import Handoff, Instant, Reason, ReasonKind
from initiatives.services.handoffs import window_end
from people.forms import PersonField
from people.models import Person
from revenue_arc.forms import ActForm


class HandOverForm(ActForm):
    """An offer to one named person."""

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
    batch_size = forms.IntegerField(
        label="Pieces in the batch", min_value=1, help_text="The deliverable itself stays where it is."
    )

    def __init__(self, *args, sender: Person | None, at: datetime, batch: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if batch:
            self.field("title").required = True
            self.field("title").help_text = "Such as “118 Atlas MQLs, batch 12 to 19 Nov”."
        else:
            del self.fields["batch_size"]
        self.field("receiver").offer(at, *([sender] if sender else []))
        self.field("answer_by").initial = window_end(at)


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
