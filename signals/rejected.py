"""Rejected records of a source, counted by reason and shown with their payload."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, QuerySet

from revenue_arc.numbers import whole
from signals.mapping.naming import column_and_role
from signals.models import RawPage, Reject, Source
from signals.payloads import readable

REASONS = {
    "missing_id": "No id",
    "missing": "A field is missing",
    "unreadable": "A field cannot be read",
    "ambiguous_date": "A date has two readings",
    "ambiguous_time": "A time exists twice",
    "wrong_date": "Not a date as declared",
    "wrong_version": "Not a version",
    "broken_record": "Not a whole record",
}
FILTERS = {"pull": "pull_id", "reason": "reason", "field": "field", "stream": "stream_id"}


@dataclass(frozen=True)
class Reason:
    """One reason for which records of a stream were rejected: how many, and in which pull last."""

    reason: str
    field: str
    stream_id: int
    stream: str
    number: int
    last_pull: int

    @property
    def words(self) -> str:
        """The reason in words."""
        return words_of(self.reason)

    @property
    def column(self) -> str:
        """The column of the source that was at fault; empty where the whole record was."""
        columns, role = column_and_role(self.field)
        return columns or role

    @property
    def role(self) -> str:
        """What that column was to become."""
        return column_and_role(self.field)[1]


@dataclass(frozen=True)
class Rejected:
    """One rejected record with its payload as it came."""

    reject: Reject
    payload: str

    @property
    def words(self) -> str:
        """The reason in words."""
        return words_of(self.reject.reason)


def words_of(reason: str) -> str:
    """A reason code in words."""
    return REASONS.get(reason, reason.replace("_", " ").capitalize())


def rejects_of(source: Source, asked: dict[str, str]) -> QuerySet[Reject]:
    """A source's rejects, newest first, narrowed down by `pull`, `stream`, `reason` and `field`."""
    rejects = Reject.objects.filter(stream__source=source).select_related("stream", "pull").order_by("-pk")
    for name, column in FILTERS.items():
        if value := asked.get(name, ""):
            wanted = whole(value) if column.endswith("_id") else value
            rejects = rejects.none() if wanted is None else rejects.filter(**{column: wanted})
    return rejects


def reasons_of(rejects: QuerySet[Reject]) -> list[Reason]:
    """How many for each reason, the most frequent first. One query."""
    counted = rejects.order_by().values("reason", "field", "stream_id", "stream__name")
    rows = counted.annotate(number=Count("pk"), last_pull=Max("pull_id")).order_by("-number", "reason", "field")
    names = ("reason", "field", "stream_id", "stream__name", "number", "last_pull")
    return [Reason(*row) for row in rows.values_list(*names)]


def with_payloads(rejects: Iterable[Reject]) -> list[Rejected]:
    """Rejects with what was rejected. One query, whatever their number."""
    rejects = list(rejects)
    pages = RawPage.objects.in_bulk({reject.page_id for reject in rejects})
    return [Rejected(reject, _payload(pages[reject.page_id], reject.ordinal)) for reject in rejects]


def _payload(page: RawPage, ordinal: int) -> Any:
    return readable(page.record(ordinal))
