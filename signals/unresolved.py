"""The records of one stream that lead to no customer: those that name nobody, page by page, and people without a company."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F

from revenue_arc.numbers import whole
from signals.counting import private_parties
from signals.coverage import Counted
from signals.models import Signal, Work

A_PAGE = 50


def unresolved(stream: Counted, asked: Mapping[str, str]) -> dict[str, Any]:
    """`work` and `signals` that name nobody, from where the next page of each goes on, and the `people` of no known company.

    The newest come first. `asked` says how many `work` or `signals` to pass over. Three queries at most.
    """
    work = _work(stream, asked.get("work", ""))
    signals = _signals(stream, asked.get("signals", ""))
    return {
        "work": work[:A_PAGE],
        "work_from": _place(asked.get("work", "")) + A_PAGE if len(work) > A_PAGE else None,
        "signals": signals[:A_PAGE],
        "signals_from": _place(asked.get("signals", "")) + A_PAGE if len(signals) > A_PAGE else None,
        "people": private_parties(stream.number, A_PAGE) if stream.private else [],
    }


def _work(stream: Counted, first: str) -> list[Work]:
    rows = Work.objects.present().filter(stream=stream.number, party=None)
    start = _place(first)
    return list(rows.order_by(F("opened_at").desc(nulls_last=True), "-pk")[start : start + A_PAGE + 1])


def _signals(stream: Counted, first: str) -> list[Signal]:
    rows = Signal.objects.filter(stream=stream.number, party=None, deleted_at=None)
    start = _place(first)
    return list(rows.order_by("-at", "external_id")[start : start + A_PAGE + 1])


def _place(text: str) -> int:
    """How many to pass over; at most ten thousand, for each is read."""
    return min(whole(text, digits=5) or 0, 10_000)
