"""Deliverables: added, made to depend on one another, worked on, dropped."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from initiatives.models import Deliverable, Dependency, Initiative
from initiatives.plan import circle
from initiatives.services.refusals import locked_deliverable, locked_initiative, require_live
from people.models import Person


@transaction.atomic
def add_deliverable(
    *,
    initiative: Initiative,
    name: str,
    function: str,
    by: Person,
    at: datetime,
    needed_from: datetime | None = None,
    needed_until: datetime | None = None,
    planned_start: date | None = None,
    planned_finish: date | None = None,
    depends_on: Iterable[Deliverable] = (),
    order: int | None = None,
    slug: str = "",
) -> Deliverable:
    """Add a piece of the arc, needed from `needed_from` (now by default); last in the template's order by default."""
    initiative = locked_initiative(initiative)
    require_live(initiative)
    if order is None:
        last = initiative.deliverables.aggregate(last=Max("order"))["last"]
        order = 0 if last is None else last + 1
    deliverable = Deliverable(
        initiative=initiative,
        name=name,
        slug=slug or slugify(name)[:60],
        function=function,
        order=order,
        needed_from=needed_from or at,
        needed_until=needed_until,
        planned_start=planned_start,
        planned_finish=planned_finish,
    )
    deliverable.full_clean()
    deliverable.save()
    declare_dependencies(deliverable=deliverable, depends_on=depends_on, by=by, at=at)
    return deliverable


@transaction.atomic
def declare_dependencies(*, deliverable: Deliverable, depends_on: Iterable[Deliverable], by: Person, at: datetime) -> None:
    """Say what the deliverable truly depends on, all of it. Raises ValidationError for a circle or another launch's."""
    locked_initiative(deliverable.initiative)
    wanted = {needed.pk: needed for needed in depends_on}
    for needed in wanted.values():
        if needed.initiative_id != deliverable.initiative_id:
            raise ValidationError(f"{needed} belongs to another initiative; a deliverable depends on those of its own.")
    needs = _needs_of(deliverable.initiative)
    needs[deliverable.pk] = set(wanted)
    if names := circle(needs):
        by_key = deliverable.initiative.deliverables.in_bulk(names)
        way = " → ".join(by_key[key].name for key in [*names, names[0]])
        raise ValidationError(
            f"These would wait for each other: {way}. Nothing was changed; leave one of the dependencies out."
        )
    deliverable.dependencies.exclude(needs__in=wanted).delete()
    there = set(deliverable.dependencies.values_list("needs", flat=True))
    for key in sorted(set(wanted) - there):
        Dependency.objects.create(deliverable=deliverable, needs_id=key)


def _needs_of(initiative: Initiative) -> dict[int, set[int]]:
    """What each deliverable needs, by key."""
    needs: dict[int, set[int]] = {}
    for deliverable, needed in Dependency.objects.filter(deliverable__initiative=initiative).values_list(
        "deliverable", "needs"
    ):
        needs.setdefault(deliverable, set()).add(needed)
    return needs


@transaction.atomic
def drop_deliverable(*, deliverable: Deliverable, by: Person, at: datetime) -> Deliverable:
    """Take it out of scope. The row stays; a scope that shrank withholds the credit (rule 29)."""
    deliverable = locked_deliverable(deliverable)
    require_live(deliverable.initiative)
    if deliverable.dropped_at:
        raise ValidationError(f"{deliverable} was taken out of scope on {deliverable.dropped_at:%-d %b %Y} already.")
    return _write(deliverable, dropped_at=at)


@transaction.atomic
def start_deliverable(*, deliverable: Deliverable, by: Person, at: datetime) -> Deliverable:
    """Work on it starts."""
    deliverable = locked_deliverable(deliverable)
    if deliverable.started_at:
        raise ValidationError(f"Work on {deliverable} started on {deliverable.started_at:%-d %b %Y} already.")
    return _write(deliverable, started_at=at)


@transaction.atomic
def finish_deliverable(*, deliverable: Deliverable, by: Person, at: datetime) -> Deliverable:
    """Work on it is finished. Somebody still holds it for as long as it is needed."""
    deliverable = locked_deliverable(deliverable)
    if not deliverable.started_at:
        raise ValidationError(f"Work on {deliverable} was never started. Start it first, with the day on which it began.")
    if deliverable.finished_at:
        raise ValidationError(f"{deliverable} was finished on {deliverable.finished_at:%-d %b %Y} already.")
    return _write(deliverable, finished_at=at)


def _write(deliverable: Deliverable, **fields) -> Deliverable:
    for name, value in fields.items():
        setattr(deliverable, name, value)
    deliverable.full_clean()
    deliverable.save()
    return deliverable
