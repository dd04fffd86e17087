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
from signals.annotations import annotations_of
from signals.charts import described, spark, table_of
from signals.charts import trend as trend_figure
from signals.definitions import explain, parse_spec
from signals.models import Definition, Metric
from signals.readings import first_day
from signals.shown import ShownReading, shown_readings, shown_under
from signals.topics import disagreements
from signals.versions import between, versions_of


@require_safe
def metrics(request):
    """Every metric with its value, state, target, age and signatures; above them, where functions disagree."""
    now, found = timezone.now(), list(Metric.objects.select_related("replaced_by"))
    readings = shown_readings(found, now)
    if exports.wanted(request):
        return exports.csv_file("metrics", tables.METRICS, readings)
    lines = _lines(found, readings, now)
    context = {
        "lines": [line for line in lines if not line["metric"].replaced_by],
        "replaced": [line for line in lines if line["metric"].replaced_by],
        "disagreements": disagreements(found, readings),
        "may_define": access.may_define(request.user),
        "export": exports.offer(request, "api:metric-list"),
    }
    return render_page(request, "signals/metrics.html", context)


@require_safe
def metric(request, key):
    """One metric: its reading, its definition in a sentence, its versions and signatures, its trend."""
    found = access.metric_to_read(request.user, key)
    now = timezone.now()
    [reading, *others] = shown_readings([found, *_same_topic(found)], now)
    definitions = _definitions(found)
    last = next((each for each in definitions if each.version == reading.last_version), None)
    shown, beside = _chosen(request, definitions, shown_under(last, now) if last else reading, now)
    if exports.wanted(request):
        return exports.csv_file(f"{key}-weeks", tables.WEEKS, table_of(shown, beside))
    notes = _notes(definitions, now)
    if exports.wanted(request, "happened"):
        return exports.csv_file(f"{key}-happened", tables.NOTES, notes)
    context = {
        "metric": found,
        "reading": reading,
        "others": _explained(others),
        "versions": versions_of(definitions),
        "definition": definitions[0] if definitions else None,
        "sentence": explain(parse_spec(definitions[0].spec)) if definitions else "",
        "shown": shown,
        "earlier": beside,
        "query": request.GET.urlencode(),
        "between": between(definitions, request.GET.get("from", ""), request.GET.get("to", "")),
        "shows": described(shown),
        "table": table_of(shown, beside),
        "notes": notes,
        "of_notes": exports.offer(request, "api:metric-happened", key, of="happened"),
        "may_sign": _may_sign(request, found, definitions, now),
        "may_take_back": bool(definitions) and request.user.heads_function(now) in definitions[0].signers(),
        "proposals": Definition.objects.in_force().filter(
            instead_of=found, metric__replaced_by=None, instead_of__replaced_by=None
        ),
        "may_define": access.may_define(request.user) and not found.replaced_by_id,
        "changes": changes_of(found, found.definitions.all()),
        "export": exports.offer(request, "api:reading-list", metric=key, version=shown.version),
    }
    return render_page(request, "signals/metric.html", context)


@require_safe
def trend(request, key):
    """The trend as a plotly figure; `version` adds the line of an earlier definition, `only` shows it alone."""
    found = access.metric_to_read(request.user, key)
    now = timezone.now()
    [reading] = shown_readings([found], now)
    definitions = _definitions(found)
    shown, beside = _chosen(request, definitions, reading, now)
    return JsonResponse(trend_figure(shown, beside, _notes(definitions, now)))


@require_POST
def sign(request, key):
    """Stand by the version that one has read, for the function one heads."""
    try:
        definition = access.definition_to_sign(request.user, key, request.POST.get("version", ""))
        services.sign_definition(definition=definition, by=request.user, at=timezone.now())
        messages.success(request, f"You signed definition {definition.version} of {definition.metric.name}.")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return see_other("signals:metric", key)


def _may_sign(request, found: Metric, definitions, now) -> bool:
    in_use = bool(definitions) and not found.replaced_by_id
    return in_use and request.user.heads_function(now) in definitions[0].unsigned()


def _lines(found, readings, now):
    """Each metric with its reading, its small trend, and what happened beside it."""
    in_force = list(Definition.objects.in_force().prefetch_related("sources"))
    notes = annotations_of(in_force, first_day(now), now)
    return [
        {"metric": each, "reading": reading, "spark": spark(reading.series, reading.target, notes.get(each.pk, []))}
        for each, reading in zip(found, readings, strict=True)
    ]


def _definitions(found: Metric) -> list[Definition]:
    """Every version, the newest first, with all that a page asks of it."""
    rows = found.definitions.prefetch_related("sources", "signatures__person").select_related("created_by", "metric")
    return list(rows.order_by("-version"))


def _notes(definitions, now):
    """What happened beside the trend."""
    return annotations_of(definitions[:1], first_day(now), now).get(definitions[0].metric_id, []) if definitions else []


def _chosen(request, definitions, reading: ShownReading, now) -> tuple[ShownReading, ShownReading | None]:
    """The line that is shown, and the one beside it: of the definition in force, unless an older one is asked for."""
    alone, beside = (_version(request.GET.get(name, ""), definitions) for name in ("only", "version"))
    return shown_under(alone, now) if alone else reading, shown_under(beside, now) if beside else None


def _same_topic(found: Metric) -> list[Metric]:
    """Each function's own rule for the same thing; none beside a rule that was replaced, as they agreed."""
    if not found.topic or found.replaced_by_id:
        return []
    return list(Metric.objects.in_use().filter(topic=found.topic).exclude(pk=found.pk))


def _explained(readings) -> list[dict]:
    """Readings with the sentence of their definition."""
    definitions = Definition.objects.in_bulk([reading.definition_id for reading in readings if reading.definition_id])
    found = {pk: explain(parse_spec(definition.spec)) for pk, definition in definitions.items()}
    return [{"reading": reading, "sentence": found.get(reading.definition_id, "")} for reading in readings]


def _version(asked: str, versions: list[Definition]) -> Definition | None:
    """The version of that number; None where none is asked for. Raises Http404 when there is no such version."""
    if not asked:
        return None
    found = next((version for version in versions if str(version.version) == asked), None)
    if found is None:
        raise Http404("There is no such version.")
    return found
