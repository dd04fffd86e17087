"""A customer's buying group: its people, what they are there, and which functions touched them how often. Fixed queries."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Max, Sum

from people.models import Function
from signals.customers import Known
from signals.models import Party, PartyLink, PartyRecords, Work, WorkEvent

PERSON = Party.Kind.PERSON
ROLES = ("role", "title", "job_title", "position")


@dataclass
class Member:
    """One person at a customer, whatever the systems call them: name, address, role, touch points by function, the last one."""

    name: str
    address: str
    role: str
    party: Party
    touches: dict[str, int] = field(default_factory=dict)
    last_at: datetime | None = None

    @property
    def touch_points(self) -> int:
        """All records of this person."""
        return sum(self.touches.values())

    @property
    def by_function(self) -> list[tuple[str, str, int]]:
        """The functions that touched the person, in the order of the arc: key, label, how often."""
        labels = [*Function.choices, ("", "Shared")]
        return [(key, label, self.touches[key]) for key, label in labels if self.touches.get(key)]


def buying_group(known: Sequence[Known], links: Iterable[PartyLink]) -> list[Member]:
    """The people among those that are one customer, the most touched first. Three queries.

    Two of them are one person where they share an address. `known` is the customer, `links` its joins.
    """
    people = {item.party.pk: item for item in known if item.party.kind == PERSON}
    if not people:
        return []
    one = _same_person(people, links)
    group: dict[int, list[Known]] = defaultdict(list)
    for party, item in people.items():
        group[one[party]].append(item)
    companies = {item.party.name.casefold() for item in known if item.party.kind != PERSON} | _of_several(group.values())
    members = {first: _member(items, companies) for first, items in group.items()}
    for party, function, number in _touches(list(people)):
        touches = members[one[party]].touches
        touches[function] = touches.get(function, 0) + number
    for party, at in _last(list(people)):
        member = members[one[party]]
        member.last_at = max(at, member.last_at or at)
    return sorted(members.values(), key=lambda member: (-member.touch_points, member.name.casefold()))


def _of_several(people: Iterable[list[Known]]) -> set[str]:
    """Names that several people bear: their company's, where a lead is called by it."""
    borne = Counter(name for items in people for name in {item.party.name.casefold() for item in items})
    return {name for name, number in borne.items() if number > 1}


def _same_person(people: dict[int, Known], links: Iterable[PartyLink]) -> dict[int, int]:
    first = {party: party for party in people}
    for link in links:
        if link.state == PartyLink.State.JOINED and link.namespace == "email" and {link.a_id, link.b_id} <= people.keys():
            kept, moved = sorted((first[link.a_id], first[link.b_id]))
            first = {party: kept if now == moved else now for party, now in first.items()}
    return first


def _member(items: list[Known], companies: set[str]) -> Member:
    dimensions = {name: text for item in items for name, text in item.party.dimensions.items()}
    address = next((key.value for item in items for key in item.keys if key.namespace == "email"), "")
    roles = {str(dimensions[name]).casefold() for name in ROLES if dimensions.get(name)}
    none = {"", address, *companies, *roles, *(item.party.external_id.casefold() for item in items)}
    names = [item.party.name for item in items if item.party.name.casefold() not in none]
    own = max(names, key=lambda name: _written_in(name, address), default="")
    role = next((dimensions[name] for name in ROLES if dimensions.get(name)), "")
    return Member(own or address or items[0].party.external_id, address, role, items[0].party)


def _written_in(name: str, address: str) -> int:
    """How many words of a name its address has before the @: of two names, a person's rather than a lead's."""
    local = address.partition("@")[0]
    return sum(len(word) > 1 and word in local for word in name.casefold().split())


def _touches(parties: list[int]) -> Iterable[tuple[int, str, int]]:
    rows = PartyRecords.objects.filter(party__in=parties).values_list("party", "stream__source__function")
    yield from rows.annotate(number=Sum("work") + Sum("signals")).order_by()
    events = WorkEvent.objects.filter(work__party__in=parties, deleted_at=None)
    yield from events.values_list("work__party", "source__function").annotate(number=Count("pk")).order_by()


def _last(parties: list[int]) -> Iterable[tuple[int, datetime]]:
    work = Work.objects.present().filter(party__in=parties, opened_at__isnull=False)
    yield from work.values_list("party").annotate(at=Max("opened_at")).order_by()
