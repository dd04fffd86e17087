"""How each source is, in the words of its page: shape, word and sentence, from rows read in a fixed number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import BooleanField, ExpressionWrapper, Min, OuterRef, Q, Subquery

from revenue_arc.words import day, duration, instant
from signals.connectors import KINDS
from signals.deletion import left_of
from signals.freshness import TOLERATED_INTERVALS, freshness_of
from signals.marks import Mark, marks_of
from signals.models import Definition, Pull, Source
from signals.presets.files import kinds, written
from signals.wording import age_text

KIND_WORDS = {"rest": "REST", "file": "Files", "event_log": "Event log", "sql": "SQL", "singer": "Singer tap"}
KIND_WORDS |= {kind: written(kind)["title"] for kind in kinds()}


@dataclass(frozen=True)
class SourceState:
    """A source with its last pulls and how fresh it is; `marks` say what is wrong all the same.

    Of one that is being deleted, how many rows are `left`.
    """

    source: Source
    state: str
    word: str
    sentence: str
    age: timedelta | None
    age_text: str
    quiet: bool
    open_pull: Pull | None
    last_pull: Pull | None
    marks: Sequence[Mark]
    left: int | None = None

    @property
    def running(self) -> bool:
        """Whether a pull waits or runs."""
        return self.open_pull is not None

    @property
    def kind(self) -> str:
        """The kind of source in words."""
        return KIND_WORDS.get(self.source.kind, self.source.kind.capitalize())


def states_of(sources: Iterable[Source], now: datetime) -> list[SourceState]:
    """The state of each source. Five queries beside the sources' own, and five for each that is being deleted."""
    sources = list(sources)
    tolerated = _tolerated(sources)
    pulls = Pull.objects.filter(source__in=sources)
    own = pulls.filter(source=OuterRef("source"), state__in=["done", "failed", "cancelled"])
    cancelled = ExpressionWrapper(Q(state="cancelled"), BooleanField())  # tells least: only where no other pull has ended
    newest = own.order_by(cancelled.asc(), "-pk").values("pk")[:1]
    ended = {pull.source_id: pull for pull in pulls.filter(pk=Subquery(newest))}
    opened = {pull.source_id: pull for pull in pulls.open().order_by("kind")}
    marks = marks_of(sources)
    return [
        _state_of(source, opened.get(source.pk), ended.get(source.pk), tolerated.get(source.pk), marks.get(source.pk, []), now)
        for source in sources
    ]


def _tolerated(sources: list[Source]) -> dict[int, timedelta]:
    """The shortest age that a definition tolerates of the data of each source."""
    rows = Definition.objects.in_force().filter(sources__in=sources, tolerated_age__isnull=False)
    return dict(rows.order_by().values_list("sources").annotate(Min("tolerated_age")))


def _state_of(
    source: Source,
    open_pull: Pull | None,
    last: Pull | None,
    tolerated: timedelta | None,
    marks: Sequence[Mark],
    now: datetime,
) -> SourceState:
    fresh = freshness_of([source], None, now)
    quiet, why = _quiet(source, tolerated, now)
    state, word = _shape(source, open_pull, last, quiet)
    sentence = _sentence(source, last, why)
    left = left_of(source) if source.state == Source.State.DELETING else None
    return SourceState(source, state, word, sentence, fresh.age, age_text(fresh.age), quiet, open_pull, last, marks, left)


def _quiet(source: Source, tolerated: timedelta | None, now: datetime) -> tuple[bool, str]:
    """Whether nothing came for too long, and in which sense: no pull succeeds, or old data is pulled again and again.

    A source that is being deleted is not missed.
    Pulls are held against the agreed interval; data that states its own instant, against what definitions tolerate of it.
    """
    limit = TOLERATED_INTERVALS * source.interval
    if source.last_success_at is None or source.state == Source.State.DELETING:
        return False, ""
    if now - source.last_success_at > limit:
        agreed = f"Agreed is every {duration(source.interval)}. Look at whether the worker and beat run."
        return True, f"The last successful pull was on {instant(source.last_success_at)}. {agreed}"
    if source.data_as_of is None or now - source.data_as_of <= (tolerated or limit):
        return False, ""
    told = f"Each pull succeeds, but the data it brings says that it is from {day(source.data_as_of)}."
    allowed = f"At most {duration(tolerated or limit)} is tolerated."
    return True, f"{told} {allowed} Ask who keeps this export whether it still runs."


def _shape(source: Source, open_pull: Pull | None, last: Pull | None, quiet: bool) -> tuple[str, str]:
    if source.state == Source.State.RECONNECT or source.kind not in KINDS:
        return "off", "Reconnect"
    if source.state != Source.State.ACTIVE:
        return "hold", source.get_state_display()
    if open_pull and open_pull.state == Pull.State.RUNNING:
        return "run", "Pulling"
    if last and last.state == Pull.State.FAILED:
        return "off", "Failed"
    if source.last_success_at is None:
        return "unknown", "Waiting" if open_pull else "Never pulled"
    return ("stale", "Quiet") if quiet else ("on", "Fresh")


def _sentence(source: Source, last: Pull | None, why_quiet: str) -> str:
    """What a reader should know and do; empty when all is well."""
    if source.state_reason:
        return source.state_reason
    if last and last.state == Pull.State.FAILED:
        return last.error
    return why_quiet
