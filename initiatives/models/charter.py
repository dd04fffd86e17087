"""The charter: who owns the arc, with which rights, acknowledged by whom."""

from datetime import datetime

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from people.models import Function, Person
from revenue_arc.fields import as_range


class Right(models.TextChoices):
    """What the arc owner may do in one function."""

    DECIDE = "decide", "Decide"
    VETO = "veto", "Veto"
    CONSULTED = "consulted", "Be consulted"


class CharterQuerySet(models.QuerySet["Charter"]):
    """Questions about charters."""

    def in_force(self, at: datetime):
        """Those in force at that instant."""
        return self.filter(in_force__contains=at)

    def on_live_launches(self):
        """Those of launches that are neither in the market nor stopped."""
        return self.filter(initiative__in_market_at=None, initiative__stopped_at=None)


@pghistory.track()
class Charter(models.Model):
    """The written mandate that makes one person the owner of an initiative's arc."""

    initiative = models.ForeignKey("initiatives.Initiative", models.PROTECT, related_name="charters")
    owner = models.ForeignKey(Person, models.PROTECT, related_name="arcs")
    named_by = models.ForeignKey(Person, models.PROTECT, related_name="charters_named")
    mandate = models.TextField(help_text="What the owner is to achieve and may do, in writing.")
    in_force = DateTimeRangeField(help_text="From naming until replaced; open-ended while in force.")

    objects = CharterQuerySet.as_manager()

    class Meta:
        ordering = ["in_force"]
        triggers = [
            pgtrigger.ReadOnly(name="a_mandate_is_kept", fields=["initiative", "owner", "named_by", "mandate"]),
            pgtrigger.Protect(name="a_charter_is_kept", operation=pgtrigger.Delete),
        ]
        constraints = [
            ExclusionConstraint(
                name="one_arc_owner_at_a_time",
                expressions=[(as_range("initiative"), RangeOperators.OVERLAPS), ("in_force", RangeOperators.OVERLAPS)],
                violation_error_message="This initiative already has an arc owner for that period.",
            ),
            models.CheckConstraint(
                name="charter_is_in_force_for_some_time",
                condition=Q(in_force__isempty=False),
                violation_error_message="A charter is in force for some time: its end must come after its start.",
            ),
        ]

    def __str__(self):
        return f"Charter of {self.owner} over {self.initiative}"

    @property
    def named_at(self) -> datetime:
        """When the owner was named, and the charter came in force."""
        return self.in_force.lower

    @property
    def confirmed(self) -> bool:
        """Whether the heads of all four functions have acknowledged it (rule 2)."""
        return not self.functions_to_acknowledge

    @property
    def functions_to_acknowledge(self) -> list[str]:
        """The functions whose head has not acknowledged it yet, in the usual order."""
        done = {acknowledgement.function for acknowledgement in self.acknowledgements.all()}
        return [function for function in Function.values if function not in done]

    def owner_can_act(self, at: datetime) -> bool:
        """Whether the owner still works here and holds a seat at that instant."""
        return self.owner.works_here(at) and any(at in seat.period for seat in self.owner.seats.all())


@pghistory.track()
class CharterRight(models.Model):
    """What a charter lets the owner do in one function."""

    charter = models.ForeignKey(Charter, models.PROTECT, related_name="rights")
    function = models.CharField(max_length=10, choices=Function)
    right = models.CharField(max_length=10, choices=Right)

    class Meta:
        ordering = ["pk"]
        triggers = [pgtrigger.Protect(name="a_right_is_kept", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            models.UniqueConstraint(
                fields=["charter", "function"],
                name="one_right_per_function",
                violation_error_message="The charter already says what the owner may do in this function.",
            )
        ]

    def __str__(self):
        return f"{self.get_function_display()}: {self.get_right_display()}"


@pghistory.track()
class Acknowledgement(models.Model):
    """A head's word that the charter was read; a reservation stays visible."""

    charter = models.ForeignKey(Charter, models.PROTECT, related_name="acknowledgements")
    function = models.CharField(max_length=10, choices=Function)
    person = models.ForeignKey(Person, models.PROTECT, related_name="acknowledgements")
    at = models.DateTimeField()
    reservation = models.TextField(blank=True)

    class Meta:
        ordering = ["at"]
        triggers = [pgtrigger.Protect(name="an_acknowledgement_is_kept", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            models.UniqueConstraint(
                fields=["charter", "function"],
                name="one_acknowledgement_per_function",
                violation_error_message="This function has acknowledged the charter already.",
            )
        ]

    def __str__(self):
        return f"{self.get_function_display()}: {self.person}"
