"""Metric, definition, signature: a named number, one version of how it is computed, and who stands by it."""

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import OuterRef, Prefetch, Q, Subquery

from people.models import Function, Person


class MetricQuerySet(models.QuerySet):
    """Questions about metrics."""

    def in_use(self):
        """Metrics that no agreement has replaced."""
        return self.filter(replaced_by=None)

    def with_definition(self):
        """Each metric with `latest`: a list of its definition in force, with sources, metric and signatures."""
        in_force = Definition.objects.in_force().select_related("instead_of").prefetch_related("sources", "signatures__person")
        return self.prefetch_related(Prefetch("definitions", in_force, to_attr="latest"))


@pghistory.track()
class Metric(models.Model):
    """A named number that people read and decide by."""

    key = models.CharField(
        max_length=60,
        unique=True,
        validators=[RegexValidator(r"^[a-z][a-z0-9_]*\Z", "A key has small letters, digits and underscores: speed_to_lead.")],
        help_text="Its name in addresses and files: small letters, digits, underscores.",
    )
    name = models.CharField(max_length=80, help_text="As people say it: Speed to lead.")
    function = models.CharField(max_length=10, choices=Function, blank=True, help_text="Whose number it is; empty when shared.")
    topic = models.CharField(
        max_length=60,
        blank=True,
        help_text="Metrics of one topic are each function's own rule for one thing.",
    )
    description = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)
    replaced_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        help_text="The metric that its function agreed on instead; its own history stays.",
    )

    objects = MetricQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]

    def __str__(self):
        return self.name

    @property
    def definition(self) -> "Definition | None":
        """The definition in force: the latest version."""
        latest = self.__dict__.get("latest")
        if latest is not None:
            return latest[0] if latest else None
        return self.definitions.order_by("-version").first()


class Direction(models.TextChoices):
    """Which way is better."""

    UP = "up", "More is better"
    DOWN = "down", "Less is better"


class DefinitionQuerySet(models.QuerySet):
    """Questions about definitions."""

    def in_force(self):
        """The latest version of each metric."""
        newest = Definition.objects.filter(metric=OuterRef("metric")).order_by("-version").values("pk")[:1]
        return self.filter(pk=Subquery(newest)).select_related("metric")

    def needing(self, source):
        """Definitions in force that read this source."""
        return self.in_force().filter(sources=source)


@pghistory.track()
class Definition(models.Model):
    """One version of how a metric is computed. It is never edited: a change is a new version, without signatures."""

    metric = models.ForeignKey(Metric, models.CASCADE, related_name="definitions")
    version = models.PositiveIntegerField()
    spec = models.JSONField(help_text="What is counted, over which window: see signals.definitions.")
    unit = models.CharField(max_length=12, blank=True, help_text="h, d, %, count or money. A share in % is kept as a fraction.")
    currency = models.CharField(max_length=3, blank=True)
    direction = models.CharField(max_length=4, choices=Direction, default=Direction.UP)
    target = models.DecimalField(max_digits=30, decimal_places=10, null=True, blank=True)
    watch = models.DecimalField(max_digits=30, decimal_places=10, null=True, blank=True)
    sources = models.ManyToManyField("signals.Source", related_name="definitions", blank=True)
    source_label = models.CharField(max_length=40, blank=True, help_text="Words for its sources on a tile, if not their names.")
    functions = ArrayField(
        models.CharField(max_length=10, choices=Function), default=list, blank=True, help_text="Whose heads sign it."
    )
    tolerated_age = models.DurationField(null=True, blank=True, help_text="Older than this is stale.")
    note = models.CharField(max_length=300, blank=True, help_text="Why this version was made.")
    instead_of = models.ForeignKey(
        Metric,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        help_text="The rule that it replaces once every head has signed it; empty where nothing is proposed.",
    )
    created_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()

    objects = DefinitionQuerySet.as_manager()

    class Meta:
        ordering = ["metric", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["metric", "version"],
                name="one_definition_for_each_version",
                violation_error_message="Somebody else has just made this version. Open the metric again.",
            ),
            models.CheckConstraint(
                name="definition_of_money_names_its_currency",
                condition=~Q(unit="money") | ~Q(currency=""),
                violation_error_message="A number in money names its currency: USD, EUR.",
            ),
            models.CheckConstraint(
                name="definition_watches_the_bad_side_of_its_target",
                condition=Q(watch__isnull=True)
                | Q(direction="up", watch__lte=models.F("target"))
                | Q(direction="down", watch__gte=models.F("target")),
                violation_error_message="The watch threshold lies on the bad side of the target: below it when more is better.",
            ),
        ]
        triggers = [pgtrigger.Protect(name="definition_is_never_edited", operation=pgtrigger.Update)]

    def __str__(self):
        return f"{self.metric}, definition {self.version}"

    @property
    def proposes_to_replace(self) -> Metric | None:
        """The rule that it replaces once every head has signed it; None when it replaces none, or has already."""
        return self.instead_of if self.instead_of and not self.instead_of.replaced_by_id else None

    def signers(self) -> list[str]:
        """The functions whose heads sign it, in the order of the arc; all four when none is named."""
        return [function for function in Function.values if function in self.functions] or list(Function.values)

    def signed_by(self) -> list[str]:
        """The functions that have signed it."""
        signed = {signature.function for signature in self.signatures.all()}
        return [function for function in self.signers() if function in signed]

    def unsigned(self) -> list[str]:
        """The functions whose signature is missing."""
        signed = self.signed_by()
        return [function for function in self.signers() if function not in signed]


@pghistory.track()
class Signature(models.Model):
    """A function head stands by one version of a definition."""

    definition = models.ForeignKey(Definition, models.CASCADE, related_name="signatures")
    function = models.CharField(max_length=10, choices=Function)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["definition", "function"],
                name="one_signature_of_each_function",
                violation_error_message="This function has already signed this version.",
            )
        ]

    def __str__(self):
        return f"{self.person} for {self.get_function_display()}"
