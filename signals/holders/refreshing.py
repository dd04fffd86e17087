"""The claims of linked work, drawn anew from the histories that the pulls brought."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import Q

from initiatives.models import SystemClaim
from initiatives.services import ClaimDraft, replace_claims
from people.models import Person
from signals import locks
from signals.holders.spans import Change, Span, day_after, spans_of
from signals.models import Resource, Source, Work, WorkEvent, WorkLink
from signals.models.loaded import Precision

DAY = Precision.DAY


def refresh_claims(*, works: Iterable[int] | None = None, source: Source | None = None) -> int:
    """Draw the claims of these works, of a source's, or of all; return how many changed. Twice is once.

    Work that is linked no longer, or is gone, claims nothing.
    """
    keys = _keys(works, source)
    if not keys:
        return 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [locks.CLAIMS])
        return _refresh(keys)


def _keys(works: Iterable[int] | None, source: Source | None) -> list[int]:
    links = WorkLink.objects.in_force()
    if source is not None:
        return list(links.filter(work__source=source).values_list("work", flat=True).distinct())
    claimed = SystemClaim.objects.values_list("work", flat=True).distinct()
    return sorted(set(works)) if works is not None else sorted({*links.values_list("work", flat=True), *claimed})


def _refresh(keys: list[int]) -> int:
    found = Work.objects.filter(pk__in=keys, deliverable_links__is_linked=True).select_related("source").distinct()
    told = {work: _spans(work, changes) for work, changes in _changes(found).items()}
    resources = _resources(told)
    deliverables = defaultdict(list)
    for work, deliverable in WorkLink.objects.in_force().filter(work__in=keys).values_list("work", "deliverable"):
        deliverables[work].append(deliverable)
    drafts = {work.pk: [_draft(work, span, resources) for span in spans] for work, spans in told.items()}
    return sum(
        replace_claims(work=key, drafts={deliverable: drafts.get(key, []) for deliverable in deliverables[key]}) for key in keys
    )


def _changes(works: Iterable[Work]) -> dict[Work, list[WorkEvent]]:
    """The changes of holder of each work in order of time, and of a case of an event log all its steps."""
    by_work: dict[Work, list[WorkEvent]] = {work: [] for work in works}
    known: dict[int | None, Work] = {work.pk: work for work in by_work}
    rows = WorkEvent.objects.filter(Q(kind="holder") | Q(kind="activity"), work__in=[*by_work], deleted_at=None)
    for event in sorted(rows, key=lambda event: (event.at, event.dimensions.get("order") or 0, event.external_id)):
        by_work[known[event.work_id]].append(event)
    return by_work


def _spans(work: Work, events: list[WorkEvent]) -> list[Span]:
    zone = ZoneInfo(work.source.time_zone)
    changes = [
        Change(event.at, event.from_value, event.to_value, event.precision == DAY, _record(event))
        for event in events
        if event.kind == "holder"
    ]
    opened = work.opened_at
    if opened and work.opened_precision == DAY:
        opened = day_after(opened, zone)
    return spans_of(changes, zone, opened=opened, ended=_ended(work, events))


def _ended(work: Work, events: list[WorkEvent]) -> datetime | None:
    """Until when a history speaks: until the work was closed or deleted; a log's case until its last step."""
    steps = [event.at for event in events if event.kind == "activity"]
    known = [work.closed_at, work.deleted_at, max(steps) if steps else None]
    return min((instant for instant in known if instant), default=None)


def _record(event: WorkEvent) -> tuple[int, int] | None:
    return (event.page_id, event.ordinal) if event.page_id is not None and event.ordinal is not None else None


def _resources(told: dict[Work, list[Span]]) -> dict[tuple[int, str], Resource]:
    """Every holder named, as a resource; an address that is exactly a person's is matched, unless somebody decided."""
    named = {(work.source_id, span.holder) for work, spans in told.items() for span in spans if span.holder}
    sources = {key for key, _ in named}
    there = set(Resource.objects.filter(source__in=sources).values_list("source", "name"))
    Resource.objects.bulk_create([Resource(source_id=source, name=name) for source, name in sorted(named - there)])
    rows = list(Resource.objects.filter(source__in=sources).select_related("person"))
    addresses = {row.name.strip().lower() for row in rows if "@" in row.name}
    people = {person.email.lower(): person for person in Person.objects.filter(email__in=addresses)}
    for row in rows:
        _match_exactly(row, people.get(row.name.strip().lower()))
    return {(row.source_id, row.name): row for row in rows}


def _match_exactly(row: Resource, person: Person | None) -> None:
    if row.decided_by_id or row.person == person:
        return
    row.person, row.state = person, Resource.State.MATCHED if person else Resource.State.UNKNOWN
    row.full_clean(exclude=["source"])
    row.save()


def _draft(work: Work, span: Span, resources: dict[tuple[int, str], Resource]) -> ClaimDraft:
    resource = resources.get((work.source_id, span.holder))
    page, ordinal = span.record or (None, None)
    return ClaimDraft(
        start=span.start,
        end=span.end,
        person=resource.person if resource else None,
        is_known=not (resource and resource.state == Resource.State.UNKNOWN),
        resource=span.holder,
        system=work.source.name,
        about=f"{work.kind} “{work.title or work.external_id}”",
        page=page,
        ordinal=ordinal,
    )
