"""The records of one stream that lead to no customer: those that name nobody, page by page, and people without a company."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F, QuerySet

from revenue_arc.numbers import whole
from signals.counting import private_parties
from signals.coverage import Counted
from signals.models import Signal, Work

A_PAGE, MOST_PEOPLE = 50, 10_000


def unresolved(stream: Counted, asked: Mapping[str, str]) -> dict[str, Any]:
    """`work` and `signals` that name nobody, from where the next page of each goes on, and the `people` of no known company.

    The newest come first. `asked` says how many `work` or `signals` to pass over. Three queries at most.
    """
    work = _from(work_of_nobody(stream.number), asked.get("work", "")) if "work" in stream.kinds else []
    signals = _from(signals_of_nobody(stream.number), asked.get("signals", "")) if "signals" in stream.kinds else []
    return {
        "work": work[:A_PAGE],
        "work_from": _place(asked.get("work", "")) + A_PAGE if len(work) > A_PAGE else None,
        "signals": signals[:A_PAGE],
        "signals_from": _place(asked.get("signals", "")) + A_PAGE if len(signals) > A_PAGE else None,
        "people": private_parties(stream.number, A_PAGE) if stream.private else [],
    }


def work_of_nobody(stream: int) -> QuerySet[Work]:
    """The work of a stream that names no customer, the newest first."""
    return Work.objects.present().filter(stream=stream, party=None).order_by(F("opened_at").desc(nulls_last=True), "-pk")


def signals_of_nobody(stream: int) -> QuerySet[Signal]:
    """The signals of a stream that name no customer, the newest first."""
    return Signal.objects.filter(stream=stream, party=None, deleted_at=None).order_by("-at", "external_id")


def _from(rows: QuerySet, first: str) -> list:
    start = _place(first)
    return list(rows[start : start + A_PAGE + 1])


def _place(text: str) -> int:
    """How many to pass over; at most ten thousand, for each is read."""
    return min(whole(text, digits=5) or 0, 10_000)
