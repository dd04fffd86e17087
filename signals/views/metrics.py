"""Metrics: what each says now, how it is computed, who stands by it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from revenue_arc import exports
from revenue_arc.history import changes_of
from revenue_arc.pages import render_page, see_other
from signals import access, services, tables
from signals.charts import described, spark, table_of
from signals.charts import trend as trend_figure
from signals.definitions import explain, parse_spec
from signals.models import Definition, Metric
from signals.shown import shown_readings, shown_under


@require_safe
def metrics(request):
    """Every metric with its value, state, target, age and signatures."""
    readings = shown_readings(list(Metric.objects.all()), timezone.now())
    if exports.wanted(request):
        return exports.csv_file("metrics", tables.METRICS, readings)
    lines = [{"reading": reading, "spark": spark(reading.series, reading.target)} for reading in readings]
    export = exports.offer(request, "api:metric-list")
    context = {"lines": lines, "may_define": access.may_define(request.user), "export": export}
    return render_page(request, "signals/metrics.html", context)


@require_safe
def metric(request, key):
    """One metric: its reading, its definition in a sentence, its versions and signatures, its trend."""
    found = access.metric_to_read(request.user, key)
    now = timezone.now()
    [reading, *others] = shown_readings([found, *_same_topic(found)], now)
    versions = list(found.definitions.prefetch_related("sources", "signatures__person").select_related("created_by"))
    earlier = _version(request, versions)
    shown_earlier = shown_under(earlier, now) if earlier else None
    context = {
        "metric": found,
        "reading": reading,
        "others": _explained(others),
        "versions": [{"definition": version, "sentence": explain(parse_spec(version.spec))} for version in versions],
        "definition": versions[0] if versions else None,
        "sentence": explain(parse_spec(versions[0].spec)) if versions else "",
        "earlier": shown_earlier,
        "shows": described(reading),
        "table": table_of(reading, shown_earlier),
        "may_sign": bool(versions) and request.user.heads_function(now) in versions[0].unsigned(),
        "may_define": access.may_define(request.user),
        "changes": changes_of(found, found.definitions.all()),
    }
    return render_page(request, "signals/metric.html", context)


@require_safe
def trend(request, key):
    """The trend as a plotly figure; `version` adds the line of an earlier definition."""
    found = access.metric_to_read(request.user, key)
    now = timezone.now()
    earlier = _version(request, list(found.definitions.prefetch_related("sources", "signatures")))
    [reading] = shown_readings([found], now)
    return JsonResponse(trend_figure(reading, shown_under(earlier, now) if earlier else None))


@require_POST
def sign(request, key):
    """Stand by the definition in force, for the function one heads."""
    definition = access.definition_to_sign(request.user, key)
    try:
        services.sign_definition(definition=definition, by=request.user, at=timezone.now())
        messages.success(request, f"You signed definition {definition.version} of {definition.metric.name}.")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return see_other("signals:metric", key)


def _same_topic(found: Metric) -> list[Metric]:
    """Each function's own rule for the same thing."""
    return list(Metric.objects.filter(topic=found.topic).exclude(pk=found.pk)) if found.topic else []


def _explained(readings) -> list[dict]:
    """Readings with the sentence of their definition."""
    definitions = Definition.objects.in_bulk([reading.definition_id for reading in readings if reading.definition_id])
    found = {pk: explain(parse_spec(definition.spec)) for pk, definition in definitions.items()}
    return [{"reading": reading, "sentence": found.get(reading.definition_id, "")} for reading in readings]


def _version(request, versions: list[Definition]) -> Definition | None:
    """The earlier version that `?version=` names; None without one. Raises Http404 when there is no such version."""
    asked = request.GET.get("version", "")
    if not asked:
        return None
    found = next((version for version in versions if str(version.version) == asked), None)
    if found is None:
        raise Http404("There is no such version.")
    return found
