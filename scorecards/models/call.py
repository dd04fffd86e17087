"""What the heads say: sealed calls, and the one interpretation that each agrees with or dissents from."""

import re

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from people.models import Function
from scorecards.models.triggers import closed_by_the_decision


class Verdict(models.TextChoices):
    """GO, HOLD or NO-GO: of a head's call and of the owner's decision."""

    GO = "go", "GO"
    HOLD = "hold", "HOLD"
    NOGO = "nogo", "NO-GO"


class RevealedCalls(models.Manager):
    """Only calls that were revealed: a sealed one is on no page, in no answer of the API, in no admin."""

    def get_queryset(self):
        """Calls of meetings whose calls were revealed."""
        return super().get_queryset().filter(meeting__revealed_at__isnull=False)


class EveryCall(models.Manager):
    """Every call, sealed ones too: for the services of the room, which count them and never show them."""


@pghistory.track(exclude=["call", "sentence", "confidence", "reason"])
class Call(models.Model):
    """One head's GO, HOLD or NO-GO. It is never edited: a changed mind is a second call with its reason."""

    meeting = models.ForeignKey("scorecards.Meeting", models.PROTECT, related_name="calls")
    function = models.CharField(max_length=10, choices=Function)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(default=1)
    call = models.CharField(max_length=5, choices=Verdict)
    sentence = models.CharField(max_length=90, help_text="Why, in one sentence of at most 90 characters.")
    confidence = models.PositiveSmallIntegerField(help_text="How sure, from 0 to 100 per cent.")
    reason = models.CharField(max_length=200, blank=True, help_text="What changed your mind: a second call needs it.")
    at = models.DateTimeField()

    objects = RevealedCalls()
    sealed = EveryCall()

    class Meta:
        ordering = ["meeting_id", "function", "number"]
        default_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "function", "number"],
                name="calls_of_a_function_are_numbered",
                violation_error_message="This function has called a moment ago. Open the page again.",
            ),
            models.CheckConstraint(
                name="second_call_has_its_reason",
                condition=Q(number=1) | ~Q(reason=""),
                violation_error_message="A second call says what changed your mind.",
            ),
            models.CheckConstraint(
                name="confidence_is_a_percentage",
                condition=Q(confidence__lte=100),
                violation_error_message="Confidence goes from 0 to 100 per cent.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="call_is_never_edited", operation=pgtrigger.Update | pgtrigger.Delete),
            closed_by_the_decision("call_comes_before_the_decision"),
        ]

    def __str__(self):
        return f"{self.get_function_display()}, call {self.number}"


class InterpretationQuerySet(models.QuerySet):
    """Questions about interpretations."""

    def latest_of(self, meeting):
        """The version that stands, with the heads' answers to it."""
        return self.filter(meeting=meeting).prefetch_related("agreements__person").order_by("-version").first()


@pghistory.track()
class Interpretation(models.Model):
    """One version of the one sentence. An edit is a new version, and nobody has agreed to it yet."""

    meeting = models.ForeignKey("scorecards.Meeting", models.CASCADE, related_name="interpretations")
    version = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=160, help_text="At most 160 characters: it is read across a room.")
    by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = InterpretationQuerySet.as_manager()

    class Meta:
        ordering = ["meeting_id", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "version"],
                name="versions_of_an_interpretation_are_numbered",
                violation_error_message="Somebody else has just changed the sentence. Read it, then change it again.",
            )
        ]
        triggers = [
            pgtrigger.Protect(name="interpretation_is_never_edited", operation=pgtrigger.Update),
            closed_by_the_decision("interpretation_stays_after_the_decision"),
        ]

    def __str__(self):
        return self.text

    @property
    def parts(self) -> list[tuple[str, bool]]:
        """The sentence in stretches: what stands between two stars is marked."""
        parts = re.split(r"\*([^*]+)\*", self.text)
        return [(part, bool(place % 2)) for place, part in enumerate(parts) if part]

    @property
    def plain(self) -> str:
        """The sentence without its stars."""
        return "".join(part for part, _ in self.parts)


@pghistory.track()
class Agreement(models.Model):
    """A function's answer to one version of the interpretation: it agrees, or it dissents in writing."""

    meeting = models.ForeignKey("scorecards.Meeting", models.CASCADE, related_name="+")
    interpretation = models.ForeignKey(Interpretation, models.CASCADE, related_name="agreements")
    function = models.CharField(max_length=10, choices=Function)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    agrees = models.BooleanField()
    dissent = models.CharField(max_length=120, blank=True)
    commits = models.BooleanField(default=True, help_text="Dissents, and still carries the decision out.")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["interpretation", "function"],
                name="one_answer_of_each_function",
                violation_error_message="This function has answered already.",
            ),
            models.CheckConstraint(
                name="dissent_is_in_writing",
                condition=Q(agrees=True, dissent="", commits=True) | (Q(agrees=False) & ~Q(dissent="")),
                violation_error_message="Dissent is in writing: say what you see differently.",
            ),
        ]
        triggers = [closed_by_the_decision("agreement_stays_after_the_decision")]

    def __str__(self):
        return f"{self.get_function_display()} {'agrees' if self.agrees else 'dissents'}"
