"""What connected systems say of who held a deliverable, beside the record; and the work that is linked to it."""

from django.contrib import messages
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from initiatives.access import deliverable_to_read
from initiatives.reports import ownership_of, pieces_of, time_by_standing
from revenue_arc import exports
from revenue_arc.forms import ActForm
from revenue_arc.history import changes_of
from revenue_arc.pages import render_page, see_other
from signals import access, services, tables
from signals.forms.holders import LinkWorkForm
from signals.holders import found, likely
from signals.models import Resource, WorkLink


def _page(request, one, form=None):
    """The deliverable's evidence; a fixed number of queries."""
    q = request.GET.get("q", "").strip()[:200]
    ownership, links = ownership_of(one, timezone.now()), WorkLink.objects.filter(deliverable=one)
    in_force = list(links.in_force().select_related("work__source", "decided_by").order_by("-decided_at", "-pk"))
    pieces = pieces_of(ownership)
    lists: exports.Lists = {"pieces": (tables.PIECES, lambda: pieces), "linked_work": (tables.WORK_LINKS, lambda: in_force)}
    if (file := exports.chosen(request, f"evidence-{one.pk}", lists)) is not None:
        return file
    may_link = access.may_link(request.user, one)
    named = {claim.resource for each in ownership.weighed for claim in each.claims if not claim.is_known}
    sources = {link.work.source_id for link in in_force}
    context = {
        "deliverable": one,
        "ownership": ownership,
        "pieces": pieces,
        "exports": {
            "pieces": exports.offer(request, "api:deliverable-evidence", one.pk, of="pieces"),
            "linked_work": exports.offer(request, of="linked_work"),
        },
        "times": time_by_standing(ownership),
        "links": in_force,
        "unmatched": Resource.objects.unknown_first().filter(state="unknown", name__in=named, source__in=sources),
        "may_link": may_link,
        "q": q,
        "found": found(q, one) if q and may_link else [],
        "likely": likely(one) if may_link and not q and not in_force else [],
        "changes": changes_of(links, limit=20),
        "form": form,
    }
    return render_page(request, "signals/evidence.html", context)


@require_safe
def evidence(request, pk):
    """Confirmed, contested, dark or not matched, piece by piece; what is linked; and a search for more."""
    return _page(request, deliverable_to_read(request.user, pk))


@require_POST
def link_work(request, pk):
    """Let a piece of work stand for the deliverable."""
    one = access.deliverable_to_link(request.user, pk)
    form = LinkWorkForm(request.POST)
    if form.is_valid() and form.carry_out(services.link_work, deliverable=one, by=request.user, at=timezone.now()):
        messages.success(request, f"“{form.result}” is linked. Its history stands beside the record from now on.")
        return see_other("signals:evidence", pk)
    return _page(request, one, form)


@require_POST
def unlink_work(request, pk):
    """Take a link apart."""
    link = access.work_link_to_undo(request.user, pk)
    form = ActForm(request.POST)
    if form.is_valid() and form.carry_out(services.unlink_work, link=link, by=request.user, at=timezone.now()):
        messages.success(request, f"“{link}” is linked no longer. What it said of {link.deliverable} is gone from here.")
        return see_other("signals:evidence", link.deliverable_id)
    return _page(request, link.deliverable, form)
