"""Customers: who they are in which systems, and what is being done for them. A fixed number of queries each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce, NullIf

from signals.models import Party, PartyKey, PartyLink, StatusCategory, Work

# A name that is its own id is a name, unless it is one word with a digit in it: then it is an id that stands for a name.
AN_ID = r"^\S*[0-9]\S*$"


@dataclass
class Known:
    """One name of a customer: where it is known so, by which keys."""

    party: Party
    keys: list[PartyKey] = field(default_factory=list)


def search(words: str) -> QuerySet:
    """Customers by any of their names or the beginning of any of their keys, by name; those without one come last."""
    unnamed = Q(name="") | Q(name__iexact=F("external_id"))
    members = Party.objects.filter(joined_to=OuterRef("pk"), deleted_at=None).exclude(unnamed)
    own = Case(When(unnamed | Q(deleted_at__isnull=False), then=None), default="name")
    named = Subquery(members.order_by("kind", "pk").values("name")[:1])
    name = NullIf("name", Value(""), output_field=TextField())
    read = Case(When(name__regex=AN_ID, then=None), default=name, output_field=TextField())
    called = Coalesce(own, named, read, output_field=TextField())
    shown = Coalesce("called", "external_id", output_field=TextField())
    found = Party.objects.customers().annotate(called=called, shown_name=shown)
    found = found.order_by(F("called").asc(nulls_last=True), "external_id", "pk")
    if not words:
        return found
    hit = Q(name__icontains=words) | Q(keys__value__startswith=words.lower())
    hits = Party.objects.present().filter(hit).annotate(customer_id=Coalesce("joined_to", "pk"))
    return found.filter(pk__in=hits.values("customer_id"))


def name_of(customer: Party, known: Sequence[Known]) -> str:
    """What to call a customer: its name, else the first that a system gives it, else its id; as in `search`."""
    parties = sorted((item.party for item in known), key=lambda party: (party.pk != customer.pk, party.kind, party.pk))
    unnamed = ("", *(party.external_id.casefold() for party in parties))
    return next((party.name for party in parties if party.name.casefold() not in unnamed), customer.external_id)


def in_short(shown_name: str, known: Sequence[Known]) -> dict[str, list]:
    """Each `source` that knows a customer and each of its `others` (names, not its people's), once."""
    sources = {item.party.source_id: item.party.source for item in known if item.party.source}
    companies = [item.party for item in known if item.party.kind != Party.Kind.PERSON] or [item.party for item in known]
    others = {party.name.casefold(): party.name for party in companies if party.name}
    others.pop(shown_name.casefold(), None)
    return {"sources": sorted(sources.values(), key=lambda source: source.name), "others": list(others.values())}


def in_lines(customers: Iterable[Any]) -> list[dict]:
    """Customers found by `search` as lines of a list: `customer`, the `sources` that know it, its `others` (names)."""
    known = known_as(customers)
    return [{"customer": customer, **in_short(customer.shown_name, known[customer.pk])} for customer in customers]


def known_as(customers: Iterable[Party]) -> dict[int, list[Known]]:
    """For each customer every party that is one with it, with its source and keys."""
    ids = [customer.pk for customer in customers]
    parties = (
        Party.objects.present()
        .filter(Q(pk__in=ids) | Q(joined_to__in=ids))
        .select_related("source", "joined_to")
        .order_by("pk")
    )
    found: dict[int, list[Known]] = defaultdict(list)
    by_party = {}
    for party in parties:
        by_party[party.pk] = Known(party)
        found[party.joined_to_id or party.pk].append(by_party[party.pk])
    for key in PartyKey.objects.filter(party__in=list(by_party)).order_by("namespace", "value"):
        by_party[key.party_id].keys.append(key)
    return found


def links_of(parties: Sequence[Party]) -> list[PartyLink]:
    """Joins, suggestions, and joins that were taken apart, that touch these parties."""
    ids = [party.pk for party in parties]
    links = PartyLink.objects.with_parties().filter(Q(a__in=ids) | Q(b__in=ids))
    return list(links.exclude(state=PartyLink.State.REJECTED).order_by("state", "pk"))


@dataclass(frozen=True)
class OpenWork:
    """What is being done for a customer: the newest of it, and how much there is in all."""

    shown: list[Work]
    number: int

    @property
    def more(self) -> int:
        """How much is not shown."""
        return self.number - len(self.shown)


def open_work(parties: Sequence[Party], limit: int) -> OpenWork:
    """The newest of what is open, and how much is. Two queries."""
    found = all_open_work(parties)
    return OpenWork(list(found[:limit]), found.count())


def all_open_work(parties: Sequence[Party]) -> QuerySet[Work]:
    """Work that names one of these parties, opened and neither closed nor finished; the newest first."""
    ended = [value for value in StatusCategory.values if value not in (StatusCategory.NEW, StatusCategory.OPEN)]
    found = Work.objects.present().filter(party__in=[party.pk for party in parties], closed_at=None)
    return found.exclude(status_category__in=ended).select_related("source").order_by("-opened_at", "-pk")
