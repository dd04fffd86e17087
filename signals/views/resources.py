"""Whom the sources name as holders, and which person of ours each is."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from initiatives.models import SystemClaim
from people.models import Person
from revenue_arc import exports
from revenue_arc.forms import ActForm, sent
from revenue_arc.history import changes_of
from revenue_arc.pages import render_page, see_other
from signals import access, services, tables
from signals.forms.holders import MatchForm
from signals.holders import suggestions_for
from signals.models import Resource

A_PAGE = 50


@require_safe
def resources(request):
    """All resources, those that wait to be matched first, with a suggestion where a name is alike."""
    page = Paginator(Resource.objects.unknown_first(), A_PAGE).get_page(request.GET.get("page"))
    if exports.wanted(request):
        return exports.csv_file("resources", tables.RESOURCES, Resource.objects.unknown_first())
    people = list(Person.objects.all())
    rows = [(one, suggestions_for(one.name, people) if one.state == Resource.State.UNKNOWN else []) for one in page]
    waiting = Resource.objects.filter(state=Resource.State.UNKNOWN).count()
    context = {"page": page, "rows": rows, "waiting": waiting, "may_match": access.may_match(request.user)}
    context["export"] = exports.offer(request)
    return render_page(request, "signals/resources.html", context)


def _page(request, one, form):
    claims = SystemClaim.objects.filter(system=one.source.name, resource=one.name).select_related("deliverable__initiative")
    claims = claims.order_by("deliverable__initiative__name", "period")
    if exports.wanted(request):
        return exports.csv_file(f"resource-{one.pk}", tables.CLAIMS, claims)
    context = {
        "resource": one,
        "claims": claims[:A_PAGE],
        "export": exports.offer(request),
        "likely": suggestions_for(one.name, Person.objects.all()) if one.state == Resource.State.UNKNOWN else [],
        "may_match": access.may_match(request.user),
        "changes": changes_of(one, limit=20),
        "form": form,
    }
    return render_page(request, "signals/resource.html", context)


@require_http_methods(["GET", "POST"])
def resource(request, pk):
    """One resource: what hangs on it, and who it is."""
    look_up = access.resource_to_match if request.method == "POST" else access.resource_to_read
    one = look_up(request.user, pk)
    form = MatchForm(sent(request), initial={"person": one.person})
    if form.is_valid() and form.carry_out(services.match_resource, resource=one, by=request.user, at=timezone.now()):
        said = f"is {form.result.person}" if form.result.person else "is not a person of ours"
        messages.success(request, f"“{one}” in {one.source} {said}. What it says of deliverables is drawn anew.")
        return see_other("signals:resources")
    return _page(request, one, form)


@require_POST
def undo_match(request, pk):
    """Take a decision on a resource back."""
    one = access.resource_to_match(request.user, pk)
    form = ActForm(request.POST)
    if form.is_valid() and form.carry_out(services.undo_match, resource=one, by=request.user, at=timezone.now()):
        messages.success(request, f"“{one}” waits to be matched again.")
        return see_other("signals:resource", pk)
    return _page(request, one, form)
