"""The deliverable and what it truly depends on."""

from datetime import datetime

import pghistory
from django.db import models
from django.db.models import F, Q

from initiatives.models.initiative import Initiative
from people.models import Function, Person


class DeliverableQuerySet(models.QuerySet):
    """Questions about deliverables."""

    def in_scope(self):
        """Deliverables that were not dropped."""
        return self.filter(dropped_at__isnull=True)


@pghistory.track()
class Deliverable(models.Model):
    """A piece of the arc that somebody must hold: scope, positioning, creative, enablement, lead routing and so on."""

    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="deliverables")
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60)
    function = models.CharField(max_length=10, choices=Function)
    order = models.PositiveSmallIntegerField(default=0, help_text="Its place in the template, from 0.")
    needed_from = models.DateTimeField()
    needed_until = models.DateTimeField(null=True, blank=True, help_text="Empty: until the launch is in the market.")
    planned_start = models.DateField(null=True, blank=True)
    planned_finish = models.DateField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True, help_text="When it was taken out of scope; nothing is deleted.")
    depends_on = models.ManyToManyField(
        "self",
        symmetrical=False,
        through="Dependency",
        through_fields=("deliverable", "needs"),
        related_name="needed_by",
        blank=True,
    )

    objects = DeliverableQuerySet.as_manager()

    class Meta:
        ordering = ["initiative", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "slug"],
                name="one_deliverable_of_a_name",
                violation_error_message="This initiative already has a deliverable of that name.",
            ),
            models.CheckConstraint(
                name="deliverable_function_is_known",
                condition=Q(function__in=Function.values),
                violation_error_message="A deliverable belongs to product, marketing, creative or sales.",
            ),
            models.CheckConstraint(
                name="deliverable_is_needed_for_some_time",
                condition=Q(needed_until__isnull=True) | Q(needed_until__gt=F("needed_from")),
                violation_error_message="A deliverable is needed for some time: the end must come after the start.",
            ),
            models.CheckConstraint(
                name="deliverable_finishes_after_it_starts",
                condition=Q(finished_at__isnull=True) | Q(started_at__isnull=False, finished_at__gte=F("started_at")),
                violation_error_message="Work on a deliverable finishes after it was started.",
            ),
            models.CheckConstraint(
                name="deliverable_is_planned_forwards",
                condition=Q(planned_start__isnull=True)
                | Q(planned_finish__isnull=True)
                | Q(planned_finish__gte=F("planned_start")),
                violation_error_message="The planned finish comes before the planned start.",
            ),
        ]

    def __str__(self):
        return self.name

    def holder(self, at: datetime) -> Person | None:
        """The one person who holds it at that instant; None while on offer, dark or contested."""
        if self.handoffs.moving().open_at(at).exists():
            return None
        people = {holding.person for holding in self.holdings.at(at).select_related("person")}
        person = people.pop() if len(people) == 1 else None
        return person if person and person.works_here(at) else None


@pghistory.track()
class Dependency(models.Model):
    """One true dependency: `deliverable` cannot start before `needs` is finished."""

    deliverable = models.ForeignKey(Deliverable, models.CASCADE, related_name="dependencies")
    needs = models.ForeignKey(Deliverable, models.PROTECT, related_name="dependents")

    class Meta:
        verbose_name_plural = "dependencies"
        constraints = [
            models.UniqueConstraint(
                fields=["deliverable", "needs"],
                name="a_dependency_is_declared_once",
                violation_error_message="This dependency is declared already.",
            ),
            models.CheckConstraint(
                name="nothing_depends_on_itself",
                condition=~Q(deliverable=F("needs")),
                violation_error_message="A deliverable cannot depend on itself.",
            ),
        ]

    def __str__(self):
        return f"{self.deliverable} needs {self.needs}"
