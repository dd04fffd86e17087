"""What is kept of a stream's records: a page of them by their ids, and what one becomes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from pydantic import ValidationError

from signals.becoming import Became, became
from signals.connectors import KINDS, connect
from signals.failures import PullFailed
from signals.mapping.compiled import Compiled, Place
from signals.mapping.declared import Mapping
from signals.models import RawPage, Record, Signal, Stream

COLUMNS = ("external_id", "page_id", "ordinal", "deleted_at")


@dataclass(frozen=True)
class Kept:
    """One record: its id, where its payload is, when it was deleted at the source, which pull brought it, and when."""

    external_id: str
    page_id: int
    ordinal: int
    deleted_at: datetime | None
    pull_id: int | None
    kept_at: datetime | None


def records_of(stream: Stream, *, only_deleted: bool = False, starting: str = "", after: str = "") -> QuerySet:
    """A stream's records by id: tombstones alone, or those whose id starts so; after an id, where a page goes on."""
    table = Signal if is_lean(stream) else Record
    found = table.objects.filter(stream=stream).order_by("external_id")
    if only_deleted:
        found = found.filter(deleted_at__isnull=False)
    if starting:
        found = found.filter(external_id__gte=starting, external_id__lt=starting + "\U0010ffff")
    return (found.filter(external_id__gt=after) if after else found).values_list(*COLUMNS)


def with_pulls(rows: Sequence[tuple]) -> list[Kept]:
    """Records with the pull that brought each. One query, whatever their number."""
    pages = RawPage.objects.filter(pk__in={row[1] for row in rows}).values_list("pk", "pull_id", "kept_at")
    brought = {pk: (pull_id, kept_at) for pk, pull_id, kept_at in pages}
    return [Kept(*row, *brought.get(row[1], (None, None))) for row in rows]


def is_lean(stream: Stream) -> bool:
    """Whether its signals themselves are what is known of its records."""
    compiled = _compiled(stream, flat=False)
    return compiled is not None and compiled.lean


def becomes(page: RawPage, ordinal: int) -> Became | None:
    """What a payload becomes under the mapping that its stream has now; None where that cannot be told. Raises IndexError."""
    record, stream = page.record(ordinal), page.stream
    if not isinstance(record, dict) or stream.source.kind not in KINDS:
        return None
    compiled = _compiled(stream, flat=_is_flat(stream))
    return became(compiled, record) if compiled else None


def _compiled(stream: Stream, *, flat: bool) -> Compiled | None:
    """Its mapping, compiled; None where there is none that can be read."""
    source = stream.source
    try:
        return Compiled(Mapping.model_validate(stream.mapping), Place(source.time_zone, source.currency, flat))
    except ValidationError:
        return None


def _is_flat(stream: Stream) -> bool:
    try:
        with connect(stream.source) as connector:
            return connector.is_flat(stream)
    except (PullFailed, ValidationError):  # its settings are of another time
        return False
