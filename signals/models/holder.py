"""Which work stands for which deliverable, and which person a resource of a source is: decided by people, and reversible."""

import pghistory
from django.db import models
from django.db.models import Q

from initiatives.models import Deliverable
from people.models import Person
from signals.models.source import Source
from signals.models.work import Work


class WorkLinkQuerySet(models.QuerySet):
    """Questions about links."""

    def in_force(self):
        """Links that nobody has taken apart."""
        return self.filter(is_linked=True)


@pghistory.track()
class WorkLink(models.Model):
    """A piece of work of some source that stands for a deliverable: its history tells who held it."""

    deliverable = models.ForeignKey(Deliverable, models.PROTECT, related_name="work_links")
    work = models.ForeignKey(Work, models.CASCADE, related_name="deliverable_links")
    title = models.TextField(blank=True, help_text="Of the work, when it was linked.")
    is_linked = models.BooleanField("linked", default=True, help_text="Not: the link was taken apart.")
    decided_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    objects = WorkLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "link to work"
        verbose_name_plural = "links to work"
        constraints = [
            models.UniqueConstraint(
                fields=["deliverable", "work"],
                name="work_is_linked_to_a_deliverable_once",
                violation_error_message="This piece of work is linked to the deliverable already.",
            )
        ]

    def __str__(self):
        return self.title or str(self.work)


class ResourceQuerySet(models.QuerySet):
    """Questions about resources."""

    def unknown_first(self):
        """All, those that wait to be matched first; each with its source, its person and who decided."""
        waits = models.Case(models.When(state=Resource.State.UNKNOWN, then=0), default=1)
        return self.select_related("source", "person", "decided_by").order_by(waits, "source__name", "name", "pk")


@pghistory.track()
class Resource(models.Model):
    """Somebody, or something, that a source names as a holder: a person of ours, none of ours, or not known yet.

    An e-mail address that is exactly a person's matches by itself (`decided_by` is empty then), unless one decided.
    """

    class State(models.TextChoices):
        UNKNOWN = "unknown", "Not matched yet"
        MATCHED = "matched", "A person of ours"
        NOT_OURS = "not_ours", "Not a person of ours"

    source = models.ForeignKey(Source, models.CASCADE, related_name="resources")
    name = models.TextField(help_text="As the source names it.")
    state = models.CharField(max_length=10, choices=State, default=State.UNKNOWN)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="resources")
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ResourceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "name"],
                name="resource_once_per_source",
                violation_error_message="This source already has that resource.",
            ),
            models.CheckConstraint(
                name="a_matched_resource_names_its_person",
                condition=Q(state="matched", person__isnull=False) | (~Q(state="matched") & Q(person__isnull=True)),
                violation_error_message="A matched resource names one person, and only a matched one does.",
            ),
        ]

    def __str__(self):
        return self.name
