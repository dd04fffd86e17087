"""What is wrong with a source however fresh it is: nothing of it loads, some is rejected, columns are not as mapped."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from revenue_arc.words import counted
from signals.drift import changes_of
from signals.models import Pull, Source, Stream


@dataclass(frozen=True)
class Mark:
    """One thing that is wrong: shape, word, a sentence, and the page that shows it."""

    shape: str
    word: str
    sentence: str
    address: str


def marks_of(sources: Iterable[Source]) -> dict[int, list[Mark]]:
    """The marks of each source that has some, by its key. Two queries.

    Rejections are those of the last pull that brought anything: one that found nothing new says nothing of what came before.
    """
    sources = [source for source in sources if source.state != Source.State.DELETING]
    pulls = Pull.objects.filter(source__in=sources, state=Pull.State.DONE)
    newest = pulls.filter(source=OuterRef("source"), rows_read__gt=0).order_by("-pk").values("pk")[:1]
    marks: dict[int, list[Mark]] = {}
    for pull in pulls.filter(pk=Subquery(newest), rows_rejected__gt=0):
        marks.setdefault(pull.source_id, []).append(_rejected(pull))
    streams = Stream.objects.filter(source__in=sources, retired=False).exclude(drift=[]).order_by("source", "position")
    for stream in streams:
        changed = [change.sentence for change in changes_of(stream.drift) if change.mapped and change.what != "new"]
        known = marks.setdefault(stream.source_id, [])
        if changed and not any(mark.word == COLUMNS for mark in known):
            page = reverse("signals:source", args=[stream.source_id])
            known.append(Mark("watch", COLUMNS, f"{stream.name}: {changed[0]}", f"{page}#columns"))
    return marks


COLUMNS = "Columns changed"


def _rejected(pull: Pull) -> Mark:
    address = f"{reverse('signals:rejects', args=[pull.source_id])}?pull={pull.pk}"
    told = f"of the {counted(pull.rows_read, 'row')} that pull {pull.pk} read"
    if pull.rows_rejected == pull.rows_read:
        return Mark("nogo", "Nothing loads", f"All {told} were rejected.", address)
    return Mark("watch", f"{pull.rows_rejected:,} rejected", f"{pull.rows_rejected:,} {told} were rejected.", address)
