"""One handoff: its four instants, what came of it, its corrections."""

from django.contrib import messages
from django.db.models import Count
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from initiatives import access, services
from initiatives.forms import CorrectionForm
from initiatives.models import Answer, Instant
from revenue_arc.forms import ActForm, sent
from revenue_arc.history import changes_of
from revenue_arc.pages import render_page, see_other


def _page(request, one, now, **more):
    """The handoff's page; a fixed number of queries."""
    corrections = list(one.corrections.select_related("by"))
    receives, sends = one.may_be_answered_by(request.user, now), one.may_be_withdrawn_by(request.user, now)
    instants = [
        {"name": name.label, "at": one.instant(name), "first": getattr(one, name) if one.instant(name) else None}
        for name in Instant
    ]
    context = {
        "now": now,
        "initiative": one.deliverable.initiative,
        "deliverable": one.deliverable,
        "handoff": one,
        "instants": instants,
        "pending": one.pending.live().select_related("by", "reason").first(),
        "item_count": one.own_items.count() if one.is_batch else 0,
        "parts": list(one.parts.select_related("reason")) if one.is_batch else [],
        "reasons": _reasons(one) if one.is_batch else [],
        "corrections": corrections,
        "receives": receives,
        "sends": sends,
        "corrects": receives or sends or access.may_run(request.user, one.deliverable.initiative, now),
        "changes": changes_of(one, limit=20),
    }
    return render_page(request, "initiatives/handoff.html", {**context, **more})


def _reasons(one) -> list[str]:
    """Why items of the batch were rejected, the most frequent reason first."""
    rejected = one.items.filter(answer=Answer.REJECTED).values("reason__label").annotate(number=Count("pk"))
    return [row["reason__label"] for row in rejected.order_by("-number", "reason__label")]


@require_safe
def handoff(request, pk):
    """What was offered, by whom, to whom, and what came of it."""
    return _page(request, access.handoff_to_read(request.user, pk), timezone.now())


def _act(request, pk, service, words):
    """Write one of the last two instants; a refusal answers 422 with its sentence."""
    now = timezone.now()
    one = access.handoff_to_work_on(request.user, pk, now)
    form = ActForm(request.POST)
    if form.is_valid() and form.carry_out(service, handoff=one, by=request.user, at=now):
        messages.success(request, words)
        return see_other("initiatives:handoff", pk)
    return _page(request, one, now, form=form)


@require_POST
def start(request, pk):
    """The receiver starts the work."""
    return _act(request, pk, services.start_work, "Work has started.")


@require_POST
def finish(request, pk):
    """The receiver is done."""
    return _act(request, pk, services.finish_work, "Work is finished.")


@require_http_methods(["GET", "POST"])
def correct(request, pk):
    """Say what an instant truly was; what was first written stays."""
    now = timezone.now()
    one = access.handoff_to_correct(request.user, pk, now)
    form = CorrectionForm(sent(request), handoff=one)
    if form.is_valid() and form.carry_out(services.correct_handoff, handoff=one, by=request.user, at=now):
        messages.success(request, "Corrected. What was first written stays beside it.")
        return see_other("initiatives:handoff", pk)
    context = {"form": form, "handoff": one, "deliverable": one.deliverable, "initiative": one.deliverable.initiative}
    return render_page(request, "initiatives/correct.html", context)
