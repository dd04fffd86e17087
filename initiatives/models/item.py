"""The items of a batch: what moves piece by piece, each with its own disposition."""

import pghistory
import pgtrigger
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from initiatives.models.handoff import Answer, Handoff
from initiatives.models.reason import Reason

KEPT_ONCE_ANSWERED = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in ("answer", "reason_id", "comment"))


@pghistory.track()
class HandoffItem(models.Model):
    """One piece of a batch, such as a lead: its key in the system it comes from, and what the receiver made of it."""

    handoff = models.ForeignKey(Handoff, models.PROTECT, related_name="items")
    key = models.CharField(max_length=120, help_text="Its id in the system that it comes from.")
    label = models.CharField(max_length=200, blank=True)
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(
        max_length=3, blank=True, validators=[RegexValidator(r"^[A-Z]{3}$", "Use a three-letter code such as EUR.")]
    )
    answer = models.CharField(
        max_length=10,
        blank=True,
        default=Answer.OPEN,
        choices=[each.choice for each in (Answer.OPEN, Answer.ACCEPTED, Answer.REJECTED)],
    )
    reason = models.ForeignKey(Reason, models.PROTECT, null=True, blank=True, related_name="items")
    comment = models.TextField(blank=True)

    class Meta:
        ordering = ["handoff", "pk"]
        triggers = [
            pgtrigger.Protect(name="an_item_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="an_item_is_answered_once",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=(
                    f"IF OLD.answer <> '' AND ({KEPT_ONCE_ANSWERED}) "
                    "THEN RAISE EXCEPTION 'the disposition of an item is kept as it was' "
                    "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW;"
                ),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["handoff", "key"],
                name="an_item_is_in_a_batch_once",
                violation_error_message="An item is in a batch once: its key is there already.",
            ),
            models.CheckConstraint(
                name="a_rejected_item_has_a_reason",
                condition=Q(answer="rejected", reason__isnull=False) | (~Q(answer="rejected") & Q(reason__isnull=True)),
                violation_error_message="A rejected item needs a reason from the list, and only a rejected one has one.",
            ),
            models.CheckConstraint(
                name="an_items_amount_has_a_currency",
                condition=Q(amount__isnull=True) | ~Q(currency=""),
                violation_error_message="An amount needs its currency.",
            ),
        ]

    def __str__(self):
        return self.label or self.key
