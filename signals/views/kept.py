"""The records of one stream, each opening to what came."""

from django.views.decorators.http import require_safe

from revenue_arc import exports
from revenue_arc.pages import render_page
from signals import access, tables
from signals.kept import records_of, with_pulls

RECORDS_A_PAGE = 50


@require_safe
def stream_records(request, pk):
    """A stream's records by id: all of them, tombstones alone, or those whose id begins as asked."""
    stream = access.stream_to_read(request.user, pk)
    only_deleted, starting = request.GET.get("state") == "deleted", request.GET.get("q", "").strip()
    found = records_of(stream, only_deleted=only_deleted, starting=starting)
    if exports.wanted(request):
        return exports.csv_file("records", tables.KEPT, exports.in_batches(found, with_pulls))
    after = request.GET.get("after", "")
    rows = list(records_of(stream, only_deleted=only_deleted, starting=starting, after=after)[: RECORDS_A_PAGE + 1])
    filters = {"stream": stream.name, "starting": starting, "deleted": "true" if only_deleted else ""}
    context = {
        "stream": stream,
        "source": stream.source,
        "lines": with_pulls(rows[:RECORDS_A_PAGE]),
        "further": rows[RECORDS_A_PAGE - 1][0] if len(rows) > RECORDS_A_PAGE else "",
        "only_deleted": only_deleted,
        "q": starting,
        "after": after,
        "export": exports.offer(request, "api:source-records", stream.source_id, **filters),
    }
    return render_page(request, "signals/stream_records.html", context, partial="found")
