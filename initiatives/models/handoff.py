"""The handoff: an offer from one person to one other named person, and its answer."""

from datetime import datetime

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Func, Q

from initiatives.models.correction import Instant
from initiatives.models.delegation import Delegation
from initiatives.models.deliverable import Deliverable
from initiatives.models.handoff_queries import HandoffQuerySet
from initiatives.models.reason import Reason
from people.models import Person
from revenue_arc.fields import as_range


class Answer(models.TextChoices):
    """How an offer ended; empty while it is open."""

    OPEN = "", "Open"
    ACCEPTED = "accepted", "Accepted"
    REJECTED = "rejected", "Rejected"
    WITHDRAWN = "withdrawn", "Withdrawn"
    SPLIT = "split", "Answered in parts"

    @property
    def choice(self) -> tuple[str, str]:
        """Value and words, as a field's choices take them."""
        return self.value, str(self.label)


KEPT_FROM_THE_OFFER = [
    "deliverable_id",
    "sender_id",
    "receiver_id",
    "batch_size",
    "title",
    "acceptance_criteria",
    "answer_by",
    "offered_at",
    "part_of_id",
]
KEPT_ONCE_SET = ["answered_at", "started_at", "finished_at"]
KEPT_WITH_THE_ANSWER = ["answer", "answered_by_id", "reason_id", "comment"]


def refuse_overwriting() -> str:
    """The trigger's body: an offer's terms, its instants and its answer are written once."""
    changed = [f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in KEPT_FROM_THE_OFFER]
    changed += [f"(OLD.{column} IS NOT NULL AND OLD.{column} IS DISTINCT FROM NEW.{column})" for column in KEPT_ONCE_SET]
    changed += [f"(OLD.answer <> '' AND OLD.{column} IS DISTINCT FROM NEW.{column})" for column in KEPT_WITH_THE_ANSWER]
    return (
        f"IF {' OR '.join(changed)} THEN RAISE EXCEPTION 'a handoff is kept as it was: correct it with a new row' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW;"
    )


@pghistory.track()
class Handoff(models.Model):
    """The offer of a deliverable, or of a batch of work, from one person to one other named person (rule 5).

    The columns hold the instants as they were first written; `offered`, `answered`, `started` and `finished` read them
    with their corrections.
    """

    deliverable = models.ForeignKey(Deliverable, models.PROTECT, related_name="handoffs")
    sender = models.ForeignKey(Person, models.PROTECT, related_name="handoffs_sent")
    receiver = models.ForeignKey(Person, models.PROTECT, related_name="handoffs_received")
    title = models.CharField(max_length=200)
    batch_size = models.PositiveIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1)], help_text="How many items, where a batch of work moves."
    )
    acceptance_criteria = models.TextField(help_text="What “done” means.")
    offered_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.OPEN, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="handoffs_answered")
    reason = models.ForeignKey(Reason, models.PROTECT, null=True, blank=True, related_name="handoffs")
    comment = models.TextField(blank=True)
    part_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", help_text="The batch that was answered in parts."
    )

    objects = HandoffQuerySet.as_manager()

    class Meta:
        ordering = ["-offered_at", "-pk"]
        indexes = [
            models.Index(fields=["receiver", "answer_by"], condition=Q(answer=""), name="handoffs_waiting"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="a_handoff_is_written_once", when=pgtrigger.Before, operation=pgtrigger.Update, func=refuse_overwriting()
            ),
            pgtrigger.Protect(name="a_handoff_is_kept", operation=pgtrigger.Delete),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_handoff_has_two_sides",
                condition=~Q(sender=F("receiver")),
                violation_error_message="A handoff goes to somebody else: choose another receiver.",
            ),
            models.CheckConstraint(
                name="a_rejection_has_a_reason",
                condition=Q(answer="rejected", reason__isnull=False) | (~Q(answer="rejected") & Q(reason__isnull=True)),
                violation_error_message="A rejection needs a reason from the list, and only a rejection has one.",
            ),
            models.CheckConstraint(
                name="an_answer_has_an_instant_and_a_person",
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                violation_error_message="An answer names who gave it and when.",
            ),
            models.CheckConstraint(
                name="a_handoff_runs_forwards",
                condition=Q(answer_by__gt=F("offered_at"))
                & (Q(answered_at__isnull=True) | Q(answered_at__gte=F("offered_at")))
                & (Q(started_at__isnull=True) | Q(answer="accepted", started_at__gte=F("answered_at")))
                & (Q(finished_at__isnull=True) | Q(started_at__isnull=False, finished_at__gte=F("started_at"))),
                violation_error_message="A handoff is offered, then answered, then started (if accepted), then finished.",
            ),
            ExclusionConstraint(
                name="a_deliverable_is_offered_once_at_a_time",
                expressions=[
                    (as_range("deliverable"), RangeOperators.OVERLAPS),
                    (
                        Func("offered_at", "answered_at", function="tstzrange", output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(batch_size__isnull=True),
                violation_error_message="This deliverable is on offer already: wait for the answer, or withdraw that offer.",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered yet."""
        return self.answer == Answer.OPEN

    @property
    def is_batch(self) -> bool:
        """Whether a batch of work moves, and not the deliverable itself."""
        return self.batch_size is not None

    @property
    def own_items(self):
        """The items that moved with it; those of a part are the ones of the whole that were answered so."""
        return self.part_of.items.filter(answer=self.answer) if self.part_of else self.items.all()

    def instant(self, name: str) -> datetime | None:
        """One of the four instants as it is believed now: the latest correction, else what was first written."""
        corrections = [correction for correction in self.corrections.all() if correction.instant == name]
        return max(corrections, key=lambda row: (row.at, row.pk)).now if corrections else getattr(self, name)

    @property
    def offered(self) -> datetime:
        """When it was offered, corrections applied."""
        return self.instant(Instant.OFFERED) or self.offered_at

    @property
    def answered(self) -> datetime | None:
        """When it was answered, corrections applied."""
        return self.instant(Instant.ANSWERED)

    @property
    def started(self) -> datetime | None:
        """When work on it started, corrections applied."""
        return self.instant(Instant.STARTED)

    @property
    def finished(self) -> datetime | None:
        """When work on it finished, corrections applied."""
        return self.instant(Instant.FINISHED)

    def may_be_answered_by(self, person: Person, at: datetime) -> bool:
        """Whether it is the receiver, heads the receiver's function, or stands in for one of them."""
        return _answers_for(person, self.receiver, at)

    def may_be_withdrawn_by(self, person: Person, at: datetime) -> bool:
        """Whether it is the sender, heads the sender's function, or stands in for one of them."""
        return _answers_for(person, self.sender, at)

    def late(self, now: datetime) -> bool:
        """Whether the answer came after the acceptance window, or is still missing after it."""
        return (self.answered or now) > self.answer_by

    def dark_since(self, now: datetime) -> datetime | None:
        """Since when an open offer is dark: from the offer, once its acceptance window is over (rule 6)."""
        return self.offered if self.is_open and self.late(now) else None


def _answers_for(person: Person, other: Person, at: datetime) -> bool:
    """Whether `person` answers for `other` at that instant, or stands in for somebody who does."""
    if not person.works_here(at):
        return False
    absent = [each.person for each in Delegation.objects.at(at).filter(delegate=person).select_related("person")]
    return any(_answers_in_own_name(each, other, at) for each in [person, *absent])


def _answers_in_own_name(person: Person, other: Person, at: datetime) -> bool:
    """Whether `person` is `other`, or heads a function in which `other` has a seat then, or had one until leaving."""
    function = person.heads_function(at)
    seats = other.seats.filter(Q(period__contains=at) | Q(period__endswith=other.left_at or at), function=function)
    return person == other or bool(function and seats.exists())
