"""The initiative: one launch."""

from datetime import datetime

import pghistory
import pgtrigger
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from initiatives.models.charter import Charter
from people.models import Person


class InitiativeQuerySet(models.QuerySet):
    """Questions about initiatives."""

    def live(self):
        """Launches neither in the market nor stopped."""
        return self.filter(in_market_at__isnull=True, stopped_at__isnull=True)

    def past(self):
        """Launches that reached the market, or were stopped."""
        return self.exclude(in_market_at__isnull=True, stopped_at__isnull=True)

    def with_owners(self):
        """With what `owner`, `charter_in_force` and `orphaned` read, in a fixed number of queries."""
        return self.prefetch_related("charters__owner__seats", "charters__rights", "charters__acknowledgements__person")


# An end point that was set moves only to where an EndPointMove says, and a locked scope never changes.
KEEP_END_POINTS = """
IF EXISTS (
    SELECT FROM (
        VALUES
            ('scope_locked_at', OLD.scope_locked_at, NEW.scope_locked_at),
            ('in_market_at', OLD.in_market_at, NEW.in_market_at)
    ) AS point (name, was, now)
    WHERE point.was IS NOT NULL AND point.was IS DISTINCT FROM point.now AND NOT EXISTS (
        SELECT FROM initiatives_endpointmove AS move
        WHERE (move.initiative_id, move.end_point, move.was, move.now) = (OLD.id, point.name, point.was, point.now)
    )
) OR (OLD.scope_fingerprint <> '' AND (OLD.scope_fingerprint, OLD.scope) IS DISTINCT FROM (NEW.scope_fingerprint, NEW.scope))
THEN
    RAISE EXCEPTION 'an end point moves with a row that says so, and a locked scope stays'
        USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
"""


@pghistory.track()
class Initiative(models.Model):
    """One launch: a customer outcome, a revenue outcome (metric, target, date), and its deliverables."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(unique=True, max_length=60)
    customer_outcome = models.TextField(help_text="What a customer can do afterwards that they cannot do today.")
    revenue_metric = models.CharField(max_length=120, help_text="In words, such as “new recurring revenue from Atlas”.")
    revenue_target = models.DecimalField(max_digits=16, decimal_places=2, validators=[MinValueValidator(0)])
    currency = models.CharField(
        max_length=3, validators=[RegexValidator(r"^[A-Z]{3}$", "Use a three-letter code such as EUR.")]
    )
    revenue_due = models.DateField(help_text="The date by which the revenue target is to be met.")
    planned_in_market_on = models.DateField()
    planned_revenue_per_day = models.DecimalField(
        max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="initiatives_created")
    scope_locked_at = models.DateTimeField(null=True, blank=True)
    in_market_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True, help_text="When a launch was given up before the market.")
    scope = models.JSONField(null=True, blank=True, help_text="What was locked: the names, functions and dependencies.")
    scope_fingerprint = models.CharField(max_length=64, blank=True)

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        triggers = [
            pgtrigger.Trigger(
                name="end_points_and_scope_are_kept",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=KEEP_END_POINTS,
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="market_comes_after_scope_lock",
                condition=Q(in_market_at__isnull=True)
                | Q(scope_locked_at__isnull=False, in_market_at__gt=F("scope_locked_at")),
                violation_error_message="A launch reaches the market after its scope was locked.",
            ),
            models.CheckConstraint(
                name="locked_scope_has_a_fingerprint",
                condition=Q(scope_locked_at__isnull=True, scope_fingerprint="")
                | Q(scope_locked_at__isnull=False, scope_fingerprint__regex=r"^[0-9a-f]{64}$"),
                violation_error_message="A locked scope carries its fingerprint, and only a locked one does.",
            ),
            models.CheckConstraint(
                name="a_stopped_launch_is_not_in_the_market",
                condition=Q(in_market_at__isnull=True) | Q(stopped_at__isnull=True),
                violation_error_message="A launch that was stopped cannot also be in the market.",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_live(self) -> bool:
        """Whether the launch is neither in the market nor stopped."""
        return not (self.in_market_at or self.stopped_at)

    @property
    def ended_at(self) -> datetime | None:
        """When it reached the market or was stopped."""
        return self.in_market_at or self.stopped_at

    def charter_in_force(self, at: datetime | None = None) -> Charter | None:
        """The charter in force at that instant; now by default."""
        at = at or timezone.now()
        return next((charter for charter in self.charters.all() if at in charter.in_force), None)

    def owner(self, at: datetime | None = None) -> Person | None:
        """The arc owner at that instant; None where nobody was named, or the initiative is orphaned."""
        at = at or timezone.now()
        charter = self.charter_in_force(at)
        return charter.owner if charter and charter.owner_can_act(at) else None

    def orphaned(self, at: datetime | None = None) -> bool:
        """Whether the charter in force names somebody who has left or whose seat ended (rule 3)."""
        at = at or timezone.now()
        charter = self.charter_in_force(at)
        return charter is not None and not charter.owner_can_act(at)
