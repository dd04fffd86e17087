"""What the owner decided, under which conditions, and which requirement was waived by whom."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Prefetch, Q

from initiatives.models import Initiative
from scorecards.models.call import Verdict
from scorecards.models.triggers import closed_by_the_decision


@pghistory.track()
class Decision(models.Model):
    """What the arc owner decided on a brief. It never changes."""

    meeting = models.OneToOneField("scorecards.Meeting", models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=5, choices=Verdict)
    by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True, help_text="When a HOLD ends.")
    reason = models.CharField(max_length=300, blank=True)
    brief_sha256 = models.CharField(max_length=64, help_text="The hash of the brief that it was taken on.")

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                name="hold_ends_after_it_begins",
                condition=~Q(outcome="hold") | Q(until__gt=F("at"), until__isnull=False),
                violation_error_message="A HOLD needs an end that lies ahead.",
            ),
            models.CheckConstraint(
                name="only_a_hold_has_an_end",
                condition=Q(outcome="hold") | Q(until__isnull=True),
                violation_error_message="Only a HOLD has an end.",
            ),
            models.CheckConstraint(
                name="no_go_has_a_reason",
                condition=~Q(outcome="nogo") | ~Q(reason=""),
                violation_error_message="A NO-GO needs a reason.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="decision_never_changes", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="hold_has_a_condition",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                condition=pgtrigger.Q(new__outcome="hold"),
                func="""
                    IF NOT EXISTS (SELECT 1 FROM scorecards_condition WHERE decision_id = NEW.id) THEN
                        RAISE EXCEPTION 'A HOLD needs at least one condition.' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.get_outcome_display()} on {self.meeting}"


class Comparator(models.TextChoices):
    """How a condition's metric is held against its threshold."""

    AT_MOST = "le", "at most"
    AT_LEAST = "ge", "at least"
    FRESH = "fresh", "refreshed and read again"


class ConditionQuerySet(models.QuerySet):
    """Questions about conditions."""

    def open_metric(self):
        """Unmet conditions that a reading decides."""
        return self.filter(met_at__isnull=True, metric__isnull=False).select_related("decision__meeting", "metric")

    def waiting(self):
        """Unmet conditions of launches that were not stopped, with the launch as its `owner` reads it."""
        unmet = self.filter(met_at__isnull=True, decision__meeting__initiative__stopped_at__isnull=True)
        launches = Prefetch("decision__meeting__initiative", Initiative.objects.with_owners())
        return unmet.select_related("person", "decision__meeting").prefetch_related(launches, "person__seats")


@pghistory.track()
class Condition(models.Model):
    """What must come true: one named person, one due date. One that names a metric ticks itself."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="conditions")
    text = models.CharField(max_length=90)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="conditions")
    due = models.DateField()
    metric = models.ForeignKey("signals.Metric", models.PROTECT, null=True, blank=True, related_name="+")
    comparator = models.CharField(max_length=5, choices=Comparator, blank=True)
    threshold = models.DecimalField(max_digits=30, decimal_places=10, null=True, blank=True)
    for_days = models.PositiveSmallIntegerField(default=0, help_text="How many days in a row it must hold; 0: at one reading.")
    met_at = models.DateTimeField(null=True, blank=True)
    met_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+", help_text="Empty when a reading ticked it."
    )

    objects = ConditionQuerySet.as_manager()

    class Meta:
        ordering = ["decision_id", "due", "pk"]
        constraints = [
            models.CheckConstraint(
                name="condition_compares_where_it_names_a_metric",
                condition=Q(metric__isnull=True, comparator="", threshold__isnull=True)
                | Q(metric__isnull=False, comparator="fresh", threshold__isnull=True)
                | Q(metric__isnull=False, comparator__in=["le", "ge"], threshold__isnull=False),
                violation_error_message="A condition on a metric says at most or at least what; one without a metric does not.",
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="condition_is_only_met",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["met_at", "met_by"]),
            ),
            pgtrigger.Protect(
                name="met_condition_stays_met", operation=pgtrigger.Update, condition=pgtrigger.Q(old__met_at__isnull=False)
            ),
            pgtrigger.Protect(name="condition_stays", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return self.text


class WaiverQuerySet(models.QuerySet):
    """Questions about waivers."""

    def standing(self, at):
        """Granted and not yet expired."""
        return self.filter(granted_at__isnull=False, expires_at__gt=at)


@pghistory.track()
class Waiver(models.Model):
    """Permission to decide without one requirement: asked by one person, granted by another, for a while."""

    meeting = models.ForeignKey("scorecards.Meeting", models.PROTECT, related_name="waivers")
    requirement = models.CharField(max_length=80, help_text="Its code, such as stale:cac or present:sales.")
    reason = models.CharField(max_length=200)
    expires_at = models.DateTimeField()
    asked_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    granted_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    granted_at = models.DateTimeField(null=True, blank=True)

    objects = WaiverQuerySet.as_manager()

    class Meta:
        ordering = ["meeting_id", "asked_at"]
        constraints = [
            models.CheckConstraint(
                name="waiver_is_granted_by_another",
                condition=Q(granted_by__isnull=True) | ~Q(granted_by=F("asked_by")),
                violation_error_message="A waiver is granted by somebody other than the one who asks for it.",
            ),
            models.CheckConstraint(
                name="waiver_is_granted_by_somebody",
                condition=Q(granted_by__isnull=True, granted_at__isnull=True)
                | Q(granted_by__isnull=False, granted_at__isnull=False),
                violation_error_message="A granted waiver names who granted it.",
            ),
            models.CheckConstraint(
                name="waiver_expires_after_it_is_asked",
                condition=Q(expires_at__gt=F("asked_at")),
                violation_error_message="A waiver expires on a date that lies ahead.",
            ),
            models.CheckConstraint(
                name="waiver_has_a_reason", condition=~Q(reason=""), violation_error_message="A waiver has a reason."
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="granted_waiver_never_changes",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__granted_at__isnull=False),
            ),
            closed_by_the_decision("waiver_comes_before_the_decision"),
        ]

    def __str__(self):
        return self.requirement
