"""The portfolio: every initiative, and starting a new one."""

from django.contrib import messages
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from initiatives import access, services, tables
from initiatives.forms import InitiativeForm
from initiatives.models import Initiative
from initiatives.reports import cycles_of, ownership_of_initiatives
from people.models import Role
from revenue_arc import exports
from revenue_arc.forms import sent
from revenue_arc.pages import render_page, see_other


@require_safe
def portfolio(request):
    """Every initiative, live ones first, with who owns it and how dark it is."""
    now = timezone.now()
    rows = _rows(now)
    if exports.wanted(request):
        return exports.csv_file("initiatives", tables.INITIATIVES, rows)
    context = {
        "now": now,
        "live": [row for row in rows if row["initiative"].is_live],
        "past": [row for row in reversed(rows) if not row["initiative"].is_live],
        "without_owner": sum(row["initiative"].is_live and row["owner"] is None for row in rows),
        "may_start": request.user.holds(Role.CEO) or request.user.holds(Role.COO) or bool(request.user.heads_function(now)),
        "export": exports.offer(request, "api:initiative-list"),
    }
    return render_page(request, "initiatives/portfolio.html", context)


def _rows(now):
    initiatives = list(Initiative.objects.with_owners().order_by("planned_in_market_on", "name"))
    owned, timed = ownership_of_initiatives(initiatives, now), cycles_of(initiatives, now)
    return [
        {
            "initiative": each,
            "owner": each.owner(now),
            "charter": each.charter_in_force(now),
            "orphaned": each.orphaned(now),
            "ownership": owned[each.pk],
            "cycle": timed[each.pk],
        }
        for each in initiatives
    ]


@require_http_methods(["GET", "POST"])
def new(request):
    """Start a launch."""
    now = timezone.now()
    access.require_may_start(request.user, now)
    form = InitiativeForm(sent(request))
    if form.is_valid() and form.carry_out(services.create_initiative, by=request.user, at=now):
        messages.success(request, f"{form.result} is started. Add its deliverables next, then lock the scope.")
        return see_other("initiatives:initiative", form.result.slug)
    return render_page(request, "initiatives/new.html", {"form": form})
