"""What happened beside a trend: launches reaching the market, definitions changing, sources failing or going quiet."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.urls import reverse

from initiatives.models import Initiative
from revenue_arc.words import counted
from signals.freshness import TOLERATED_INTERVALS
from signals.models import Definition, Pull, Source

KINDS = {"launch": "Launch", "definition": "Definition", "outage": "Outage"}


@dataclass(frozen=True)
class Annotation:
    """One thing that happened, on a day or from a day until another."""

    kind: str
    day: date
    words: str
    address: str = ""
    until: date | None = None

    @property
    def kind_word(self) -> str:
        """Launch, Definition or Outage."""
        return KINDS[self.kind]


def annotations_beside(definitions: Sequence[Definition], since: date, now: datetime) -> list[Annotation]:
    """What happened beside several metrics, each thing once, oldest first; a changed definition says of which metric."""
    found = annotations_of(definitions, since, now, named=True).values()
    return _in_order({note for notes in found for note in notes})


def annotations_of(
    definitions: Sequence[Definition], since: date, now: datetime, *, named: bool = False
) -> dict[int, list[Annotation]]:
    """For each definition in force what happened from a day on until now, by its metric, oldest first. Four queries.

    A definition brings its sources (prefetched or not). A run of days on which pulls failed, or data was older than tolerated,
    is one outage. `named` changes of definitions say of which metric they are.
    """
    launches = _launches(since, now)
    changes = _changes([each.metric_id for each in definitions], since, now, named)
    sources = {source.pk: source for each in definitions for source in each.sources.all()}
    outages = _outages(sources.values(), since, now)
    found = {}
    for each in definitions:
        own = [*launches, *changes[each.metric_id], *(out for source in each.sources.all() for out in outages[source.pk])]
        found[each.metric_id] = _in_order(own)
    return found


def _in_order(notes: Iterable[Annotation]) -> list[Annotation]:
    return sorted(notes, key=lambda item: (item.day, item.kind, item.words))


def _launches(since: date, now: datetime) -> list[Annotation]:
    done = Initiative.objects.filter(in_market_at__date__gte=since, in_market_at__lte=now).order_by("in_market_at")
    return [
        Annotation(
            "launch", _day(each.in_market_at), f"{each.name} reached the market", _page("initiatives:initiative", each.slug)
        )
        for each in done
        if each.in_market_at
    ]


def _changes(metrics: Iterable[int], since: date, now: datetime, named: bool) -> dict[int, list[Annotation]]:
    found: dict[int, list[Annotation]] = defaultdict(list)
    made = Definition.objects.filter(metric__in=list(metrics), version__gt=1, created_at__date__gte=since, created_at__lte=now)
    for each in made.select_related("metric").order_by("version"):
        whose = f" of {each.metric.name}" if named else ""
        words = f"Definition {each.version}{whose} came into force" + (f": {each.note}" if each.note else "")
        address = f"{_page('signals:metric', each.metric.key)}?from={each.version - 1}&to={each.version}#versions"
        found[each.metric_id].append(Annotation("definition", _day(each.created_at), words, address))
    return found


def _outages(sources: Iterable[Source], since: date, now: datetime) -> dict[int, list[Annotation]]:
    found: dict[int, list[Annotation]] = defaultdict(list)
    known: dict[int, Source] = {source.pk: source for source in sources}
    failed = Pull.objects.filter(source__in=known, state=Pull.State.FAILED, finished_at__date__gte=since, finished_at__lte=now)
    days: dict[int, list[date]] = defaultdict(list)
    for number, at in failed.order_by("finished_at").values_list("source", "finished_at"):
        if at:
            days[number].append(_day(at))
    for pk, source in known.items():
        for first, last, failures in _runs(days[pk]):
            words = f"{source.name} could not be pulled: {counted(failures, 'failed pull')}"
            found[pk].append(Annotation("outage", first, words, _page("signals:source", pk), last))
        fresh = source.fresh_as_of
        if fresh and now - fresh > max(TOLERATED_INTERVALS * source.interval, timedelta(days=1)):
            words = f"{source.name} is quiet: nothing after {fresh.astimezone(UTC):%-d %b}"
            found[pk].append(Annotation("outage", max(_day(fresh), since), words, _page("signals:source", pk), _day(now)))
    return found


def _runs(days: Sequence[date]) -> list[tuple[date, date, int]]:
    """Days in their order as runs of neighbouring days: first, last, how many entries."""
    runs: list[tuple[date, date, int]] = []
    for day in days:
        if runs and day - runs[-1][1] <= timedelta(days=1):
            first, _, number = runs[-1]
            runs[-1] = (first, day, number + 1)
        else:
            runs.append((day, day, 1))
    return runs


def _day(instant: datetime) -> date:
    return instant.astimezone(UTC).date()


def _page(name: str, *arguments) -> str:
    return reverse(name, args=arguments)
