"""Meeting: the one room in which an initiative's decision is taken; and the readings it must have before it."""

from datetime import datetime, timedelta

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

INSTANTS = ("opened_at", "revealed_at", "decided_at")
AS_PLANNED = timedelta(hours=1)


class MeetingQuerySet(models.QuerySet):
    """Questions about meetings."""

    def under_way(self):
        """Meetings that are not decided."""
        return self.filter(decided_at__isnull=True)

    def current(self, initiative):
        """The initiative's meeting to show: the latest."""
        return self.filter(initiative=initiative).order_by("-number").first()

    def awaits_next(self, meeting):
        """Whether this meeting is decided, its launch is live, and no later meeting follows it."""
        if not (meeting.decided_at and meeting.initiative.is_live):
            return False
        return not self.filter(initiative=meeting.initiative, number__gt=meeting.number).exists()

    def with_decision(self):
        """With what a list shows, in two queries whatever the number of meetings."""
        return self.select_related("initiative", "decision__by", "brief").prefetch_related("decision__conditions")


@pghistory.track(exclude=["revision", "last_change"])
class Meeting(models.Model):
    """One meeting: a question, a frozen brief, four calls, one decision."""

    initiative = models.ForeignKey("initiatives.Initiative", models.PROTECT, related_name="meetings")
    number = models.PositiveSmallIntegerField(help_text="Which decision on this initiative: 3 of 4.")
    of = models.PositiveSmallIntegerField("of how many", help_text="How many decisions this initiative is planned to need.")
    question = models.CharField(max_length=120, help_text="What is decided, as a question: in market on Fri 11 Dec?")
    scheduled_for = models.DateTimeField()
    called_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    revealed_at = models.DateTimeField(null=True, blank=True)
    revealed_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+", help_text="Empty when the fourth call did it."
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0, help_text="Grows with everything that the room can see.")
    last_change = models.CharField(max_length=200, blank=True, help_text="What the revision brought, in a sentence.")

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-scheduled_for", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "number"],
                name="one_meeting_of_each_number",
                violation_error_message="This decision has its meeting already.",
            ),
            models.UniqueConstraint(
                fields=["initiative"],
                condition=Q(decided_at__isnull=True),
                name="one_meeting_under_way",
                violation_error_message="This initiative has an undecided meeting. Decide it before you schedule the next.",
            ),
            models.CheckConstraint(
                name="meeting_number_is_within_its_plan",
                condition=Q(number__gte=1) & Q(of__gte=F("number")),
                violation_error_message="The planned number of decisions cannot be smaller than this decision's number.",
            ),
            models.CheckConstraint(
                name="meeting_opens_before_it_decides",
                condition=Q(decided_at__isnull=True) | Q(opened_at__isnull=False, revealed_at__isnull=False),
                violation_error_message="A meeting is opened and its calls are shown before it is decided.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="meeting_instants_are_never_moved",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="".join(
                    f"IF OLD.{name} IS NOT NULL AND NEW.{name} IS DISTINCT FROM OLD.{name} THEN "
                    f"RAISE EXCEPTION 'What happened in a meeting is never moved.' USING ERRCODE = 'check_violation'; END IF; "
                    for name in INSTANTS
                )
                + "IF NEW.revision < OLD.revision THEN "
                "RAISE EXCEPTION 'A revision never goes back.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
            )
        ]

    def __str__(self):
        return f"{self.initiative}, decision {self.number} of {self.of}"

    @property
    def held_at(self) -> datetime:
        """When it takes or took place: as planned, unless it was opened more than an hour before or after."""
        moved = self.opened_at and abs(self.opened_at - self.scheduled_for) > AS_PLANNED
        return self.opened_at if self.opened_at and moved else self.scheduled_for

    @property
    def state(self) -> str:
        """One of scheduled, open, revealed, decided."""
        if self.decided_at:
            return "decided"
        if self.revealed_at:
            return "revealed"
        return "open" if self.opened_at else "scheduled"


@pghistory.track()
class RequiredReading(models.Model):
    """A metric that the initiative's decisions are read from, and its place on the screen."""

    initiative = models.ForeignKey("initiatives.Initiative", models.CASCADE, related_name="required_readings")
    metric = models.ForeignKey("signals.Metric", models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    required = models.BooleanField(default=True, help_text="GO needs it fresh and known.")

    class Meta:
        ordering = ["initiative_id", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "metric"],
                name="one_tile_of_each_metric",
                violation_error_message="This metric is on the screen already.",
            ),
            models.UniqueConstraint(
                fields=["initiative", "position"],
                name="one_tile_in_each_place",
                violation_error_message="Another metric has this place on the screen.",
            ),
            models.CheckConstraint(
                name="six_tiles_at_most",
                condition=Q(position__gte=1, position__lte=6),
                violation_error_message="At most six readings: more cannot be read across a room.",
            ),
        ]

    def __str__(self):
        return f"{self.initiative}: {self.metric}"
