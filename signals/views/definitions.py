"""Defining a metric and changing its definition, with a preview on real data."""

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from revenue_arc.pages import render_page, see_other
from signals import access, catalogue, services
from signals.forms import MetricForm
from signals.models import Metric
from signals.preview import preview
from signals.versions import between


@require_http_methods(["GET", "POST"])
def new(request):
    """Define a metric, from the catalogue (`?from=nrr`) or anew."""
    access.defining(request.user)
    form = MetricForm(request.POST or None, shipped=request.GET.get("from", ""))
    if form.is_valid() and Metric.objects.filter(key=form.cleaned_data["key"]).exists():
        form.add_error("key", "There is a metric of this key already: open it and change its definition.")
    return _form(request, form, None)


@require_http_methods(["GET", "POST"])
def edit(request, key):
    """Make a new version of a definition; the signatures come off."""
    metric = access.metric_to_define(request.user, key)
    if metric.replaced_by:
        messages.error(request, f"{metric.name} was replaced by agreement: change {metric.replaced_by.name} instead.")
        return see_other("signals:metric", metric.replaced_by.key)
    return _form(request, MetricForm(request.POST or None, definition=metric.definition), metric)


def _form(request, form, metric):
    shipped = [(key, entry["name"]) for key, entry in catalogue.METRICS.items()]
    context = {"form": form, "metric": metric, "shipped": shipped}
    if form.is_valid():
        if "preview" in request.POST:
            shown = preview(form.entry, timezone.now())
            return render_page(request, "signals/define.html", {**context, "preview": shown}, partial="form")
        definition = _save(request, form)
        if definition:
            return see_other("signals:metric", definition.metric.key)
        if metric and form.has_error(NON_FIELD_ERRORS, "changed_since"):
            context["newer"] = _newer(form, metric)
    return render_page(request, "signals/define.html", context, partial="form", status=422 if form.errors else None)


def _newer(form, metric):
    """What changed since the form was opened; saving the form again goes over what is read here, and over nothing newer."""
    opened_from, latest = form.cleaned_data["opened_from"], metric.definition
    form.data = form.data.copy()
    form.data["opened_from"] = latest.version
    return between(list(metric.definitions.all()), str(opened_from), str(latest.version))


def _save(request, form):
    """The definition in force; None where it was refused, with the reason on the form."""
    try:
        definition = services.define_metric(
            entry=form.entry, by=request.user, at=timezone.now(), opened_from=form.cleaned_data["opened_from"]
        )
    except ValidationError as error:
        form.add_error(None, error)
        return None
    messages.success(request, f"{definition.metric.name} is at definition {definition.version}. Its heads sign it next.")
    return definition
