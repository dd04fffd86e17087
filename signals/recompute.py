"""Reading runs: what a pull touched, what slides with the clock. They run in the worker; running one twice adds no row."""

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from signals.definitions import CycleTime, parse_spec
from signals.evaluation import Asked, Evaluated, evaluate
from signals.freshness import Freshness, freshness_of
from signals.models import Definition, Pull, Reading, Source
from signals.readings import Point, weeks

KEPT = ("value", "numerator", "denominator", "records", "series", "breakdown", "why_unknown")


def recompute_after(*, source: Source, at: datetime) -> int:
    """Recompute what a pull of this source touches, and launches under way; return how many readings said something new."""
    live = Definition.objects.in_force().filter(spec__kind="cycle_time")
    return _recompute([*Definition.objects.needing(source), *live], at)


def recompute_live(*, at: datetime) -> int:
    """Recompute what changes by itself: launches under way, and readings that no run has looked at today."""
    day = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    read_today = Reading.objects.filter(computed_at__gte=day, computed_at__lte=at).values("definition")
    slid = Definition.objects.in_force().exclude(pk__in=read_today)
    live = Definition.objects.in_force().filter(spec__kind="cycle_time")
    return _recompute((slid | live).distinct(), at)


def recompute_as_of(*, metric_keys: Iterable[str], at: datetime) -> int:
    """Compute what these metrics said at an earlier instant, as far as the rows reach back."""
    return _recompute(Definition.objects.in_force().filter(metric__key__in=list(metric_keys)), at)


@transaction.atomic
def recompute(definition: Definition, at: datetime) -> tuple[Reading, bool]:
    """The reading of a definition at that instant, and whether it said anything that the last one did not."""
    definition = Definition.objects.select_for_update(of=("self",)).select_related("metric").get(pk=definition.pk)
    sources = list(definition.sources.all())
    fresh = freshness_of(sources, definition.tolerated_age, at)
    evaluated = evaluated_at(definition, sources, fresh, at)
    last = Reading.objects.newest(at).filter(definition=definition).first()
    said = _said(evaluated)
    if last and all(getattr(last, name) == value for name, value in said.items()):
        return last, False
    provenance = {**_provenance(sources, at), **({"thresholds": evaluated.thresholds} if evaluated.thresholds else {})}
    return Reading.objects.create(
        definition=definition, computed_at=at, as_of=fresh.as_of or at, provenance=provenance, **said
    ), True


def evaluated_at(definition: Definition, sources: list[Source], fresh: Freshness, at: datetime) -> Evaluated:
    """Evaluate a definition, saved or not; unknown when one of its sources was never pulled."""
    spec = parse_spec(definition.spec)
    if not isinstance(spec, CycleTime) and (fresh.missing or not sources):
        why = f"{' and '.join(fresh.missing)} was never pulled." if fresh.missing else "It names no source."
        return Evaluated(Point(None, why=why), [{"week": monday.isoformat(), "value": None} for monday, _ in weeks(at, at)])
    terms: dict[str, Any] = {name: getattr(definition, name) for name in ("unit", "currency", "direction", "target")}
    return evaluate(spec, Asked(sources=sources, as_of=fresh.as_of or at, now=at, **terms))


def _recompute(definitions: Iterable[Definition], at: datetime) -> int:
    return sum(recompute(definition, at)[1] for definition in definitions)


def _said(evaluated: Evaluated) -> dict[str, Any]:
    point = evaluated.point
    why = "" if point.value is not None else point.why[:300] or "No records."
    found: dict[str, Decimal | None] = {"value": point.value, "numerator": point.numerator, "denominator": point.denominator}
    rest = {"records": point.records, "series": evaluated.series, "breakdown": evaluated.breakdown, "why_unknown": why}
    return {name: value for name, value in {**found, **rest}.items() if name in KEPT}


def _provenance(sources: list[Source], at: datetime) -> dict[str, Any]:
    """The last successful pull of each source, and up to when each is known."""
    pulls = dict(
        Pull.objects.successful().filter(source__in=sources, finished_at__lte=at).order_by("pk").values_list("source", "pk")
    )
    return {
        "pulls": sorted(pulls.values()),
        "sources": [
            {
                "name": source.name,
                "pull": pulls.get(source.pk),
                "as_of": min(source.fresh_as_of, at).isoformat() if source.fresh_as_of else None,
            }
            for source in sources
        ],
    }
