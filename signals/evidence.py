"""What speaks for and against two customers being one: side by side, and in sentences. A fixed number of queries."""

from dataclasses import dataclass, field

from django.db.models import Sum

from people.models import Function
from revenue_arc.words import percent
from signals.customers import Known, in_short, known_as, name_of
from signals.models import Party, PartyLink, PartyRecords, Source, Work

SAMPLES = 3


@dataclass
class Side:
    """One of the two: what it is called, where it is known, its keys, how many records name it, its newest work."""

    customer: Party
    said: Party
    name: str
    known: list[Known]
    records: dict[str, int] = field(default_factory=dict)
    work: list[Work] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """What else it is called, each name once, whatever its case."""
        others: list[str] = in_short(self.said.name, self.known)["others"]
        return others

    @property
    def sources(self) -> list[Source]:
        """The systems that keep it, by name."""
        found = {item.party.source_id: item.party.source for item in self.known if item.party.source}
        return sorted(found.values(), key=lambda source: source.name)

    @property
    def domains(self) -> list[str]:
        """Its domains."""
        return sorted({key.value for item in self.known for key in item.keys if key.namespace == "domain"})

    @property
    def keys(self) -> list[str]:
        """Its other exact keys, as `namespace: value`."""
        return sorted({str(key) for item in self.known for key in item.keys if key.namespace != "domain"})


@dataclass(frozen=True)
class Ground:
    """A sentence that speaks for or against, and which."""

    text: str
    speaks: str


def sides_of(link: PartyLink) -> tuple[Side, Side]:
    """Both customers of a link, as they are now."""
    customers = [link.a.customer, link.b.customer]
    known = known_as(customers)
    sides = [
        Side(customer, said, name_of(customer, known[customer.pk]), known[customer.pk])
        for customer, said in zip(customers, (link.a, link.b), strict=True)
    ]
    of = {item.party.pk: side for side in sides for item in side.known}
    counted = PartyRecords.objects.filter(party__in=list(of)).values("party", "stream__source__function")
    for row in counted.annotate(number=Sum("work") + Sum("signals")).order_by():
        function = row["stream__source__function"]
        side = of[row["party"]]
        side.records[function] = side.records.get(function, 0) + row["number"]
    for side in sides:
        parties = [item.party.pk for item in side.known]
        newest = Work.objects.present().filter(party__in=parties).select_related("source")
        side.work = list(newest.order_by("-opened_at", "-pk")[:SAMPLES])
    return sides[0], sides[1]


def grounds(link: PartyLink, one: Side, other: Side) -> list[Ground]:
    """What speaks for their being one customer, and what against."""
    found = []
    if link.score is not None:
        found.append(Ground(f"Their names are {percent(link.score)} alike.", "for"))
    elif link.evidence:
        found.append(Ground(f"{link.evidence[0].upper()}{link.evidence[1:]}.", "for"))
    both = [source.name for source in one.sources if source in other.sources]
    if both:
        found.append(Ground(f"{_and(both)} {'keeps' if len(both) == 1 else 'keep'} them as two.", "against"))
    if one.domains and other.domains and not set(one.domains) & set(other.domains):
        found.append(Ground(f"Their domains differ: {_and(one.domains[:1] + other.domains[:1])}.", "against"))
    return found


def functions_of(side: Side) -> list[tuple[str, str, int]]:
    """For each function that knows it, in the order of the arc: its key, its label, how many records name it."""
    knowing = {source.function for source in side.sources} | set(side.records)
    labels = [*((function.value, function.label) for function in Function), ("", "Shared")]
    return [(key, label, side.records.get(key, 0)) for key, label in labels if key in knowing]


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
