"""Customers: who they are in which systems, and their four layers on one time line. A fixed number of queries each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce, NullIf, TruncWeek

from people.models import Function
from signals.models import Party, PartyKey, PartyLink, Signal, Stream, Work, WorkEvent


@dataclass
class Known:
    """One name of a customer: where it is known so, by which keys."""

    party: Party
    keys: list[PartyKey] = field(default_factory=list)


@dataclass(frozen=True)
class Happening:
    """One thing on a customer's time line."""

    at: datetime
    what: str
    detail: str
    source: str
    function: str
    page_id: int | None
    ordinal: int | None


def search(words: str) -> QuerySet:
    """Customers by any of their names or the beginning of any of their keys."""
    members = Party.objects.filter(joined_to=OuterRef("pk"), deleted_at=None).exclude(name__in=["", F("external_id")])
    own = NullIf(NullIf("name", Value("")), "external_id")
    named = Subquery(members.order_by("kind", "pk").values("name")[:1])
    shown = Coalesce(own, named, "external_id", output_field=TextField())
    found = Party.objects.customers().annotate(shown_name=shown).order_by("shown_name", "pk")
    if not words:
        return found
    called = Q(name__icontains=words) | Q(keys__value__startswith=words.lower())
    hits = Party.objects.present().filter(called).annotate(customer_id=Coalesce("joined_to", "pk"))
    return found.filter(pk__in=hits.values("customer_id"))


def name_of(customer: Party, known: Sequence[Known]) -> str:
    """What to call a customer: its name, else the first that a system gives it, else its id; as in `search`."""
    parties = sorted((item.party for item in known), key=lambda party: (party.pk != customer.pk, party.kind, party.pk))
    return next((party.name for party in parties if party.name not in ("", party.external_id)), customer.external_id)


def in_short(shown_name: str, known: Sequence[Known]) -> dict[str, list]:
    """Each `source` that knows a customer and each of its `other` names, once, whatever its case."""
    sources = {item.party.source_id: item.party.source for item in known if item.party.source}
    others = {item.party.name.casefold(): item.party.name for item in known if item.party.name}
    others.pop(shown_name.casefold(), None)
    return {"sources": sorted(sources.values(), key=lambda source: source.name), "others": list(others.values())}


def in_lines(customers: Iterable[Any]) -> list[dict]:
    """Customers found by `search` as lines of a list: `customer`, the `sources` that know it, its `others` (names)."""
    known = known_as(customers)
    return [{"customer": customer, **in_short(customer.shown_name, known[customer.pk])} for customer in customers]


def known_as(customers: Iterable[Party]) -> dict[int, list[Known]]:
    """For each customer every party that is one with it, with its source and keys."""
    ids = [customer.pk for customer in customers]
    parties = Party.objects.present().filter(Q(pk__in=ids) | Q(joined_to__in=ids)).select_related("source").order_by("pk")
    found: dict[int, list[Known]] = defaultdict(list)
    by_party = {}
    for party in parties:
        by_party[party.pk] = Known(party)
        found[party.joined_to_id or party.pk].append(by_party[party.pk])
    for key in PartyKey.objects.filter(party__in=list(by_party)).order_by("namespace", "value"):
        by_party[key.party_id].keys.append(key)
    return found


def seen_by_all() -> tuple[int, int]:
    """How many customers there are, and how many of them all four functions' systems know."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(*) FILTER (WHERE functions = %s) FROM ("
            "SELECT count(DISTINCT nullif(s.function, '')) AS functions FROM signals_party AS p "
            "LEFT JOIN signals_source AS s ON s.id = p.source_id WHERE p.deleted_at IS NULL "
            "GROUP BY COALESCE(p.joined_to_id, p.id)) AS each",
            [len(Function.values)],
        )
        return cursor.fetchone()


def links_of(parties: Sequence[Party]) -> list[PartyLink]:
    """Joins and suggestions that touch these parties."""
    ids = [party.pk for party in parties]
    links = PartyLink.objects.filter(Q(a__in=ids) | Q(b__in=ids)).select_related("a__source", "b__source", "decided_by")
    return list(links.filter(state__in=[PartyLink.State.SUGGESTED, PartyLink.State.JOINED]).order_by("state", "pk"))


def happenings(parties: Sequence[Party], before: datetime, limit: int) -> list[Happening]:
    """The newest things before an instant: work opened and closed, its events, signals. Three queries beside the streams'."""
    ids = [party.pk for party in parties]
    streams = {stream.pk: stream.source for stream in Stream.objects.select_related("source")}
    found = [*_of_work(ids, before, limit), *_of_events(ids, before, limit), *_of_signals(ids, streams, before, limit)]
    return sorted(found, key=lambda item: item.at, reverse=True)[:limit]


def layers(parties: Sequence[Party], since: datetime) -> dict[str, dict[datetime, int]]:
    """For each function, how much happened in each week since then, from signals and events."""
    ids = [party.pk for party in parties]
    functions = dict(Stream.objects.values_list("pk", "source__function"))
    found: dict[str, dict[datetime, int]] = defaultdict(lambda: defaultdict(int))
    signals = Signal.objects.filter(party__in=ids, at__gte=since, deleted_at=None)
    events = WorkEvent.objects.filter(work__party__in=ids, at__gte=since, deleted_at=None)
    for rows in (signals, events):
        weekly = rows.annotate(week=TruncWeek("at")).values("stream", "week").annotate(number=Count("at"))
        for row in weekly.order_by():
            found[functions.get(row["stream"], "")][row["week"]] += row["number"]
    return found


def _of_work(ids: list[int], before: datetime, limit: int) -> list[Happening]:
    rows = Work.objects.present().filter(party__in=ids).select_related("source")
    found = []
    for instant, verb in (("opened_at", "opened"), ("closed_at", "closed")):
        for work in rows.filter(**{f"{instant}__lt": before}).order_by(f"-{instant}")[:limit]:
            words = f"{work.kind.capitalize()} {verb}: {work}"
            detail = work.status if verb == "closed" else ""
            found.append(_happening(getattr(work, instant), words, detail, work.source, work))
    return found


def _of_events(ids: list[int], before: datetime, limit: int) -> list[Happening]:
    rows = WorkEvent.objects.filter(work__party__in=ids, at__lt=before, deleted_at=None).select_related("source", "work")
    found = []
    for event in rows.order_by("-at")[:limit]:
        change = " → ".join(filter(None, [event.from_value, event.to_value]))
        work = f"{event.work.kind} {event.work}" if event.work else event.work_key
        words = f"{event.kind.capitalize()} of {work}{f': {change}' if change else ''}"
        found.append(_happening(event.at, words, f"by {event.actor}" if event.actor else "", event.source, event))
    return found


def _of_signals(ids: list[int], streams: dict, before: datetime, limit: int) -> list[Happening]:
    rows = Signal.objects.filter(party__in=ids, at__lt=before, deleted_at=None).order_by("-at")[:limit]
    found = []
    for signal in rows:
        words = signal.metric_key.replace(".", " ").replace("_", " ").capitalize()
        value = "" if signal.value is None or signal.value == 1 else f"{signal.value.normalize():f} {signal.unit}".strip()
        found.append(_happening(signal.at, words, value, streams.get(signal.stream_id), signal))
    return found


def _happening(at: datetime, what: str, detail: str, source, row) -> Happening:
    name, function = (source.name, source.function) if source else ("", "")
    return Happening(at, what, detail, name, function, row.page_id, row.ordinal)
