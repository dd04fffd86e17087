"""One initiative: who owns it, what was dark, what is handed over, how it stands."""

from django.contrib import messages
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from initiatives import access, services, tables
from initiatives.forms import ActionItemForm, BaselineForm, DeliverableForm, UpdateForm
from initiatives.models import Handoff
from initiatives.reports import cycle_of, ownership_of_initiative
from initiatives.strips import strips_of
from people.models import Role
from revenue_arc import exports
from revenue_arc.forms import ActForm, sent
from revenue_arc.history import changes_of
from revenue_arc.pages import render_page, see_other

HANDOFFS_SHOWN = 200


def _page(request, one, now, **more):
    """The initiative's page; a form that was refused takes the place of the empty one. A fixed number of queries."""
    ownership = ownership_of_initiative(one, now)
    strips = strips_of(ownership.deliverables, now, one.scope_locked_at)
    lists: exports.Lists = {
        "intervals": (tables.SEGMENTS, lambda: strips.parts),
        "deliverables": (tables.DELIVERABLES, lambda: ownership.deliverables),
        "handoffs": (tables.HANDOFFS, lambda: handoffs),
    }
    runs = one.is_live and access.may_run(request.user, one, now)
    handoffs = Handoff.objects.filter(deliverable__initiative=one).with_people().order_by("-offered_at", "-pk")
    if (file := exports.chosen(request, one.slug, lists)) is not None:
        return file
    audit, meeting = one.audits.first(), one.meetings.order_by("-number").first()
    owner = one.owner(now)
    context = {
        "now": now,
        "initiative": one,
        "audit": audit,
        "may_audit": one.is_live and (audit is None or audit.is_closed(timezone.localdate(now))) and leads(request.user, now),
        "owner": owner,
        "schedules": one.is_live and owner == request.user and meeting is not None and meeting.decided_at is not None,
        "charter": one.charter_in_force(now),
        "ownership": ownership,
        "cycle": cycle_of(one, now),
        "strips": strips,
        "handoffs": list(handoffs[:HANDOFFS_SHOWN]),
        "updates": one.updates.select_related("by")[:8],
        "action_items": one.action_items.select_related("person").order_by("done_at", "due", "pk"),
        "changes": changes_of(one, one.charters.all(), one.deliverables.all(), limit=20),
        "exports": {
            "intervals": exports.offer(request, "api:initiative-ownership", one.slug, of="intervals"),
            "deliverables": exports.offer(request, "api:deliverable-list", of="deliverables", initiative=one.slug),
            "handoffs": exports.offer(request, "api:handoff-list", of="handoffs", initiative=one.slug),
        },
        "runs": runs,
        "names_owner": request.user.holds(Role.CEO, at=now),
        "update_form": UpdateForm() if runs else None,
        "action_form": ActionItemForm(at=now, auto_id="action_%s") if runs else None,
    }
    return render_page(request, "initiatives/initiative.html", {**context, **more})


def leads(person, now):
    """Whether this person leads audits: the COO, the CEO."""
    return person.holds(Role.COO, at=now) or person.holds(Role.CEO, at=now)


@require_safe
def initiative(request, slug):
    """Who held what, when nobody did, and how the launch stands."""
    return _page(request, access.initiative_to_read(request.user, slug), timezone.now())


def _act(request, slug, service, words):
    """Carry out something that takes no words, and say it is done; a refusal answers 422 with its sentence."""
    now = timezone.now()
    one = access.initiative_to_run(request.user, slug, now)
    form = ActForm(request.POST)
    if form.is_valid() and form.carry_out(service, initiative=one, by=request.user, at=now):
        messages.success(request, words)
        return see_other("initiatives:initiative", slug)
    return _page(request, one, now, form=form)


@require_POST
def lock_scope(request, slug):
    """Fix the scope: the cycle time starts."""
    return _act(request, slug, services.lock_scope, "The scope is locked. The cycle time runs from now to the market.")


@require_POST
def reach_market(request, slug):
    """The launch is in the market: the cycle time ends."""
    return _act(request, slug, services.reach_market, "In the market. The cycle time is recorded.")


@require_POST
def post_update(request, slug):
    """The owner says how the launch stands."""
    now = timezone.now()
    one = access.initiative_to_run(request.user, slug, now)
    form = UpdateForm(request.POST)
    if form.is_valid() and form.carry_out(services.post_update, initiative=one, by=request.user, at=now):
        messages.success(request, "Your update is posted.")
        return see_other("initiatives:initiative", slug)
    return _page(request, one, now, form=form, update_form=form)


@require_POST
def add_action(request, slug):
    """Give one named person something to do."""
    now = timezone.now()
    one = access.initiative_to_run(request.user, slug, now)
    form = ActionItemForm(request.POST, at=now, auto_id="action_%s")
    if form.is_valid() and form.carry_out(services.add_action_item, initiative=one, by=request.user, at=now):
        messages.success(request, f"{form.result.person} has it, due {form.result.due:%-d %b}.")
        return see_other("initiatives:initiative", slug)
    return _page(request, one, now, form=form, action_form=form)


@require_POST
def finish_action(request, pk):
    """Mark an action item as done."""
    now = timezone.now()
    item = access.action_item_to_finish(request.user, pk, now)
    form = ActForm(request.POST)
    if form.is_valid() and form.carry_out(services.finish_action_item, action_item=item, by=request.user, at=now):
        messages.success(request, f"Done: {item.text}")
        return see_other("initiatives:initiative", item.initiative.slug)
    return _page(request, access.initiative_to_read(request.user, item.initiative.slug), now, form=form)


@require_http_methods(["GET", "POST"])
def new_deliverable(request, slug):
    """Add a piece of the arc."""
    now = timezone.now()
    one = access.initiative_to_run(request.user, slug, now)
    form = DeliverableForm(sent(request), initiative=one)
    if form.is_valid() and form.carry_out(services.add_deliverable, initiative=one, by=request.user, at=now):
        messages.success(request, f"{form.result} is added. Nobody holds it yet: name its holder.")
        return see_other("initiatives:deliverable", form.result.pk)
    return render_page(request, "initiatives/new_deliverable.html", {"form": form, "initiative": one})


@require_http_methods(["GET", "POST"])
def register_baseline(request, slug):
    """Register what the launch is measured against."""
    now = timezone.now()
    one = access.initiative_to_run(request.user, slug, now)
    form = BaselineForm(sent(request), initiative=one)
    if form.is_valid() and form.carry_out(services.register_baseline, initiative=one, by=request.user, at=now):
        messages.success(request, f"The baseline is {form.result.days} days. It stays: a target that moves is none.")
        return see_other("initiatives:initiative", slug)
    return render_page(request, "initiatives/baseline.html", {"form": form, "initiative": one})
