"""The charter: read, named, acknowledged, printed."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from initiatives import access, services
from initiatives.charter_document import charter_pdf as draw
from initiatives.forms import AcknowledgeForm, NameOwnerForm
from initiatives.models import ActionItem
from people.models import Function, Role
from revenue_arc.forms import sent
from revenue_arc.history import changes_of
from revenue_arc.pages import render_page, see_other


def _page(request, one, now, **more):
    """The charter in force, function by function, and those before it."""
    charter = one.charter_in_force(now)
    function = request.user.heads_function(now)
    context = {
        "now": now,
        "initiative": one,
        "charter": charter,
        "owner": one.owner(now),
        "functions": by_function(charter) if charter else [],
        "earlier": [each for each in one.charters.all() if each != charter],
        "asked": None if charter else ActionItem.objects.open().asking_for_owner(one).first(),
        "names_owner": request.user.holds(Role.CEO, at=now),
        "acknowledges": Function(function).label if charter and function in charter.functions_to_acknowledge else "",
        "form": AcknowledgeForm(),
        "changes": changes_of(one.charters.all(), limit=20),
    }
    return render_page(request, "initiatives/charter.html", {**context, **more})


def by_function(charter) -> list[dict]:
    """Each function with the owner's right over it and its head's acknowledgement (None: not yet)."""
    rights = {right.function: right for right in charter.rights.all()}
    read = {acknowledgement.function: acknowledgement for acknowledgement in charter.acknowledgements.all()}
    return [
        {"function": function, "right": rights.get(function.value), "acknowledgement": read.get(function.value)}
        for function in Function
    ]


@require_safe
def charter(request, slug):
    """Who owns the arc, with which rights, acknowledged by whom."""
    return _page(request, access.initiative_to_read(request.user, slug), timezone.now())


@require_safe
def charter_pdf(request, slug):
    """The charter in force as a tagged A4 document."""
    now = timezone.now()
    one = access.initiative_to_read(request.user, slug)
    in_force = one.charter_in_force(now)
    if in_force is None:
        raise Http404("No owner has been named, so there is no charter to print.")
    name = f"charter-{one.slug}.pdf"
    return HttpResponse(
        draw(one, in_force, now), content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


@require_http_methods(["GET", "POST"])
def name_owner(request, slug):
    """The CEO names one owner, in writing."""
    now = timezone.now()
    one = access.initiative_to_name_owner_of(request.user, slug, now)
    form = NameOwnerForm(sent(request), initiative=one, at=now)
    if form.is_valid() and form.carry_out(services.name_owner, initiative=one, by=request.user, at=now):
        messages.success(request, f"{form.result.owner} owns the arc of {one}. Four heads acknowledge the charter next.")
        return see_other("initiatives:charter", slug)
    asked = ActionItem.objects.open().asking_for_owner(one).first()
    context = {"form": form, "initiative": one, "charter": one.charter_in_force(now), "asked": asked}
    return render_page(request, "initiatives/name_owner.html", context)


@require_http_methods(["POST"])
def acknowledge(request, slug):
    """A head says that the charter was read, with a reservation or without."""
    now = timezone.now()
    in_force = access.charter_to_acknowledge(request.user, slug, now)
    form = AcknowledgeForm(request.POST)
    if form.is_valid() and form.carry_out(services.acknowledge_charter, charter=in_force, by=request.user, at=now):
        messages.success(request, f"Acknowledged for {form.result.get_function_display()}.")
        return see_other("initiatives:charter", slug)
    return _page(request, access.initiative_to_read(request.user, slug), now, form=form)
