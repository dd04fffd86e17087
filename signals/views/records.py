"""The records behind a reading, down to the payload as it came."""

from django.http import Http404
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from revenue_arc.pages import render_page
from signals import access
from signals.definitions import CycleTime, explain, parse_spec
from signals.evaluation import Scope, parts_of, place_of, rows_behind
from signals.kept import becomes
from signals.payloads import readable
from signals.shown import shown_readings

RECORDS_A_PAGE = 50


@require_safe
def records(request, key):
    """The records of one part of a definition, newest first."""
    metric = access.metric_to_read(request.user, key)
    definition = metric.definition
    spec = parse_spec(definition.spec) if definition else None
    if definition is None or spec is None or isinstance(spec, CycleTime):
        raise Http404("This metric is not computed from records.")
    parts = parts_of(spec)
    [reading] = shown_readings([metric], timezone.now())
    chosen = min(_whole(request.GET.get("part")), len(parts) - 1)
    scope, as_of = Scope(tuple(definition.sources.all())), reading.as_of or timezone.now()
    rows = rows_behind(spec, parts[chosen], scope, as_of, _after(request), RECORDS_A_PAGE + 1)
    context = {
        "metric": metric,
        "reading": reading,
        "sentence": explain(spec),
        "parts": parts,
        "chosen": chosen,
        "part": parts[chosen],
        "rows": rows[:RECORDS_A_PAGE],
        "older": _written(rows[RECORDS_A_PAGE - 1]) if len(rows) > RECORDS_A_PAGE else "",
    }
    return render_page(request, "signals/records.html", context)


@require_safe
def record(request, page, ordinal):
    """One payload as it came: its pull, its stream, its bytes made readable."""
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
        "reject": kept.rejects.filter(ordinal=ordinal).first(),
    }
    return render_page(request, "signals/record.html", context)


def _after(request):
    """The row that the page goes on after: instant, page and ordinal; None on the first page."""
    words = request.GET.get("after", "").split("_")
    instant = parse_datetime(words[0]) if len(words) == 3 else None
    if instant is None or timezone.is_naive(instant) or not all(word.isdigit() for word in words[1:]):
        return None
    return instant, int(words[1]), int(words[2])


def _written(row) -> str:
    at, page, ordinal = place_of(row)
    return f"{at.isoformat()}_{page}_{ordinal}"


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdigit() and len(text) < 4 else 0
