"""Forms that prepare a decision: when and what about, and on which readings."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError

from initiatives.models import Initiative
from revenue_arc.forms import ActForm
from scorecards.models import Meeting, RequiredReading
from signals.models import Metric

TILES = range(1, 7)


class ScheduleForm(ActForm):
    """The question of a decision and the time of its meeting."""

    question = forms.CharField(
        label="What is decided?", max_length=120, help_text="As a question that GO answers with yes: in market on Fri 11 Dec?"
    )
    scheduled_for = forms.DateTimeField(
        label="When?", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    of = forms.IntegerField(
        label="Planned decisions on this initiative", min_value=1, max_value=50, help_text="This one included: 3 of 4."
    )

    def __init__(self, *args, initiative: Initiative, at: datetime, meeting: Meeting | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        last = meeting or Meeting.objects.current(initiative)
        self.fields["of"].initial = max(last.of, last.number + (meeting is None)) if last else 1
        if meeting:
            self.fields["question"].initial, self.fields["scheduled_for"].initial = meeting.question, meeting.scheduled_for


class ReadingsForm(ActForm):
    """Up to six metrics, in the order of the tiles, and for each whether GO needs it."""

    def __init__(self, *args, initiative: Initiative, at: datetime, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = {row.position: row for row in RequiredReading.objects.filter(initiative=initiative)}
        metrics = list(Metric.objects.all())
        for place in TILES:
            row = chosen.get(place)
            metric = forms.ModelChoiceField(
                Metric.objects.all(), label=f"Tile {place}", required=place == 1, empty_label="No reading"
            )
            metric.choices = [("", "No reading"), *((each.pk, each.name) for each in metrics)]
            metric.initial = row.metric_id if row else None
            self.fields[f"metric_{place}"] = metric
            self.fields[f"required_{place}"] = forms.BooleanField(
                label="GO needs it fresh and known", required=False, initial=row.required if row else True
            )

    def clean(self) -> dict:
        """The chosen metrics in order, as the service takes them."""
        data = super().clean()
        chosen = [(data[f"metric_{place}"], data[f"required_{place}"]) for place in TILES if data.get(f"metric_{place}")]
        names = [metric.name for metric, _ in chosen]
        if doubled := sorted({name for name in names if names.count(name) > 1}):
            raise ValidationError(f"{doubled[0]} is chosen twice. One tile shows it.")
        return {"metrics": chosen}
