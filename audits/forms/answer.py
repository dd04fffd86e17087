"""One question a page."""

from datetime import datetime

from django import forms

from audits.asking import Item
from audits.models import Answer
from audits.questions import ASKED, Choice, Question
from initiatives.forms.inputs import DayField
from people.forms import PersonField
from revenue_arc.forms import ActForm

WORDS_LABEL = {Question.ARC: "What is missing?"}


class AnswerForm(ActForm):
    """The answers on offer, and what some of them need; `seen` is when the page was drawn."""

    choice = forms.ChoiceField(label="Your answer", widget=forms.RadioSelect)
    holder = PersonField(label="Who held it?", required=False)
    starts_on = DayField(label="First day", required=False)
    ends_on = DayField(label="Last day", required=False)
    text = forms.CharField(label="In your words", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    seen = forms.DateTimeField(widget=forms.HiddenInput, required=False)

    def __init__(self, data, *, item: Item, at: datetime, answer: Answer | None = None):
        initial = {name: getattr(answer, name) for name in ("choice", "starts_on", "ends_on", "text")} if answer else {}
        if answer and answer.holder_id:
            initial["holder"] = answer.holder_id
        super().__init__(data, initial={**initial, "seen": at.isoformat()})
        asked = ASKED[item.question]
        choices = [(choice.value, choice.label) for choice in asked.choices]
        self.field("choice").choices = choices
        self.field("text").label = WORDS_LABEL.get(item.question, "In your words")
        self.field("holder").offer(at)
        if Choice.OTHER not in asked.choices:
            del self.fields["holder"]
        if not asked.needs_dates:
            del self.fields["starts_on"], self.fields["ends_on"]
