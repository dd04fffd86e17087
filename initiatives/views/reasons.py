"""The shared list of reasons: everybody reads it, leaders and administrators keep it."""

from django.contrib import messages
from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from initiatives import access, services
from initiatives.forms import MergeForm, ReasonForm
from initiatives.models import Reason, ReasonKind
from revenue_arc.forms import ActForm, sent
from revenue_arc.history import changes_of
from revenue_arc.pages import render_page, see_other


def _list(request, now, **more):
    """The list by kind, with how often each was used; a fixed number of queries."""
    reasons = list(Reason.objects.with_uses())
    kinds = [
        {
            "value": kind.value,
            "label": kind.label,
            "used": [reason for reason in reasons if reason.kind == kind and not reason.retired_at],
            "retired": [reason for reason in reasons if reason.kind == kind and reason.retired_at],
        }
        for kind in ReasonKind
    ]
    keeps = access.may_keep_reasons(request.user, now)
    return render_page(request, "initiatives/reasons.html", {"kinds": kinds, "keeps": keeps, "new": ReasonForm(), **more})


@require_safe
def reasons(request):
    """Why handoffs, leads and deals are turned down."""
    return _list(request, timezone.now())


@require_POST
def add_reason(request, kind):
    """Add one at the end of the list of its kind."""
    now = timezone.now()
    access.keeping_reasons(request.user, now)
    if kind not in ReasonKind.values:
        raise Http404
    form = ReasonForm(request.POST)
    if form.is_valid() and form.carry_out(services.add_reason, kind=kind, by=request.user, at=now):
        messages.success(request, f"Added: {form.result}.")
        return see_other("initiatives:reasons")
    return _list(request, now, form=form, adding=kind)


def _page(request, one, now, **forms):
    """One reason with its three forms; the one that was sent decides the status."""
    forms = {
        "rename": ReasonForm(initial={"label": one.label}),
        "merge": MergeForm(reason=one, at=now),
        "form": None,
        **forms,
    }
    return render_page(request, "initiatives/reason.html", {"reason": one, "changes": changes_of(one, limit=20), **forms})


@require_http_methods(["GET", "POST"])
def reason(request, pk):
    """One reason: rename it here; merge it or retire it by its other forms."""
    now = timezone.now()
    one = access.reason_to_keep(request.user, pk, now)
    form = ReasonForm(sent(request), initial={"label": one.label})
    if form.is_valid() and form.carry_out(services.rename_reason, reason=one, by=request.user, at=now):
        messages.success(request, f"Renamed: {form.result}.")
        return see_other("initiatives:reasons")
    return _page(request, one, now, form=form, rename=form)


@require_POST
def merge_reason(request, pk):
    """Count it as another one, in the past too."""
    now = timezone.now()
    one = access.reason_to_keep(request.user, pk, now)
    form = MergeForm(request.POST, reason=one, at=now)
    if form.is_valid() and form.carry_out(services.merge_reasons, reason=one, by=request.user, at=now):
        messages.success(request, f"“{one}” counts as “{form.result}” now. What was turned down with it keeps its words.")
        return see_other("initiatives:reasons")
    return _page(request, one, now, form=form, merge=form)


@require_POST
def retire_reason(request, pk):
    """Take it off the list; it stays on what was turned down with it."""
    now = timezone.now()
    one = access.reason_to_keep(request.user, pk, now)
    form = ActForm(request.POST)
    if form.is_valid() and form.carry_out(services.retire_reason, reason=one, by=request.user, at=now):
        messages.success(request, f"Retired: {one}.")
        return see_other("initiatives:reasons")
    return _page(request, one, now, form=form)
