"""A pull with what it rejected."""

from django.core.paginator import Paginator
from django.views.decorators.http import require_safe

from revenue_arc import exports
from revenue_arc.numbers import whole
from revenue_arc.pages import render_page
from signals import access, tables
from signals.rejected import FILTERS, reasons_of, rejects_of, with_payloads

REJECTS_A_PAGE = 50
SHOWN_WITH_PAYLOAD = 25


@require_safe
def pull(request, pk):
    """One pull: the rows that add up, stream by stream, and each reject with its reason."""
    found = access.pull_to_read(request.user, pk)
    rejects = found.rejects.select_related("stream").order_by("pk")
    if exports.wanted(request):
        return exports.csv_file(f"rejects-of-pull-{found.pk}", tables.REJECTS, rejects)
    context = {
        "pull": found,
        "source": found.source,
        "streams": [(name, kept.get("rows", {})) for name, kept in sorted(found.streams.items())],
        "page": Paginator(rejects, REJECTS_A_PAGE).get_page(request.GET.get("page")),
        "export": exports.offer(request, "api:pull-rejects", found.pk),
    }
    return render_page(request, "signals/pull.html", context, partial="live")


@require_safe
def rejects(request, pk):
    """A source's rejected records, counted by reason, each with its field and its payload."""
    source = access.source_to_read(request.user, pk)
    asked = {name: request.GET.get(name, "") for name in FILTERS}
    found = rejects_of(source, asked)
    if exports.wanted(request):
        return exports.csv_file("rejects", tables.REJECTS, found)
    reasons = reasons_of(rejects_of(source, {"pull": asked["pull"]}))
    if exports.wanted(request, "reasons"):
        return exports.csv_file("rejects-by-reason", tables.REJECTS_BY_REASON, reasons)
    page = Paginator(found, SHOWN_WITH_PAYLOAD).get_page(request.GET.get("page"))
    context = {
        "source": source,
        "pull": source.pulls.filter(pk=number).first() if (number := whole(asked["pull"])) is not None else None,
        "asked": asked,
        "reasons": reasons,
        "of_reasons": exports.offer(request, of="reasons"),
        "page": page,
        "lines": with_payloads(page),
        "may_connect": access.may_connect(request.user),
        "export": exports.offer(request, "api:source-rejects", pk, **asked),
    }
    return render_page(request, "signals/rejects.html", context)
