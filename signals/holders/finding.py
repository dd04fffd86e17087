"""Finding the work that stands for a deliverable: by what somebody types, or by the likeness of titles (only suggested)."""

import re

from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, OuterRef, Q, QuerySet
from rapidfuzz import fuzz

from initiatives.models import Deliverable
from signals.likeness import plain_name
from signals.models import Work, WorkEvent, WorkLink
from signals.models.work import TITLE_WORDS

FOUND, LOOKED_AT, SUGGESTED = 25, 200, 5
TITLED = 2_000  # a word that more titles hold tells nobody which work is meant
SHORTEST = 2
WORDS = re.compile(r"\w+")
ALIKE = 60
TELLS_HOLDERS = Exists(WorkEvent.objects.filter(work=OuterRef("pk"), kind="holder", deleted_at=None))


def found(text: str, deliverable: Deliverable) -> list[Work]:
    """Work whose title has words that begin so, or whose id it is, the newest first; none for a text of one letter."""
    text = text.strip()
    if len(text) < SHORTEST:
        return []
    known = list(Work.objects.filter(external_id=text).values_list("pk", flat=True)[:FOUND])
    return list(_open_to(deliverable).filter(pk__in=[*known, *_titled(WORDS.findall(text), " & ")])[:FOUND])


def likely(deliverable: Deliverable) -> list[Work]:
    """Work with a history of holders whose title is like the deliverable's and its launch's names, the most alike first."""
    words = [word for word in WORDS.findall(deliverable.name) if len(word) > SHORTEST]
    if not words:
        return []
    candidates = _open_to(deliverable).filter(Q(pk__in=_titled(words, " | ")), TELLS_HOLDERS).exclude(kind="lead")[:LOOKED_AT]
    name = plain_name(f"{deliverable.initiative.name} {deliverable.name}")
    scored = [(fuzz.token_sort_ratio(name, plain_name(work.title)), work) for work in candidates]
    alike = sorted((pair for pair in scored if pair[0] >= ALIKE), key=lambda pair: (-pair[0], pair[1].pk))
    return [work for _, work in alike[:SUGGESTED]]


def _titled(words: list[str], joined: str) -> list[int]:
    """Work in whose title all of the words (" & "), or any of them (" | "), begin a word; the index knows."""
    asked = joined.join(f"'{word}':*" for word in words)
    if not asked:
        return []
    query = SearchQuery(asked, config="simple", search_type="raw")
    rows = Work.objects.annotate(title_words=TITLE_WORDS).filter(title_words=query)
    return list(rows.values_list("pk", flat=True)[:TITLED])


def _open_to(deliverable: Deliverable) -> QuerySet[Work]:
    """Work that is not linked to it, each with its source, and whether its history tells who held it."""
    linked = WorkLink.objects.in_force().filter(deliverable=deliverable).values("work")
    return (
        Work.objects.present()
        .exclude(pk__in=linked)
        .annotate(tells_holders=TELLS_HOLDERS)
        .select_related("source")
        .order_by("-opened_at", "-pk")
    )
