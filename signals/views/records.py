"""The records behind a reading, down to the payload as it came."""

from django.http import Http404
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from revenue_arc import exports
from revenue_arc.numbers import whole
from revenue_arc.pages import render_page
from signals import access, tables
from signals.behind import behind
from signals.definitions import explain
from signals.evaluation import place_of
from signals.kept import becomes
from signals.payloads import readable

RECORDS_A_PAGE = 50


@require_safe
def records(request, key):
    """The records of one part of a definition, newest first."""
    metric = access.metric_to_read(request.user, key)
    found = behind(metric, request.GET.get("part"), timezone.now())
    if found is None:
        raise Http404("This metric is not computed from records.")
    if exports.wanted(request):
        return exports.csv_file(f"records-{key}", tables.BEHIND, found)
    rows = found.after(_after(request), RECORDS_A_PAGE + 1)
    context = {
        "metric": metric,
        "reading": found.reading,
        "sentence": explain(found.spec),
        "parts": found.parts,
        "chosen": found.chosen,
        "part": found.part,
        "rows": rows[:RECORDS_A_PAGE],
        "older": _written(rows[RECORDS_A_PAGE - 1]) if len(rows) > RECORDS_A_PAGE else "",
        "export": exports.offer(request, "api:metric-records", key, part=found.chosen or None),
    }
    return render_page(request, "signals/records.html", context)


@require_safe
def record(request, page, ordinal):
    """One payload as it came, readable: its pull, its stream, and what it becomes."""
    kept = access.page_to_read(request.user, page)
    try:
        payload = kept.record(ordinal)
    except IndexError:
        raise Http404("This page of records has no such row.") from None
    context = {
        "kept": kept,
        "ordinal": ordinal,
        "source": kept.stream.source,
        "payload": readable(payload),
        "became": becomes(kept, ordinal),
        "reject": kept.rejects.filter(ordinal=ordinal).order_by("-pk").first(),
    }
    return render_page(request, "signals/record.html", context)


def _after(request):
    """The row that the page goes on after: instant, page and ordinal; None on the first page."""
    try:
        at, page, ordinal = request.GET.get("after", "").split("_")
        instant = parse_datetime(at)
    except ValueError:  # not three words, or an instant in no calendar
        return None
    place = whole(page), whole(ordinal)
    return None if instant is None or timezone.is_naive(instant) or None in place else (instant, *place)


def _written(row) -> str:
    at, page, ordinal = place_of(row)
    return f"{at.isoformat()}_{page}_{ordinal}"
