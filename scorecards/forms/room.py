"""Forms of the room: a call, the one reading, an answer to it, a delegate, a waiver."""

from datetime import datetime

from django import forms

from people.forms import PersonField
from people.models import Person
from revenue_arc.forms import ActForm
from scorecards import rules
from scorecards.models import Call, Interpretation, Meeting, Verdict
from scorecards.room import room_of


class RoomForm(ActForm):
    """A form of one meeting, for one person, at one instant; by itself a single button."""

    def __init__(self, *args, meeting: Meeting, by: Person, at: datetime, **kwargs):
        super().__init__(*args, **kwargs)
        self.meeting, self.by, self.at = meeting, by, at
        self.prepare()

    def prepare(self) -> None:
        """Fill in what depends on the meeting."""


class CallForm(RoomForm):
    """GO, HOLD or NO-GO, with a sentence and how sure one is."""

    call = forms.ChoiceField(label="Your call", choices=Verdict.choices, widget=forms.RadioSelect)
    sentence = forms.CharField(label="Why, in one sentence", max_length=90, help_text="At most 90 characters.")
    confidence = forms.IntegerField(
        label="How sure are you?",
        min_value=0,
        max_value=100,
        initial=70,
        widget=forms.NumberInput(attrs={"step": 5}),
        help_text="From 0 to 100 per cent.",
    )
    reason = forms.CharField(
        label="What changed your mind?",
        max_length=200,
        help_text="Your first call stays on record; this is a second one.",
    )

    def prepare(self) -> None:
        """Ask for a reason only where the function has called before."""
        presence = self.meeting.presences.filter(person=self.by).first()
        if not presence or not Call.sealed.filter(meeting=self.meeting, function=presence.function).exists():
            del self.fields["reason"]


class InterpretForm(RoomForm):
    """The one sentence that the four heads agree the readings say."""

    text = forms.CharField(
        label="What do these signals say?",
        max_length=160,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One sentence of at most 160 characters. Put *stars* around the words to underline. "
        "Any change takes the heads' answers off.",
    )

    def prepare(self) -> None:
        """Start from the sentence that stands."""
        standing = Interpretation.objects.latest_of(self.meeting)
        self.fields["text"].initial = standing.text if standing else ""


class AgreeForm(RoomForm):
    """Agree with the version that was read."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        """Remember which version is read."""
        self.standing = Interpretation.objects.latest_of(self.meeting)
        self.fields["version"].initial = self.standing.version if self.standing else None


class DissentForm(AgreeForm):
    """Disagree in writing; commit or not."""

    text = forms.CharField(label="What do you see differently?", max_length=120, help_text="At most 120 characters.")
    commits = forms.BooleanField(
        label="I commit all the same", required=False, initial=True, help_text="You carry the decision out though you dissent."
    )


class DelegateForm(RoomForm):
    """Somebody who speaks for one's function in this meeting."""

    person = PersonField(
        label="Who speaks for your function?", help_text="In this meeting only. Not another head or the owner."
    )

    def prepare(self) -> None:
        """Offer everybody else who works here."""
        self.fields["person"].offer(self.at, self.by)


class WaiveForm(RoomForm):
    """What to decide without, why, and until when."""

    requirement = forms.ChoiceField(label="What do you ask to decide without?", widget=forms.RadioSelect)
    reason = forms.CharField(label="Why can it wait?", max_length=200)
    expires_at = forms.DateTimeField(
        label="Until when?",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="After that the requirement counts again.",
    )

    def prepare(self) -> None:
        """Offer what is missing and can be waived."""
        missing = rules.missing_for_go(room_of(self.meeting, self.at))
        self.fields["requirement"].choices = [(item.requirement, item.sentence) for item in missing if item.waivable]
