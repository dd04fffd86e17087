"""Finding the work that stands for a deliverable: by what somebody types, or by the likeness of titles (only suggested)."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from rapidfuzz import fuzz

from initiatives.models import Deliverable
from signals.likeness import plain_name, words_of
from signals.models import Work, WorkEvent, WorkLink

FOUND, LOOKED_AT, SUGGESTED = 25, 200, 5
SHORTEST = 2
ALIKE = 60
TELLS_HOLDERS = Exists(WorkEvent.objects.filter(work=OuterRef("pk"), kind="holder", deleted_at=None))


def found(text: str, deliverable: Deliverable) -> list[Work]:
    """Work whose title holds the text, or whose id it is, the newest first; none for a text of one letter."""
    text = text.strip()
    if len(text) < SHORTEST:
        return []
    return list(_open_to(deliverable).filter(Q(title__icontains=text) | Q(external_id=text))[:FOUND])


def likely(deliverable: Deliverable) -> list[Work]:
    """Work with a history of holders whose title is like the deliverable's and its launch's names, the most alike first."""
    words = [word for word in words_of(deliverable.name) if len(word) > SHORTEST]
    if not words:
        return []
    named = Q()
    for word in words:
        named |= Q(title__icontains=word)
    candidates = _open_to(deliverable).filter(named, TELLS_HOLDERS).exclude(kind="lead")[:LOOKED_AT]
    name = plain_name(f"{deliverable.initiative.name} {deliverable.name}")
    scored = [(fuzz.token_sort_ratio(name, plain_name(work.title)), work) for work in candidates]
    alike = sorted((pair for pair in scored if pair[0] >= ALIKE), key=lambda pair: (-pair[0], pair[1].pk))
    return [work for _, work in alike[:SUGGESTED]]


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
