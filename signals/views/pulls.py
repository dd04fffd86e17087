"""A pull with what it rejected."""

from django.core.paginator import Paginator
from django.views.decorators.http import require_safe

from revenue_arc.pages import render_page
from signals import access

REJECTS_A_PAGE = 50


@require_safe
def pull(request, pk):
    """One pull: the rows that add up, stream by stream, and each reject with its reason."""
    found = access.pull_to_read(request.user, pk)
    rejects = found.rejects.select_related("stream").order_by("pk")
    context = {
        "pull": found,
        "source": found.source,
        "streams": [(name, kept.get("rows", {})) for name, kept in sorted(found.streams.items())],
        "page": Paginator(rejects, REJECTS_A_PAGE).get_page(request.GET.get("page")),
    }
    return render_page(request, "signals/pull.html", context, partial="live")
