"""The company's working hours."""

from django import forms

from initiatives.forms.inputs import DaysField
from people.holidays import country_names
from people.models import Company
from people.zones import time_zones
from revenue_arc.forms import ActForm

DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
SHOWN = ["name", "working_days", "opens", "closes", "time_zone", "holiday_country", "holiday_region", "holidays"]


class CompanyForm(ActForm):
    """When the company works: acceptance windows run then, and stand still otherwise."""

    name = forms.CharField(max_length=120)
    working_days = forms.TypedMultipleChoiceField(
        choices=list(enumerate(DAYS, start=1)), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    opens = forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    closes = forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    time_zone = forms.ChoiceField()
    holiday_country = forms.ChoiceField(label="Public holidays of", required=False)
    holiday_region = forms.CharField(
        label="Region", max_length=10, required=False, help_text="A code such as BY, where a part of the country has its own."
    )
    holidays = DaysField(label="Own days off", required=False, help_text="One a line, such as 2026-12-24.")
    worked_holidays = DaysField(label="Worked all the same", required=False, help_text="Public holidays that you work.")

    def __init__(self, *args, company: Company, **kwargs):
        super().__init__(*args, **kwargs)
        self.field("time_zone").choices = [(zone, zone.replace("_", " ")) for zone in sorted(time_zones())]
        self.field("holiday_country").choices = [("", "No country"), *country_names().items()]
        for name in self.fields:
            self.fields[name].initial = getattr(company, name)
