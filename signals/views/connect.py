"""Connecting a source and editing it, with a check before anything is saved."""

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from revenue_arc.pages import render_page, see_other
from signals import access, services
from signals.changed_since import CHANGED_SINCE
from signals.consequences import consequences_of
from signals.forms import SourceForm


@require_http_methods(["GET", "POST"])
def new(request):
    """Connect a source."""
    access.connecting(request.user)
    return _form(request, SourceForm(request.POST or None), None)


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    """Change how a source is read."""
    source = access.source_to_connect(request.user, pk)
    return _form(request, SourceForm(request.POST or None, source=source), source)


def _form(request, form, source):
    context = {"form": form, "source": source}
    if form.is_valid():
        if "check" in request.POST:
            return render_page(request, "signals/connect.html", {**context, "checked": form.checked()}, partial="form")
        changes = consequences_of(source, form.entry) if source and "confirmed" not in request.POST else []
        if changes:
            return render_page(request, "signals/connect.html", {**context, "changes": changes}, partial="form")
        saved = _save(request, form)
        if saved:
            return see_other("signals:source", saved.pk)
    return render_page(request, "signals/connect.html", context, partial="form", status=422 if form.errors else None)


def _save(request, form):
    """The saved source, its first pull asked for; None where it was refused, with the reason on the form."""
    try:
        secret, opened = form.cleaned_data["secret"] or None, form.cleaned_data.get("opened_from")
        saved = services.save_source(entry=form.entry, by=request.user, secret=secret, opened_from=opened)
        is_pulled = saved.state != saved.State.PAUSED
        if is_pulled:
            services.request_pull(source=saved, by=request.user, at=timezone.now())
    except ValidationError as error:
        form.add_error(None, error)
        if form.has_error(NON_FIELD_ERRORS, CHANGED_SINCE):
            form.open_anew()
        return None
    messages.success(request, f"{saved.name} is saved{', and its pull is asked for' if is_pulled else ''}.")
    return saved
