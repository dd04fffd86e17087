"""Defining metrics and signing their definitions: the one door for pages, sources files and the API."""

from datetime import datetime
from typing import Any

from celery import current_app
from django.core.exceptions import ValidationError
from django.db import transaction

from people.models import Function, Person
from signals.definitions import MetricEntry
from signals.models import Definition, Metric, Signature, Source
from signals.readings import rounded

SHOWN = ("unit", "currency", "direction", "target", "watch", "source_label", "tolerated_age")


@transaction.atomic
def define_metric(
    *, entry: MetricEntry, by: Person | None, at: datetime, note: str = "", opened_from: int | None = None
) -> Definition:
    """Make the metric, or a new version of its definition where anything differs; return the definition in force.

    A new version starts without signatures; another name, description or topic makes one too: heads sign what a number means.
    The same content again changes nothing. `opened_from` is the version that a change was made from, 0 for none. Raises
    ValidationError when a source is not known; and, with `opened_from`, when there is a newer version or the rule is replaced.
    """
    sources = _sources(entry)
    metric, reworded = _metric(entry)
    content = _content(entry, sources)
    latest = metric.definitions.order_by("-version").first()
    if opened_from is not None:
        _still_in_use(metric)
        _unchanged_since(opened_from, latest)
    if latest and not reworded and _same(latest, content, sources):
        return latest
    note = note or (reworded if latest else "")
    return _new_version(metric, sources, created_by=by, created_at=at, note=note, **content)


@transaction.atomic
def agree_on(*, rule: Definition, instead_of: Definition, by: Person, at: datetime) -> Definition:
    """Propose one metric's rule as the one rule for a thing that two functions count; return its new version.

    The heads whose functions either rule touches sign it. The last signature replaces the other rule, which stays for its
    history; until then both are in force. Raises ValidationError where the two are not rules for one thing, one of them is
    replaced already or has a newer version, or the same is proposed already.
    """
    metric, replaced = _locked(rule, instead_of)
    if not metric.topic or metric.topic != replaced.topic or metric == replaced:
        raise ValidationError("These two are not rules for one thing: they have no topic in common. Nothing was changed.")
    if metric.replaced_by_id or replaced.replaced_by_id:
        raise ValidationError("One of the two is replaced already. Nothing was changed.")
    for each in (rule, instead_of):
        _still_in_force(each)
    if rule.instead_of_id == replaced.pk:
        raise ValidationError("This is proposed already: read it and sign it.")
    entry = MetricEntry.model_validate(entry_of(rule))
    sources = list(rule.sources.all())
    touched = {*rule.signers(), *instead_of.signers()}
    content = _content(entry, sources) | {"functions": [name for name in Function.values if name in touched]}
    note = f"Proposed as the one rule, instead of {replaced.name} (definition {instead_of.version})."
    return _new_version(metric, sources, created_by=by, created_at=at, note=note, instead_of=replaced, **content)


@transaction.atomic
def take_back(*, definition: Definition, by: Person, at: datetime) -> Definition:
    """Take a proposed agreement back, or turn it down: a new version with the heads of before; the other rule is untouched.

    Raises ValidationError where nothing is proposed any more.
    """
    metric = Metric.objects.select_for_update().get(pk=definition.metric_id)
    _still_in_force(definition)
    other = definition.proposes_to_replace
    if other is None:
        raise ValidationError("Nothing is proposed here any more. Nothing was changed.")
    before = metric.definitions.get(version=definition.version - 1)
    sources = list(definition.sources.all())
    content = _content(MetricEntry.model_validate(entry_of(definition)), sources) | {"functions": before.functions}
    note = f"No agreement: {by.name} took the proposal back, and {other.name} stays."[:300]
    return _new_version(metric, sources, created_by=by, created_at=at, note=note, **content)


def _locked(*definitions: Definition) -> list[Metric]:
    """The metrics of definitions, locked in one order so that no two wait for each other."""
    rows = Metric.objects.select_for_update().order_by("pk").filter(pk__in=[each.metric_id for each in definitions])
    found = {each.pk: each for each in rows}
    return [found[each.metric_id] for each in definitions]


def _replace_when_all_signed(definition: Definition, metric: Metric) -> None:
    """The last signature of a proposed agreement makes it the one rule."""
    if definition.instead_of_id is None:
        return
    replaced = (
        Metric.objects.select_for_update().filter(pk=definition.instead_of_id, replaced_by=None, topic=metric.topic).first()
    )
    if replaced is None or Definition.objects.get(pk=definition.pk).unsigned():
        return
    metric.name, metric.function, replaced.replaced_by = metric.topic, "", metric
    for each in (metric, replaced):
        each.full_clean()
        each.save()


def _still_in_force(definition: Definition) -> None:
    latest = definition.metric.definitions.order_by("-version").first()
    if latest and latest != definition:
        raise ValidationError(
            f"There is a newer version of {definition.metric.name}: definition {latest.version}. "
            f"You read {definition.version}. Nothing was signed or changed: read the newer one first."
        )


def _unchanged_since(opened_from: int, latest: Definition | None) -> None:
    if latest and latest.version != opened_from:
        who = latest.created_by.name if latest.created_by else "a sources file"
        raise ValidationError(
            f"It was changed by {who} since you opened it: definition {latest.version} is in force now. Nothing was "
            "saved, and what you typed is kept. Read what changed; saving again puts yours over it, as the next version.",
            code="changed_since",
        )


def _still_in_use(metric: Metric) -> None:
    if metric.replaced_by is not None:
        raise ValidationError(
            f"This rule was replaced by {metric.replaced_by.name}, on which the functions agreed. Nothing was changed: "
            f"change or sign {metric.replaced_by.name} instead."
        )


def _new_version(metric: Metric, sources: list[Source], **content: Any) -> Definition:
    """The next version of a metric's definition, without signatures; the worker reads it first of all."""
    latest = metric.definitions.order_by("-version").first()
    definition = Definition(metric=metric, version=latest.version + 1 if latest else 1, **content)
    definition.full_clean()
    definition.save()
    definition.sources.set(sources)
    transaction.on_commit(lambda: _wake_worker(definition), robust=True)
    return definition


@transaction.atomic
def sign_definition(*, definition: Definition, by: Person, at: datetime) -> Signature:
    """`by` stands by this version for the function they head; the last signature of a proposed agreement carries it out.

    Raises ValidationError for an older version, a replaced rule, another function.
    """
    metric = Metric.objects.select_for_update().get(pk=definition.metric_id)
    _still_in_force(definition)
    _still_in_use(metric)
    function = by.heads_function(at)
    if function not in definition.signers():
        heads = ", ".join(Function(name).label for name in definition.signers())
        raise ValidationError(f"This definition is signed by the heads of {heads}. Nothing was signed.")
    signature = Signature(definition=definition, function=function, person=by, at=at)
    signature.full_clean()
    signature.save()
    _replace_when_all_signed(definition, metric)
    return signature


def entry_of(definition: Definition) -> dict[str, Any]:
    """A definition as the entry that would make it again, without what is left at its default."""
    metric = definition.metric
    own = {name: getattr(definition, name) for name in SHOWN}
    own |= {name: rounded(own[name]) for name in ("target", "watch")}
    words = {"key": metric.key, "name": metric.name, "function": metric.function, "topic": metric.topic}
    names = [source.name for source in definition.sources.all()]
    made = MetricEntry.model_validate(
        {**words, "description": metric.description, "definition": definition.spec, **own, "sources": names}
        | {"functions": definition.functions}
    )
    return made.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _wake_worker(definition: Definition) -> None:
    """Ask for its first reading; beat asks again where the queue is down."""
    current_app.send_task("signals.tasks.recompute_definition", [definition.pk], retry=False)


def _sources(entry: MetricEntry) -> list[Source]:
    found = {source.name: source for source in Source.objects.filter(name__in=entry.sources)}
    unknown = [name for name in entry.sources if name not in found]
    if unknown:
        raise ValidationError(f"{entry.name}: there is no source called {' or '.join(unknown)}. Connect it first.")
    return [found[name] for name in entry.sources]


def _metric(entry: MetricEntry) -> tuple[Metric, str]:
    """The metric as the entry words it, and which words that changes: empty for a new metric and for none."""
    metric = Metric.objects.select_for_update().filter(key=entry.key).first() or Metric(key=entry.key)
    stated = {name: getattr(entry, name) for name in ("name", "function", "topic", "description")}
    reworded = [f"{name}: it was “{getattr(metric, name)}”" for name in stated if getattr(metric, name) != stated[name]]
    note = f"Reworded. {'; '.join(reworded)}"[:300] if metric.pk and reworded else ""
    if entry.position is not None:
        stated["position"] = entry.position
    elif metric.pk is None:
        stated["position"] = Metric.objects.count()
    if metric.pk is None or any(getattr(metric, name) != value for name, value in stated.items()):
        for name, value in stated.items():
            setattr(metric, name, value)
        metric.full_clean()
        metric.save()
    return metric, note


def _content(entry: MetricEntry, sources: list[Source]) -> dict[str, Any]:
    touched = {entry.function, *(source.function for source in sources)}
    functions = entry.signers() or [function for function in Function.values if function in touched]
    spec = entry.definition.model_dump(mode="json", by_alias=True, exclude_none=True)
    return {"spec": spec, "functions": functions, **{name: getattr(entry, name) for name in SHOWN}}


def _same(latest: Definition, content: dict[str, Any], sources: list[Source]) -> bool:
    return all(getattr(latest, name) == value for name, value in content.items()) and (
        {source.pk for source in latest.sources.all()} == {source.pk for source in sources}
    )
