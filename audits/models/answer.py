"""What people answered, and what they said of their rows."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from audits.models.audit import Audit
from audits.models.row import Row
from audits.questions import Choice, Question
from people.models import Function, Person


class AnswerQuerySet(models.QuerySet):
    """Questions about answers."""

    def latest_first(self):
        """With their authors and the periods that they name, the latest first."""
        return self.select_related("by", "holder", "row").prefetch_related("periods").order_by("-at", "-pk")


@pghistory.track()
class Answer(models.Model):
    """One person's answer to one question. Two people who answer the same question: both answers are kept.

    A person changes their own answer in place; the history keeps what it was.
    """

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="answers")
    row = models.ForeignKey(Row, models.PROTECT, null=True, blank=True, related_name="answers")
    function = models.CharField(max_length=10, choices=Function, blank=True)
    question = models.CharField(max_length=10, choices=Question)
    by = models.ForeignKey(Person, models.PROTECT, related_name="audit_answers")
    at = models.DateTimeField(help_text="When it was saved last.")
    choice = models.CharField(max_length=12, choices=Choice)
    text = models.TextField(blank=True, max_length=4000)
    holder = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        triggers = [
            pgtrigger.ReadOnly(name="an_answer_keeps_its_question", fields=["audit", "row", "function", "question", "by"]),
            pgtrigger.Protect(name="an_answer_is_kept", operation=pgtrigger.Delete),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["row", "question", "by"],
                condition=Q(row__isnull=False),
                name="one_answer_of_a_person_to_a_row",
                violation_error_message="You have answered this already: change that answer.",
            ),
            models.UniqueConstraint(
                fields=["audit", "function", "question", "by"],
                condition=Q(row__isnull=True),
                name="one_answer_of_a_person_to_a_question",
                violation_error_message="You have answered this already: change that answer.",
            ),
            models.CheckConstraint(
                name="an_answers_dates_run_forwards",
                condition=Q(starts_on__isnull=True, ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="The last day comes before the first.",
            ),
            models.CheckConstraint(
                name="somebody_else_has_a_name",
                condition=Q(choice="other", holder__isnull=False) | (~Q(choice="other") & Q(holder__isnull=True)),
                violation_error_message="Name the one person who held it.",
            ),
        ]

    def __str__(self):
        return f"{self.get_question_display()} {self.by}"

    @property
    def in_words(self) -> str:
        """What was answered, in a sentence."""
        said = "" if self.choice == Choice.WORDS else self.get_choice_display()
        if self.holder:
            said += f": {self.holder}"
        if self.starts_on and self.ends_on:
            said += f", {self.starts_on:%-d %b} to {self.ends_on:%-d %b}"
        return " ".join(part for part in (f"{said}." if said else "", self.text) if part)


class Verdict(models.TextChoices):
    """What one side says of its row."""

    CONFIRM = "confirm", "Confirms"
    CORRECT = "correct", "Corrects"
    DISPUTE = "dispute", "Disputes"


@pghistory.track()
class Confirmation(models.Model):
    """One side read its row and confirmed, corrected or disputed it. Rows are only ever added: a dispute stays (rule 25)."""

    row = models.ForeignKey(Row, models.PROTECT, related_name="confirmations")
    by = models.ForeignKey(Person, models.PROTECT, related_name="audit_confirmations")
    verdict = models.CharField(max_length=10, choices=Verdict)
    text = models.TextField(blank=True, max_length=2000)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        triggers = [pgtrigger.Protect(name="a_confirmation_is_kept", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            models.CheckConstraint(
                name="a_dispute_says_why",
                condition=Q(verdict="confirm") | ~Q(text=""),
                violation_error_message="Say what is not so: a correction or a dispute needs its words.",
            )
        ]

    def __str__(self):
        return f"{self.by} {self.get_verdict_display().lower()} {self.row}"


@pghistory.track()
class Annotation(models.Model):
    """What the lead noted on a row; a reading set against the evidence carries its reason. Rows are only ever added."""

    row = models.ForeignKey(Row, models.PROTECT, related_name="annotations")
    reading = models.CharField(max_length=12, blank=True, help_text="Empty: as the evidence says.")
    text = models.TextField(max_length=2000)
    by = models.ForeignKey(Person, models.PROTECT, related_name="audit_annotations")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        triggers = [pgtrigger.Protect(name="an_annotation_is_kept", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            models.CheckConstraint(
                name="an_annotation_says_why",
                condition=~Q(text=""),
                violation_error_message="Say why: a reading is never set against the evidence without a reason on its row.",
            ),
            models.CheckConstraint(
                name="an_annotations_reading_is_known",
                condition=Q(reading__in=["", "transferred", "went dark", "never owned", "contested"]),
                violation_error_message="A row is transferred, went dark, never owned or contested.",
            ),
        ]

    def __str__(self):
        return self.text[:60]
