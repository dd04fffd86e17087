"""Readings as other apps show and freeze them: value, state, age and provenance, in a fixed number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from signals import wording
from signals.freshness import freshness_of
from signals.models import Definition, Metric, Pull, Reading
from signals.readings import rounded, state_of


@dataclass(frozen=True)
class ShownReading:
    """One metric at one instant, ready for a tile, a table or a brief."""

    key: str
    name: str
    metric_id: int
    definition_id: int | None = None
    version: int | None = None
    reading_id: int | None = None
    value: Decimal | None = None
    prefix: str = ""
    number: str = wording.UNKNOWN
    unit: str = ""
    measured_in: str = ""
    currency: str = ""
    state: str = "unknown"
    word: str = "Unknown"
    target: Decimal | None = None
    target_text: str = ""
    watch: Decimal | None = None
    direction: str = "up"
    good_side: str = "above"
    chart: str = "line"
    series: list[dict[str, Any]] = field(default_factory=list)
    functions: list[str] = field(default_factory=list)
    source_label: str = ""
    age: timedelta | None = None
    age_text: str = ""
    stale: bool = False
    tolerated_age: timedelta | None = None
    as_of: datetime | None = None
    computed_at: datetime | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    records: int = 0
    breakdown: list[dict[str, Any]] = field(default_factory=list)
    pulls: list[int] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    signed_by: list[str] = field(default_factory=list)
    unsigned: list[str] = field(default_factory=list)
    signers: int = 0
    why_unknown: str = "It has no definition yet."
    last_text: str = ""
    last_version: int | None = None
    sentence: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain data for a brief: decimals and ages as text, instants in ISO 8601."""
        return {name: _plain(value) for name, value in asdict(self).items()}


def shared_readings(metric_keys: Sequence[str], now: datetime) -> list[ShownReading]:
    """What each metric says at `now`, in the order asked; a key without a metric is left out. Six queries at most."""
    metrics = {metric.key: metric for metric in Metric.objects.filter(key__in=metric_keys)}
    return shown_readings([metrics[key] for key in metric_keys if key in metrics], now)


def shown_readings(metrics: Sequence[Metric], now: datetime) -> list[ShownReading]:
    """The same for metrics at hand. Five queries; two more where a changed definition waits for its first reading."""
    definitions = _in_force(metrics, now)
    readings = {
        reading.definition_id: reading
        for reading in Reading.objects.newest(now).filter(definition__in=[item.pk for item in definitions.values()])
    }
    last = _last_computed([each for each in definitions.values() if each.pk not in readings], now)
    sources = {source.pk for definition in definitions.values() for source in definition.sources.all()}
    pulls = dict(
        Pull.objects.successful()
        .filter(source__in=sources, finished_at__lte=now)
        .order_by("source", "-pk")
        .distinct("source")
        .values_list("source", "pk")
    )
    return [_shown(metric, definitions.get(metric.pk), readings, pulls, now, last.get(metric.pk)) for metric in metrics]


def shown_under(definition: Definition, now: datetime) -> ShownReading:
    """What one version of a definition says, in force or not."""
    reading = Reading.objects.newest(now).filter(definition=definition).first()
    return _shown(definition.metric, definition, {definition.pk: reading} if reading else {}, {}, now)


def values_since(metric_key: str, since: datetime) -> list[tuple[datetime, Decimal | None]]:
    """What the metric said at `since` and whenever that changed afterwards: (computed at, value), oldest first."""
    rows = Reading.objects.under_the_version_in_force().filter(definition__metric__key=metric_key)
    rows = rows.order_by("computed_at", "pk")
    before = rows.filter(computed_at__lte=since).last()
    later = rows.filter(computed_at__gt=since)
    return [(row.computed_at, row.value) for row in ([before] if before else []) + list(later)]


def _in_force(metrics: Iterable[Metric], now: datetime) -> dict[int, Definition]:
    """The version in force at `now`; where all were made later, the latest: a replay reads under it."""
    chosen: dict[int, Definition] = {}
    versions = Definition.objects.filter(metric__in=[metric.pk for metric in metrics]).order_by("version")
    for definition in versions.select_related("metric").prefetch_related("sources", "signatures"):
        if definition.created_at <= now or chosen.get(definition.metric_id, definition).created_at > now:
            chosen[definition.metric_id] = definition
    return chosen


def _last_computed(waiting: Sequence[Definition], now: datetime) -> dict[int, ShownReading]:
    """By metric, what the newest version before said that was computed: it is shown until the one in force is."""
    if not waiting:
        return {}
    versions = {definition.metric_id: definition.version for definition in waiting}
    found = Reading.objects.newest(now).filter(definition__metric__in=versions).select_related("definition__metric")
    chosen: dict[int, Reading] = {}
    for reading in found.prefetch_related("definition__sources", "definition__signatures"):
        earlier = reading.definition
        if earlier.version < versions[earlier.metric_id] and (
            earlier.metric_id not in chosen or chosen[earlier.metric_id].definition.version < earlier.version
        ):
            chosen[earlier.metric_id] = reading
    return {
        metric: _shown(reading.definition.metric, reading.definition, {reading.definition_id: reading}, {}, now)
        for metric, reading in chosen.items()
    }


def _until_then(definition: Definition, last: ShownReading) -> dict[str, Any]:
    """What is shown of a definition that waits for its first reading: the last reading's words, and its weeks."""
    same = (definition.unit, definition.currency) == (last.measured_in, last.currency)
    text = wording.in_words(last.value, last.measured_in, last.currency)
    return {"last_text": text, "last_version": last.version, "series": last.series if same else []}


def _shown(
    metric: Metric,
    definition: Definition | None,
    readings: dict,
    pulls: dict,
    now: datetime,
    last: ShownReading | None = None,
) -> ShownReading:
    base: dict[str, Any] = {"key": metric.key, "name": metric.name, "metric_id": metric.pk}
    if definition is None:
        return ShownReading(**base, sentence=f"{metric.name} is unknown. It has no definition yet.")
    reading = readings.get(definition.pk)
    sources = list(definition.sources.all())
    value = rounded(reading.value) if reading else None
    why = reading.why_unknown if reading else "It has not been computed yet."
    if last:
        why = f"{why} Until then, as computed under definition {last.version}: {last.sentence}"
    target, watch = _thresholds(definition, reading)
    return ShownReading(
        **base,
        **_numbers(definition, value, target, watch),
        **_ages(definition, sources, value, state_of(value, target, watch, definition.direction), now),
        **_kept(definition, reading),
        **(_until_then(definition, last) if last else {}),
        definition_id=definition.pk,
        version=definition.version,
        pulls=sorted(pulls[source.pk] for source in sources if source.pk in pulls),
        sources=[source.name for source in sources],
        source_label=definition.source_label or " + ".join(source.name for source in sources) or "Arc dates",
        functions=sorted({source.function for source in sources if source.function}),
        signed_by=definition.signed_by(),
        unsigned=definition.unsigned(),
        signers=len(definition.signers()),
        why_unknown="" if value is not None else why,
        sentence=wording.sentence(metric.name, value, definition, why, target),
    )


def _thresholds(definition: Definition, reading: Reading | None) -> tuple[Decimal | None, Decimal | None]:
    """Target and watch threshold: the definition's, or those computed with the reading (a launch's baseline)."""
    computed = reading.provenance.get("thresholds", {}) if reading else {}
    target = definition.target if definition.target is not None else computed.get("target")
    watch = definition.watch if definition.watch is not None else computed.get("watch")
    return _limit(target), _limit(watch)


def _limit(value: Decimal | str | None) -> Decimal | None:
    return None if value is None else rounded(Decimal(value))


def _numbers(definition: Definition, value: Decimal | None, target: Decimal | None, watch: Decimal | None) -> dict[str, Any]:
    prefix, number, unit = wording.format_value(value, definition.unit, definition.currency)
    cycle = definition.spec.get("kind") == "cycle_time"
    reduced = f", {wording.MINUS}30%" if cycle and definition.target is None and definition.unit != "money" else ""
    shown_target = wording.target_text(target, definition.unit, definition.currency, definition.direction)
    return {
        "value": value,
        "prefix": prefix,
        "number": number,
        "unit": unit,
        "measured_in": definition.unit,
        "currency": definition.currency,
        "target": target,
        "target_text": f"{shown_target}{reduced}" if shown_target else "",
        "watch": watch,
        "direction": definition.direction,
        "good_side": "above" if definition.direction == "up" else "below",
        "chart": "bars" if cycle else "line",
    }


def _ages(definition: Definition, sources: list, value: Decimal | None, state: str, now: datetime) -> dict[str, Any]:
    fresh = freshness_of(sources, definition.tolerated_age, now)
    state = "stale" if fresh.stale and value is not None else state
    return {
        "state": state,
        "word": wording.STATES[state],
        "age": fresh.age,
        "age_text": wording.age_text(fresh.age, live=not sources),
        "stale": fresh.stale,
        "tolerated_age": fresh.tolerated,
        "as_of": fresh.as_of,
        "missing": fresh.missing,
    }


def _kept(definition: Definition, reading: Reading | None) -> dict[str, Any]:
    if reading is None:
        return {}
    parts = [
        {**part, "text": wording.in_words(Decimal(part["value"]), part.get("unit", definition.unit), definition.currency)}
        for part in reading.breakdown
    ]
    sides = {"numerator": rounded(reading.numerator), "denominator": rounded(reading.denominator)}
    rest = {name: getattr(reading, name) for name in ("computed_at", "records", "series")}
    return {"reading_id": reading.pk, "breakdown": parts, **sides, **rest}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, timedelta):
        return int(value.total_seconds())
    return value
