"""One deliverable: who held it, its handoffs, and handing it over."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from initiatives import access, services, tables
from initiatives.forms import BatchForm, HandOverForm, HolderForm
from initiatives.models import Handoff
from initiatives.reports import ownership_of
from initiatives.strips import strips_of
from revenue_arc import exports
from revenue_arc.forms import ActForm, sent
from revenue_arc.history import changes_of
from revenue_arc.pages import render_page, see_other


def _allowed(look_up, person, pk, now) -> bool:
    """Whether a look-up lets this person through."""
    try:
        return bool(look_up(person, pk, now))
    except PermissionDenied:
        return False


def _page(request, one, now, **more):
    """The deliverable's page; a fixed number of queries."""
    ownership = ownership_of(one, now)
    live = one.initiative.is_live and not one.dropped_at
    strips = strips_of([ownership], now, one.initiative.scope_locked_at)
    holdings = one.holdings.select_related("person").order_by("-period")
    handoffs = Handoff.objects.filter(deliverable=one).with_people()
    lists: exports.Lists = {
        "intervals": (tables.SEGMENTS, lambda: strips.parts),
        "handoffs": (tables.HANDOFFS, lambda: handoffs),
        "holdings": (tables.HOLDINGS, lambda: holdings),
    }
    if (file := exports.chosen(request, f"deliverable-{one.pk}", lists)) is not None:
        return file
    context = {
        "now": now,
        "initiative": one.initiative,
        "deliverable": one,
        "ownership": ownership,
        "strips": strips,
        "needs": one.depends_on.all(),
        "needed_by": one.needed_by.all(),
        "holdings": holdings,
        "handoffs": handoffs,
        "exports": {
            "intervals": exports.offer(request, "api:initiative-ownership", one.initiative.slug, of="intervals"),
            "handoffs": exports.offer(request, "api:handoff-list", of="handoffs", deliverable=one.pk),
            "holdings": exports.offer(request, "api:deliverable-holdings", one.pk, of="holdings"),
        },
        "changes": changes_of(one, one.holdings.all(), limit=20),
        "runs": live and _allowed(access.deliverable_to_run, request.user, one.pk, now),
        "hands_over": live and _allowed(access.deliverable_to_hand_over, request.user, one.pk, now),
        "sends_batch": live and _allowed(access.deliverable_to_send_a_batch_of, request.user, one.pk, now),
    }
    return render_page(request, "initiatives/deliverable.html", {**context, **more})


@require_safe
def deliverable(request, pk):
    """Who held it, when nobody did, and what was handed over."""
    return _page(request, access.deliverable_to_read(request.user, pk), timezone.now())


@require_http_methods(["GET", "POST"])
def name_holder(request, pk):
    """Record who holds it from now on."""
    now = timezone.now()
    one = access.deliverable_to_run(request.user, pk, now)
    form = HolderForm(sent(request), at=now)
    if form.is_valid() and form.carry_out(services.name_holder, deliverable=one, by=request.user, at=now):
        messages.success(request, f"{form.result.person} holds {one} from now on.")
        return see_other("initiatives:deliverable", one.pk)
    return render_page(request, "initiatives/name_holder.html", _about(one, form))


def _about(one, form):
    """What every form about a deliverable shows."""
    return {"form": form, "deliverable": one, "initiative": one.initiative}


@require_http_methods(["GET", "POST"])
def hand_over(request, pk):
    """Offer it, or a batch of its work, to one named person."""
    now = timezone.now()
    one = access.deliverable_to_read(request.user, pk)
    batch = bool(request.POST.get("batch_size") or "batch" in request.GET)
    look_up = access.deliverable_to_send_a_batch_of if batch else access.deliverable_to_hand_over
    look_up(request.user, pk, now)
    sender = request.user if batch else access.sender_of(request.user, one, now)
    form_class = BatchForm if batch else HandOverForm
    form = form_class(sent(request), request.FILES or None, sender=sender, at=now, deliverable=one)
    offered = form.is_valid() and form.carry_out(
        services.offer_handoff, deliverable=one, sender=sender, by=request.user, at=now
    )
    if offered:
        waits = "The batch waits for their answer." if batch else "Until they answer, nobody holds it."
        messages.success(request, f"Offered to {form.result.receiver}. {waits}")
        return see_other("initiatives:handoff", form.result.pk)
    return render_page(request, "initiatives/hand_over.html", {**_about(one, form), "sender": sender, "batch": batch})


def _act(request, pk, service, words):
    """Carry out something that takes no words; a refusal answers 422 with its sentence."""
    now = timezone.now()
    one = access.deliverable_to_run(request.user, pk, now)
    form = ActForm(request.POST)
    if form.is_valid() and form.carry_out(service, deliverable=one, by=request.user, at=now):
        messages.success(request, words.format(one))
        return see_other("initiatives:deliverable", one.pk)
    return _page(request, one, now, form=form)


@require_POST
def start_deliverable(request, pk):
    """Work on it starts."""
    return _act(request, pk, services.start_deliverable, "Work on {} has started.")


@require_POST
def finish_deliverable(request, pk):
    """Work on it is finished."""
    return _act(request, pk, services.finish_deliverable, "{} is finished. Somebody still holds it while it is needed.")


@require_POST
def drop_deliverable(request, pk):
    """Take it out of scope."""
    return _act(request, pk, services.drop_deliverable, "{} is out of scope. Its record stays.")
