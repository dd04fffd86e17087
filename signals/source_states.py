"""How each source is, in the words of its page: shape, word and sentence, from rows read in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import OuterRef, Subquery

from revenue_arc.words import day, duration
from signals.connectors import KINDS
from signals.freshness import freshness_of
from signals.models import Pull, Source
from signals.wording import age_text

KIND_WORDS = {"rest": "REST", "file": "Files"}


@dataclass(frozen=True)
class SourceState:
    """A source with its last pulls and how it is."""

    source: Source
    state: str
    word: str
    sentence: str
    age: timedelta | None
    age_text: str
    quiet: bool
    open_pull: Pull | None
    last_pull: Pull | None

    @property
    def running(self) -> bool:
        """Whether a pull waits or runs."""
        return self.open_pull is not None

    @property
    def kind(self) -> str:
        """The kind of source in words."""
        return KIND_WORDS.get(self.source.kind, self.source.kind.capitalize())


def states_of(sources: Iterable[Source], now: datetime) -> list[SourceState]:
    """The state of each source. Two queries beside the sources' own."""
    sources = list(sources)
    pulls = Pull.objects.filter(source__in=sources)
    newest = pulls.filter(source=OuterRef("source"), state__in=["done", "failed"]).order_by("-pk").values("pk")[:1]
    ended = {pull.source_id: pull for pull in pulls.filter(pk=Subquery(newest))}
    opened = {pull.source_id: pull for pull in pulls.open().order_by("kind")}
    return [_state_of(source, opened.get(source.pk), ended.get(source.pk), now) for source in sources]


def _state_of(source: Source, open_pull: Pull | None, last: Pull | None, now: datetime) -> SourceState:
    fresh = freshness_of([source], None, now)
    quiet = fresh.stale and source.last_success_at is not None
    state, word = _shape(source, open_pull, last, quiet)
    sentence = _sentence(source, last, quiet, fresh, now)
    return SourceState(source, state, word, sentence, fresh.age, age_text(fresh.age), quiet, open_pull, last)


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


def _sentence(source: Source, last: Pull | None, quiet: bool, fresh, now: datetime) -> str:
    """What a reader should know and do; empty when all is well."""
    if source.state_reason:
        return source.state_reason
    if last and last.state == Pull.State.FAILED:
        return last.error
    if not quiet or fresh.as_of is None:
        return ""
    agreed = f"Agreed is every {duration(source.interval)}."
    if source.data_as_of and source.last_success_at and source.data_as_of < source.last_success_at:
        return (
            f"Each pull succeeds, but the data it brings says that it is from {day(fresh.as_of)}. {agreed} "
            "Ask who keeps this export whether it still runs."
        )
    return f"The last successful pull was on {day(fresh.as_of)}. {agreed} Look at whether the worker and beat run."
