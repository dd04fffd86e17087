"""What a connected system says of who held a deliverable, as its own history has it."""

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Q

from initiatives.models.deliverable import Deliverable
from people.models import Person


class SystemClaim(models.Model):
    """One person, nobody, or a resource matched to nobody yet, held a deliverable for a period: so says a system.

    It is drawn from the history of a piece of work that a person linked to the deliverable, anew whenever that history, the
    link or a match changes; it never changes a holding.
    """

    deliverable = models.ForeignKey(Deliverable, models.PROTECT, related_name="claims")
    work = models.BigIntegerField(help_text="The piece of work whose history says so.")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    is_known = models.BooleanField(default=True, help_text="Not: nobody has said yet who the resource is.")
    resource = models.TextField(blank=True, help_text="Who held it, in the system's own words; empty: nobody.")
    period = DateTimeRangeField(help_text="From when to when; open-ended: still.")
    system = models.TextField(help_text="The name of the source.")
    about = models.TextField(help_text="The piece of work, as a reader knows it.")
    page = models.BigIntegerField(null=True, blank=True, help_text="The raw page that says so.")
    ordinal = models.IntegerField(null=True, blank=True, help_text="The place in that page.")

    class Meta:
        ordering = ["period", "pk"]
        indexes = [models.Index(fields=["work"])]
        constraints = [
            models.CheckConstraint(
                name="a_person_is_known",
                condition=Q(person__isnull=True) | Q(is_known=True),
                violation_error_message="A claim that names a person of ours knows who it is.",
            ),
            models.CheckConstraint(
                name="claim_lasts_for_some_time",
                condition=Q(period__isempty=False, period__startswith__isnull=False),
                violation_error_message="A claim covers some time: its end must come after its start.",
            ),
        ]

    def __str__(self):
        return f"{self.system}: {self.resource or 'nobody'} held {self.about}"

    @property
    def record(self) -> tuple[int, int] | None:
        """Where the record is that says so, if it is kept."""
        return (self.page, self.ordinal) if self.page is not None and self.ordinal is not None else None
