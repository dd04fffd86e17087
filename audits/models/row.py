"""The people of an audit, and its rows: one for each deliverable, one for each handoff of a deliverable."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from audits.models.audit import Audit
from initiatives.models import Deliverable, Handoff
from people.models import Person


@pghistory.track()
class Participant(models.Model):
    """Somebody of whom the audit asks something, or whom it interviews."""

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="participants")
    person = models.ForeignKey(Person, models.PROTECT, related_name="audits_asked_in")
    added_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True, help_text="When the link was sent by e-mail.")

    class Meta:
        ordering = ["person__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["audit", "person"],
                name="a_person_is_asked_once_in_an_audit",
                violation_error_message="This person is among the people of the audit already.",
            )
        ]

    def __str__(self):
        return str(self.person)

    @property
    def letter(self) -> str:
        """The key of the message with the link, by which the outbox knows it."""
        return f"audit-{self.audit_id}:asked:person-{self.person_id}"


class RowQuerySet(models.QuerySet):
    """Questions about rows."""

    def in_order(self):
        """As the arc has them: by deliverable in the template's order, the deliverable itself first."""
        return self.select_related("deliverable", "handoff__sender", "handoff__receiver").order_by(
            "deliverable__order", "deliverable_id", models.F("handoff__offered_at").asc(nulls_first=True), "pk"
        )


@pghistory.track()
class Row(models.Model):
    """What the audit asks about: a deliverable, or one handoff of it."""

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="rows")
    deliverable = models.ForeignKey(Deliverable, models.PROTECT, related_name="audit_rows")
    handoff = models.ForeignKey(Handoff, models.PROTECT, null=True, blank=True, related_name="audit_rows")
    added_at = models.DateTimeField()

    objects = RowQuerySet.as_manager()

    class Meta:
        ordering = ["audit", "pk"]
        triggers = [pgtrigger.Protect(name="a_row_of_an_audit_is_kept", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            models.UniqueConstraint(
                fields=["audit", "deliverable"],
                condition=Q(handoff__isnull=True),
                name="one_row_of_each_deliverable",
                violation_error_message="This audit has a row of that deliverable already.",
            ),
            models.UniqueConstraint(
                fields=["audit", "handoff"],
                name="one_row_of_each_handoff",
                violation_error_message="This audit has a row of that handoff already.",
            ),
        ]

    def __str__(self):
        return f"{self.handoff}" if self.handoff_id else f"{self.deliverable}"

    @property
    def of(self) -> str:
        """What kind of row it is: deliverable or handoff."""
        return "handoff" if self.handoff_id else "deliverable"

    @property
    def key(self) -> tuple[int, int | None]:
        """What its findings are known by."""
        return self.deliverable_id, self.handoff_id
