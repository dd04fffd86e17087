"""The pages of initiatives."""

from revenue_arc.pages import render_page


def portfolio(request):
    """Every initiative, live ones first."""
    return render_page(request, "base.html")
