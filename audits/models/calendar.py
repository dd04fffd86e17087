"""When the calendar of a function was full, as one person says."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from audits.models.answer import Answer


@pghistory.track()
class CalendarPeriod(models.Model):
    """One time in which a function could take nothing new: its first and last day, and what filled it.

    An answer has as many as its author names. They are changed with it, and the history keeps what they were.
    """

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="periods")
    starts_on = models.DateField()
    ends_on = models.DateField()
    text = models.TextField(max_length=500, help_text="What filled it.")

    class Meta:
        ordering = ["starts_on", "ends_on", "pk"]
        triggers = [pgtrigger.ReadOnly(name="a_period_keeps_its_answer", fields=["answer"])]
        constraints = [
            models.CheckConstraint(
                name="a_periods_dates_run_forwards",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="The last day comes before the first.",
            ),
            models.CheckConstraint(
                name="a_period_says_what_filled_it",
                condition=~Q(text=""),
                violation_error_message="Say what filled it.",
            ),
            models.UniqueConstraint(
                fields=["answer", "starts_on", "ends_on", "text"],
                name="a_period_is_named_once",
                violation_error_message="This time is on the list already.",
            ),
        ]

    def __str__(self):
        return f"{self.text}, {self.starts_on:%-d %b} to {self.ends_on:%-d %b %Y}"

    @property
    def as_told(self) -> tuple:
        """First day, last day, and what filled it."""
        return self.starts_on, self.ends_on, self.text
