"""Being away, and leaving: who answers meanwhile, and what is left behind."""

from django.contrib import messages
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from initiatives import access, services, tables
from initiatives.forms import AwayForm
from initiatives.leaving import left_behind as left_behind_by
from initiatives.models import Delegation
from revenue_arc import exports, words
from revenue_arc.forms import ActForm, sent
from revenue_arc.pages import render_page, see_other


@require_http_methods(["GET", "POST"])
def away(request, pk):
    """Who answers for this person while they are away: what is agreed, and one more."""
    now = timezone.now()
    person = access.person_to_stand_in_for(request.user, pk, now)
    form = AwayForm(sent(request), person=person, at=now)
    if form.is_valid() and form.carry_out(services.delegate_answers, person=person, by=request.user, at=now):
        messages.success(
            request, f"{form.result.delegate} answers for {person} until {words.instant(form.result.period.upper)}."
        )
        return see_other("initiatives:away", pk)
    rows = Delegation.objects.filter(person=person).select_related("delegate", "made_by").order_by("-period")
    return render_page(request, "initiatives/away.html", {"form": form, "person": person, "delegations": rows, "now": now})


@require_POST
def end_delegation(request, pk):
    """End a delegation before its time."""
    now = timezone.now()
    delegation = access.delegation_to_end(request.user, pk, now)
    services.end_delegation(delegation=delegation, by=request.user, at=now)
    messages.success(request, f"{delegation.delegate} no longer answers for {delegation.person}.")
    return see_other("initiatives:away", delegation.person_id)


def _left_behind(request, person, now, **more):
    left = left_behind_by(person, now)
    lists: exports.Lists = {
        "received": (tables.HANDOFFS, lambda: left.received),
        "sent": (tables.HANDOFFS, lambda: left.sent),
    }
    if (file := exports.chosen(request, f"left-behind-{person.pk}", lists)) is not None:
        return file
    launches = {holding.deliverable.initiative_id: holding.deliverable.initiative for holding in left.holdings}
    context = {
        "person": person,
        "left": left,
        "runs": [pk for pk, launch in launches.items() if access.may_run(request.user, launch, now)],
        "gone": not person.works_here(now),
        "records": access.may_record_leaving(request.user, person, now),
        "exports": {
            "received": exports.offer(request, "api:handoff-list", of="received", receiver=person.email, answer="open"),
            "sent": exports.offer(request, "api:handoff-list", of="sent", sender=person.email, answer="open"),
        },
        "now": now,
    }
    return render_page(request, "initiatives/left_behind.html", {**context, **more})


@require_safe
def left_behind(request, pk):
    """What is in somebody's name: holdings, handoffs that wait, action items."""
    return _left_behind(request, access.person_to_read(request.user, pk), timezone.now())


@require_POST
def record_leaving(request, pk):
    """Record that somebody has left; the arc owners are asked to name holders."""
    now = timezone.now()
    person = access.person_to_see_off(request.user, pk, now)
    form = ActForm(request.POST)
    if form.is_valid() and form.carry_out(services.record_leaving, person=person, by=request.user, at=now):
        asked = words.counted(len(form.result), "deliverable")
        messages.success(request, f"{person} has left. Nothing was passed on; a holder was asked for {asked}.")
        return see_other("initiatives:left_behind", pk)
    return _left_behind(request, person, now, form=form)
