"""Who hands to whom in the log of a source, how long it waits, and what goes straight back."""

from django.views.decorators.http import require_safe

from revenue_arc import exports
from revenue_arc.pages import render_page
from signals import access, tables
from signals.handovers import grid_of, handovers_of, pairs_of, sentences_of


@require_safe
def handovers(request, pk):
    """The handover-of-work matrix of one source, between people or between groups."""
    found = access.source_to_read(request.user, pk)
    analysis = handovers_of(found)
    between = "groups" if request.GET.get("between") == "groups" else "people"
    matrix = analysis.groups if between == "groups" else analysis.resources
    if exports.wanted(request):
        return exports.csv_file(f"handovers-{between}", tables.HANDOVERS, matrix.pairs)
    context = {
        "source": found,
        "analysis": analysis,
        "between": between,
        "matrix": matrix,
        "sentences": sentences_of(analysis, matrix),
        "grid": grid_of(matrix),
        "pairs": pairs_of(matrix),
        "export": exports.offer(request, "api:source-handovers", pk, between=between if between == "groups" else ""),
    }
    return render_page(request, "signals/handovers.html", context)
