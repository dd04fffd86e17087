"""What somebody who leaves, or has left, leaves behind: a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime

from initiatives.models import ActionItem, Charter, Handoff, Holding
from people.models import Person


@dataclass(frozen=True)
class LeftBehind:
    """Arcs owned and holdings on live launches, handoffs that wait, and what is still to be done, all of one person."""

    arcs: list[Charter]
    holdings: list[Holding]
    received: list[Handoff]
    sent: list[Handoff]
    actions: list[ActionItem]

    def __bool__(self):
        return bool(self.arcs or self.holdings or self.received or self.sent or self.actions)


def left_behind(person: Person, at: datetime) -> LeftBehind:
    """What is in this person's name at that instant."""
    holdings = Holding.objects.at(at).on_live_launches().filter(person=person)
    waiting = Handoff.objects.open().with_people().darkest_first(at)
    actions = ActionItem.objects.open().filter(person=person, initiative__stopped_at=None)
    return LeftBehind(
        list(Charter.objects.in_force(at).on_live_launches().filter(owner=person).select_related("initiative")),
        list(holdings.select_related("deliverable__initiative").order_by("deliverable__initiative__name", "period")),
        list(waiting.filter(receiver=person)),
        list(waiting.filter(sender=person)),
        list(actions.select_related("initiative")),
    )
