"""What happened with a customer: the four layers by week, and one time line in pages. A fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncWeek
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from revenue_arc.numbers import whole
from signals.models import Party, Signal, Stream, Work, WorkEvent

CLOSED, OPENED, EVENTS, SIGNALS = range(4)
BATCH = 1000


class Place(NamedTuple):
    """A place on the time line: an instant, which of the four kinds, and the row's own key among those of one instant."""

    at: datetime
    kind: int
    key: str

    def __str__(self):
        return f"{self.at.isoformat()}_{self.kind}_{self.key}"

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """The place that an address names; None where it names none."""
        at, _, rest = text.partition("_")
        kind, _, key = rest.partition("_")
        instant = _instant(at) if kind in ("0", "1", "2", "3") else None
        number = key.partition("_")[0] if kind == "3" else key
        if instant is None or timezone.is_naive(instant) or "\x00" in key or whole(number) is None:
            return None
        return cls(instant, int(kind), key)


@dataclass(frozen=True)
class Happening:
    """One thing on a customer's time line."""

    place: Place
    what: str
    detail: str
    source: str
    function: str
    page_id: int | None
    ordinal: int | None

    @property
    def at(self) -> datetime:
        """When it happened."""
        return self.place.at


def happenings(parties: Sequence[Party], after: Place | None, now: datetime, limit: int) -> list[Happening]:
    """The newest things up to now, or those that follow a place: work closed and opened, its events, signals. Five queries.

    Instants are shared by many (a day's use of each feature has one): the order among them is fixed, so that no page skips one.
    """
    ids = [party.pk for party in parties]
    streams = {stream.pk: stream.source for stream in Stream.objects.select_related("source")}
    found = [*_of_work(ids, after, now, limit), *_of_events(ids, after, now, limit)]
    found += _of_signals(ids, streams, after, now, limit)
    return sorted(found, key=lambda item: (item.place.at, -item.place.kind), reverse=True)[:limit]


class TimeLine(Sequence[Happening]):
    """All that happened up to now, the newest first; what is not asked for is not read."""

    def __init__(self, parties: Sequence[Party], now: datetime):
        self.parties, self.now = parties, now

    def __len__(self):
        ids = [party.pk for party in self.parties]
        work = Work.objects.present().filter(party__in=ids)
        events = WorkEvent.objects.filter(work__party__in=ids, deleted_at=None, at__lte=self.now)
        signals = Signal.objects.filter(party__in=ids, deleted_at=None, at__lte=self.now)
        instants = [work.filter(**{f"{name}__lte": self.now}) for name in ("opened_at", "closed_at")]
        return sum(rows.count() for rows in (*instants, events, signals))

    def __getitem__(self, asked):
        if isinstance(asked, slice):
            return happenings(self.parties, None, self.now, asked.stop)[asked.start :]
        return happenings(self.parties, None, self.now, asked + 1)[asked]

    def __iter__(self):
        place: Place | None = None
        while batch := happenings(self.parties, place, self.now, BATCH):
            yield from batch
            place = batch[-1].place


def layers(parties: Sequence[Party], since: datetime) -> dict[str, dict[datetime, int]]:
    """For each function, how much happened in each week since then: what the time line tells."""
    ids = [party.pk for party in parties]
    functions = dict(Stream.objects.values_list("pk", "source__function"))
    found: dict[str, dict[datetime, int]] = defaultdict(lambda: defaultdict(int))
    signals = Signal.objects.filter(party__in=ids, at__gte=since, deleted_at=None)
    events = WorkEvent.objects.filter(work__party__in=ids, at__gte=since, deleted_at=None)
    for rows in (signals, events):
        weekly = rows.annotate(week=TruncWeek("at")).values("stream", "week").annotate(number=Count("at"))
        for row in weekly.order_by():
            found[functions.get(row["stream"], "")][row["week"]] += row["number"]
    work = Work.objects.present().filter(party__in=ids)
    for instant in ("opened_at", "closed_at"):
        weekly = work.filter(**{f"{instant}__gte": since}).annotate(week=TruncWeek(instant)).values("stream", "week")
        for row in weekly.annotate(number=Count("pk")).order_by():
            found[functions.get(row["stream"], "")][row["week"]] += row["number"]
    return found


def _following(rows: QuerySet, kind: int, instant: str, after: Place | None, now: datetime) -> QuerySet:
    """The rows of one kind that come after a place, the newest first; those with one instant by their key."""
    rows = rows.order_by(f"-{instant}", *(["-external_id", "-stream"] if kind == SIGNALS else ["-pk"]))
    if after is None:
        return rows.filter(**{f"{instant}__lte": now})
    before = Q(**{f"{instant}__lt": after.at})
    if kind < after.kind:
        return rows.filter(before)
    rows = rows.filter(**{f"{instant}__lte": after.at})
    if kind > after.kind:
        return rows
    if kind != SIGNALS:
        return rows.filter(before | Q(pk__lt=int(after.key)))
    stream, _, external_id = after.key.partition("_")
    return rows.filter(before | Q(external_id__lt=external_id) | Q(external_id=external_id, stream__lt=int(stream)))


def _of_work(ids: list[int], after: Place | None, now: datetime, limit: int) -> Iterable[Happening]:
    rows = Work.objects.present().filter(party__in=ids).select_related("source")
    for kind, instant, verb in ((CLOSED, "closed_at", "closed"), (OPENED, "opened_at", "opened")):
        for work in _following(rows, kind, instant, after, now)[:limit]:
            words = f"{work.kind.capitalize()} {verb}: {work}"
            detail = work.status if kind == CLOSED else ""
            yield _happening(Place(getattr(work, instant), kind, str(work.pk)), words, detail, work.source, work)


def _of_events(ids: list[int], after: Place | None, now: datetime, limit: int) -> Iterable[Happening]:
    rows = WorkEvent.objects.filter(work__party__in=ids, deleted_at=None).select_related("source", "work")
    for event in _following(rows, EVENTS, "at", after, now)[:limit]:
        change = " → ".join(filter(None, [event.from_value, event.to_value]))
        work = f"{event.work.kind} {event.work}" if event.work else event.work_key
        words = f"{event.kind.capitalize()} of {work}{f': {change}' if change else ''}"
        by = f"by {event.actor}" if event.actor else ""
        yield _happening(Place(event.at, EVENTS, str(event.pk)), words, by, event.source, event)


def _of_signals(ids: list[int], streams: dict, after: Place | None, now: datetime, limit: int) -> Iterable[Happening]:
    rows = Signal.objects.filter(party__in=ids, deleted_at=None)
    for signal in _following(rows, SIGNALS, "at", after, now)[:limit]:
        words = signal.metric_key.replace(".", " ").replace("_", " ").capitalize()
        value = "" if signal.value is None or signal.value == 1 else f"{signal.value.normalize():f} {signal.unit}".strip()
        place = Place(signal.at, SIGNALS, f"{signal.stream_id}_{signal.external_id}")
        yield _happening(place, words, value, streams.get(signal.stream_id), signal)


def _happening(place: Place, what: str, detail: str, source, row) -> Happening:
    name, function = (source.name, source.function) if source else ("", "")
    return Happening(place, what, detail, name, function, row.page_id, row.ordinal)


def _instant(text: str) -> datetime | None:
    try:
        return parse_datetime(text)
    except ValueError:  # well formed, and in no calendar
        return None
