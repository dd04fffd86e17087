"""The one time that an answer about a calendar could name becomes the first of its periods."""

from django.db import migrations


def to_periods(apps, schema_editor):
    """A period for each answer that gave two dates; the answer keeps its author and its instant."""
    period = apps.get_model("audits", "CalendarPeriod")
    answers = apps.get_model("audits", "Answer").objects.filter(question="calendar", choice="dates", starts_on__isnull=False)
    for answer in answers:
        period.objects.create(
            answer=answer, starts_on=answer.starts_on, ends_on=answer.ends_on, text=answer.text.strip() or "Not said"
        )
    answers.update(starts_on=None, ends_on=None, text="")


class Migration(migrations.Migration):
    dependencies = [("audits", "0004_calendar_periods")]

    operations = [migrations.RunPython(to_periods, migrations.RunPython.noop)]
