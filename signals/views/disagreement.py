"""Where two functions disagree: their rules over the same records, side by side; and agreeing on one of them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from revenue_arc import exports
from revenue_arc.numbers import whole
from revenue_arc.pages import render_page, see_other
from signals import access, services, tables
from signals.annotations import annotations_beside
from signals.charts import described
from signals.definitions import explain, parse_spec
from signals.disagreement import disagreement
from signals.readings import first_day
from signals.shown import shown_readings
from signals.two_lines import both_lines

THINGS_A_PAGE = 25


@require_safe
def beside(request, key, other):
    """Two rules for one thing: what each counts, which records only one counts, and what explains the difference."""
    metrics = [access.metric_to_read(request.user, name) for name in (key, other)]
    first, second = (metric.definition for metric in metrics)
    if first is None or second is None or first == second:
        raise Http404("Both metrics need a definition of their own.")
    now = timezone.now()
    found = disagreement(first, second, now, whole(request.GET.get("part"), digits=3) or 0)
    lines = found.comparison.lines() if found.comparison else []
    if exports.wanted(request):
        return exports.csv_file(f"{key}-beside-{other}", tables.BESIDE, lines)
    alone = [line for line in lines if line.counted_by != "both"]
    sides = _sides(request, metrics, (first, second), found, now)
    notes = annotations_beside([first, second], first_day(now), now)
    trend = both_lines(sides[0]["reading"], sides[1]["reading"], notes)
    lists: exports.Lists = {
        "weeks": (tables.TWO_LINES, lambda: trend["rows"] if trend else []),
        "happened": (tables.NOTES, lambda: notes),
    }
    if (file := exports.chosen(request, f"{key}-beside-{other}", lists)) is not None:
        return file
    context = {
        "metrics": metrics,
        "sides": sides,
        "found": found,
        "bridge": found.comparison.bridge() if found.comparison else [],
        "segments": found.comparison.segments() if found.comparison else [],
        "trend": trend,
        "exports": {
            "weeks": exports.offer(request, "api:metric-beside_weeks", key, other, of="weeks"),
            "happened": exports.offer(request, "api:metric-beside_happened", key, other, of="happened"),
        },
        "shows": [described(side["reading"]) for side in sides],
        "notes": notes,
        "page": Paginator(alone, THINGS_A_PAGE).get_page(request.GET.get("page")),
        "export": exports.offer(request, "api:metric-beside", key, other, part=found.chosen or None),
    }
    return render_page(request, "signals/beside.html", context)


@require_POST
def agree(request, key, other):
    """Propose the rule of one metric as the one rule for both."""
    versions = request.POST.get("version", ""), request.POST.get("instead_of", "")
    try:
        rule, instead_of = access.rules_to_agree_on(request.user, key, other, versions)
        made = services.agree_on(rule=rule, instead_of=instead_of, by=request.user, at=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return see_other("signals:beside", key, other)
    messages.success(
        request,
        f"{made.metric.name} is proposed as the one rule, as definition {made.version}. It replaces {instead_of.metric.name} "
        "once the heads of both have signed it; until then both stay in force.",
    )
    return see_other("signals:metric", key)


@require_POST
def take_back(request, key):
    """Take a proposed agreement back, or turn it down; both rules stay."""
    try:
        definition = access.definition_to_sign(request.user, key, request.POST.get("version", ""))
        made = services.take_back(definition=definition, by=request.user, at=timezone.now())
        messages.success(
            request, f"Both rules stay. {made.metric.name} is at definition {made.version}, to be signed by its own heads."
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return see_other("signals:metric", key)


def _sides(request, metrics, rules, found, now):
    """What stands in each of the two columns."""
    readings = shown_readings(metrics, now)
    values = (found.comparison.mine, found.comparison.theirs) if found.comparison else (None, None)
    function = request.user.heads_function(now)
    may = any(function in rule.signers() for rule in rules) and bool(metrics[0].topic) and metrics[0].topic == metrics[1].topic
    may = may and not any(metric.replaced_by_id for metric in metrics)
    by_function = all(metric.function for metric in metrics) and metrics[0].function != metrics[1].function
    return [
        {
            "metric": metric,
            "who": metric.get_function_display() if by_function else metric.name,
            "definition": rule,
            "reading": reading,
            "sentence": explain(parse_spec(rule.spec)),
            "counted": value,
            "selection": found.sides[place].sentence if found.sides else "",
            "may_agree": may and not rule.proposes_to_replace,
        }
        for place, (metric, rule, reading, value) in enumerate(zip(metrics, rules, readings, values, strict=True))
    ]
