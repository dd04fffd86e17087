"""Reading runs: what a pull touched, what slides with the clock. They run in the worker; running one twice adds no row.

The first look of a day (UTC) computes every week anew. A look after a pull keeps the weeks that nothing touched, and passes by
what cannot have changed: see signals/reuse.py.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Prefetch

from signals.definitions import CycleTime, parse_spec
from signals.drifted import why_unknown
from signals.evaluation import Asked, Evaluated, evaluate
from signals.freshness import Freshness, freshness_of
from signals.looks import Looks, Plan
from signals.models import Definition, Pull, Reading, Source, Touched
from signals.readings import Point, weeks
from signals.reuse import Touch

KEPT = ("value", "numerator", "denominator", "records", "series", "breakdown", "why_unknown")


@transaction.atomic
def recompute_after(*, source: Source, at: datetime) -> int:
    """Bring up to date what a pull of this source touches, and launches under way; return how many say something new."""
    touches = [Touch(*row) for row in Touched.objects.take(source)]
    live = Definition.objects.in_force().filter(spec__kind="cycle_time")
    return len(_look([*Definition.objects.needing(source), *live], at, touches))


def recompute_live(*, at: datetime) -> int:
    """Recompute what changes by itself: launches under way, and whatever was not read as a whole today, older versions too."""
    day = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    slid = Definition.objects.exclude(look__whole_at__gte=day)
    live = Definition.objects.in_force().filter(spec__kind="cycle_time")
    return sum(len(_look([definition], at)) for definition in sorted({*slid, *live}, key=lambda each: each.pk))


def recompute_as_of(*, metric_keys: Iterable[str], at: datetime) -> int:
    """Compute what these metrics said at an earlier instant, as far as the rows reach back."""
    return len(_look(Definition.objects.in_force().filter(metric__key__in=list(metric_keys)), at))


def recompute(definition: Definition, at: datetime) -> tuple[Reading, bool]:
    """The reading of a definition at that instant, and whether it said anything that the last one did not."""
    made = _look([definition], at)
    return (made[0], True) if made else (Reading.objects.newest(at).get(definition=definition), False)


def evaluated_at(
    definition: Definition, sources: list[Source], fresh: Freshness, at: datetime, kept: dict | None = None
) -> Evaluated:
    """Evaluate a definition, saved or not; unknown when one of its sources was never pulled. `kept` weeks are not computed."""
    spec = parse_spec(definition.spec)
    if not isinstance(spec, CycleTime) and (fresh.missing or not sources):
        why = f"{' and '.join(fresh.missing)} was never pulled." if fresh.missing else "It names no source."
        return Evaluated(Point(None, why=why), [{"week": monday.isoformat(), "value": None} for monday, _ in weeks(at, at)])
    drifted = "" if isinstance(spec, CycleTime) else why_unknown(definition.spec, sources)
    if drifted:
        return Evaluated(Point(None, why=drifted), [{"week": monday.isoformat(), "value": None} for monday, _ in weeks(at, at)])
    terms: dict[str, Any] = {name: getattr(definition, name) for name in ("unit", "currency", "direction", "target")}
    return evaluate(spec, Asked(sources=sources, as_of=fresh.as_of or at, now=at, **terms), kept)


@transaction.atomic
def _look(definitions: Iterable[Definition], at: datetime, touches: list[Touch] | None = None) -> list[Reading]:
    """Look at each definition, whole or (with `touches`) at what changed; return the readings that say something new."""
    found = _locked(definitions)
    last = {reading.definition_id: reading for reading in Reading.objects.newest(at).filter(definition__in=found)}
    looks = Looks(found, at, touches)
    pulls = _pulls({source for definition in found for source in definition.sources.all()}, at)
    made = []
    for definition in found:
        fresh = freshness_of(definition.sources.all(), definition.tolerated_age, at)
        plan = looks.plan(definition, fresh, last.get(definition.pk))
        if plan.needed:
            made += _read(definition, fresh, plan, last.get(definition.pk), pulls, at)
    looks.keep()
    return Reading.objects.bulk_create(made)


def _locked(definitions: Iterable[Definition]) -> list[Definition]:
    """The definitions, locked in one order, with what an evaluation asks of their sources."""
    sources = Prefetch("sources", Source.objects.prefetch_related("streams"))
    rows = Definition.objects.select_for_update(of=("self",)).filter(pk__in=[each.pk for each in definitions])
    return list(rows.select_related("metric").prefetch_related(sources).order_by("pk"))


def _read(
    definition: Definition, fresh: Freshness, plan: Plan, last: Reading | None, pulls: dict, at: datetime
) -> list[Reading]:
    """The new reading; none where it says what the last one said."""
    sources = list(definition.sources.all())
    evaluated = evaluated_at(definition, sources, fresh, at, plan.kept)
    said = _said(evaluated)
    if last and all(getattr(last, name) == value for name, value in said.items()):
        return []
    provenance = {**_provenance(sources, pulls, at), **({"thresholds": evaluated.thresholds} if evaluated.thresholds else {})}
    return [Reading(definition=definition, computed_at=at, as_of=fresh.as_of or at, provenance=provenance, **said)]


def _said(evaluated: Evaluated) -> dict[str, Any]:
    point = evaluated.point
    why = "" if point.value is not None else point.why[:300] or "No records."
    found: dict[str, Decimal | None] = {"value": point.value, "numerator": point.numerator, "denominator": point.denominator}
    rest = {"records": point.records, "series": evaluated.series, "breakdown": evaluated.breakdown, "why_unknown": why}
    return {name: value for name, value in {**found, **rest}.items() if name in KEPT}


def _pulls(sources: Iterable[Source], at: datetime) -> dict[int, int]:
    """The last successful pull of each source."""
    done = Pull.objects.successful().filter(source__in=sources, finished_at__lte=at)
    return dict(done.order_by("source", "-pk").distinct("source").values_list("source", "pk"))


def _provenance(sources: list[Source], pulls: dict[int, int], at: datetime) -> dict[str, Any]:
    """The last successful pull of each source, and up to when each is known."""
    return {
        "pulls": sorted(pulls[source.pk] for source in sources if source.pk in pulls),
        "sources": [
            {
                "name": source.name,
                "pull": pulls.get(source.pk),
                "as_of": min(source.fresh_as_of, at).isoformat() if source.fresh_as_of else None,
            }
            for source in sources
        ],
    }
