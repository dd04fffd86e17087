"""Questions about handoffs: what waits on whom, darkest first."""

from datetime import datetime

from django.db import models
from django.db.models import BooleanField, Case, Count, F, FilteredRelation, Q, Value, When
from django.utils import timezone

from initiatives.models.delegation import Delegation
from people.models import Person, Role, Seat


class HandoffQuerySet(models.QuerySet):
    """Questions about handoffs."""

    def open(self):
        """Offers that nobody has answered."""
        return self.filter(answer="")

    def moving(self):
        """Handoffs of a deliverable itself, not of a batch of work."""
        return self.filter(batch_size__isnull=True)

    def open_at(self, instant: datetime):
        """Offers that were open at that instant, not counting those that were withdrawn."""
        return (
            self.exclude(answer="withdrawn")
            .filter(offered_at__lte=instant)
            .filter(Q(answered_at__isnull=True) | Q(answered_at__gt=instant))
        )

    def unanswered(self):
        """Open offers without a pending answer either."""
        live = FilteredRelation("pending", condition=Q(pending__undone_at=None, pending__settled_at=None))
        return self.open().annotate(live_answer=live).filter(live_answer=None)

    def waiting_on(self, person: Person, at: datetime | None = None):
        """Unanswered offers that this person may answer: to them, to members of the function they head, or standing in."""
        at = at or timezone.now()
        if not person.works_here(at):
            return self.none()
        absent = Delegation.objects.at(at).filter(delegate=person).values("person")
        led = Seat.objects.at(at).filter(Q(person=person) | Q(person__in=absent), role=Role.HEAD).values("function")
        until_they_left = Q(person__left_at__lte=at, period__endswith=F("person__left_at"))
        team = Seat.objects.filter(Q(period__contains=at) | until_they_left, function__in=led).values("person")
        return self.unanswered().filter(Q(receiver=person) | Q(receiver__in=absent) | Q(receiver__in=team))

    def darkest_first(self, now: datetime):
        """Open offers past their window first, the oldest offer on top; then the others by what is left of their window."""
        past_window = Case(When(answer_by__lt=now, then=Value(True)), default=Value(False), output_field=BooleanField())
        return self.annotate(is_dark=past_window).order_by(
            F("is_dark").desc(), Case(When(is_dark=True, then=F("offered_at")), default=F("answer_by")), "pk"
        )

    def with_item_count(self):
        """Each with how many items it was offered with."""
        return self.annotate(item_count=Count("items"))

    def with_people(self):
        """With what a list of handoffs shows, in a fixed number of queries."""
        return self.select_related(
            "deliverable__initiative", "sender", "receiver", "answered_by", "reason", "part_of"
        ).prefetch_related("corrections", "sender__seats", "receiver__seats")
