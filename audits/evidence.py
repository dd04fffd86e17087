"""What the audit knows before anybody is asked: prefilled lines, each with the system it comes from (rule 23).

This is where evidence comes in. A reader takes the ownership report of the initiative and returns `Prefilled` lines; one that
reads a connected system names it as the source. Histories of linked work are in that report already, weighed against the
record. Another reader may give a `Claim` where its line says who held what: findings weigh it too. To add a kind of evidence,
write a reader and put it among READERS: the form shows its lines.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from audits.questions import Question
from initiatives.models import Answer, Handoff, Origin
from initiatives.ownership import Claim
from initiatives.reports import OwnershipOfDeliverable, OwnershipOfInitiative, whom
from revenue_arc import words
from signals.models import Metric

LOG = "the log"
LONG = timedelta(days=330)
ORIGINS = {Origin.LOG.value: LOG, Origin.CORRECTION.value: "a correction", Origin.IMPORT.value: "an import"}


@dataclass(frozen=True)
class Prefilled:
    """One line of evidence for one question: what it says, from where; with a claim where it says who held the deliverable.

    `of` is what the question is asked of: a deliverable and a handoff of it (or None), or a function; `record` the page and the
    place in it where a connected system says so; `is_known` whether the resource it names is matched to somebody.
    """

    of: tuple[int, int | None] | str
    question: Question
    text: str
    source: str
    claim: Claim | None = None
    record: tuple[int, int] | None = None
    is_known: bool = True


Reader = Callable[[OwnershipOfInitiative], Iterator[Prefilled]]


def prefilled(ownership: OwnershipOfInitiative) -> list[Prefilled]:
    """Every line that the readers find, in their order."""
    return [line for reader in READERS for line in reader(ownership)]


def span_years(ownership: OwnershipOfInitiative) -> bool:
    """Whether the windows span so long that a day needs its year."""
    windows = [one.window for one in ownership.deliverables if one.window.length]
    return bool(windows) and max(one.end for one in windows) - min(one.start for one in windows) > LONG


def read_log(ownership: OwnershipOfInitiative) -> Iterator[Prefilled]:
    """What holdings and handoffs in this console's own log say."""
    years = span_years(ownership)
    for one in ownership.deliverables:
        yield from _held(one, years)
        for handoff in one.deliverable.handoffs.all():
            if not handoff.is_batch:
                yield from _handed_over(handoff)


def _held(one: OwnershipOfDeliverable, years: bool) -> Iterator[Prefilled]:
    """Who held it, as recorded; and its offers."""
    key, end = (one.deliverable.pk, None), one.window.end
    for holding in sorted(one.deliverable.holdings.all(), key=lambda row: row.period.lower):
        if holding.period.lower < end:
            until = holding.period.upper
            to = words.day(until, year=years) if until and until <= end else "now"
            text = f"{holding.person}, {words.day(holding.period.lower, year=years)} to {to}"
            yield Prefilled(key, Question.HELD, text, ORIGINS[holding.origin])
    if one.never_owned:
        yield Prefilled(
            key, Question.HELD, f"Nobody since {words.day(one.window.start, year=years)}, when it was first needed", LOG
        )


def _handed_over(handoff: Handoff) -> Iterator[Prefilled]:
    def line(question: Question, text: str) -> Prefilled:
        return Prefilled((handoff.deliverable_id, handoff.pk), question, text, LOG)

    yield line(Question.PROMISED, handoff.acceptance_criteria)
    if handoff.answer == Answer.ACCEPTED and handoff.answered:
        yield line(Question.ARRIVED, f"{handoff.receiver} accepted it on {words.instant(handoff.answered)}")
    if handoff.answer == Answer.REJECTED and handoff.reason:
        yield line(Question.MISSING, " ".join(part for part in (f"{handoff.reason.label}.", handoff.comment) if part))
    if handoff.finished:
        yield line(Question.ARRIVED, f"Work on it was finished on {words.instant(handoff.finished)}")


def read_systems(ownership: OwnershipOfInitiative) -> Iterator[Prefilled]:
    """What the histories of linked work say of who held each deliverable; the partition has their claims laid over it."""
    years = span_years(ownership)
    for one in ownership.deliverables:
        for claim in dict.fromkeys(claim for each in one.weighed for claim in each.claims):
            start, until = max(claim.start, one.window.start), claim.end
            to = words.day(until, year=years) if until and until < one.window.end else "now"
            text = f"{whom(claim, one.people)}, {words.day(start, year=years)} to {to}, {claim.about}"
            key = (one.deliverable.pk, None)
            yield Prefilled(key, Question.HELD, text, claim.source, record=claim.record, is_known=claim.is_known)


def read_metrics(ownership: OwnershipOfInitiative) -> Iterator[Prefilled]:
    """What each function measures, as the console's metrics have it."""
    names: dict[str, list[str]] = {}
    for metric in Metric.objects.exclude(function=""):
        names.setdefault(metric.function, []).append(metric.name)
    for function, measured in names.items():
        yield Prefilled(function, Question.MEASURED, words.listed(measured), "the console's metrics")


READERS: tuple[Reader, ...] = (read_log, read_systems, read_metrics)
