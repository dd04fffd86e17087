"""Work linked to deliverables, and resources matched to people: each decision by a person, with history, and reversible."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from initiatives.models import Deliverable, SystemClaim
from people.models import Person
from signals.holders import refresh_claims
from signals.models import Resource, Work, WorkLink

State = Resource.State


@transaction.atomic
def link_work(*, deliverable: Deliverable, work: Work, by: Person, at: datetime) -> WorkLink:
    """Let a piece of work stand for a deliverable: its history claims who held it. Raises ValidationError if it is linked."""
    Deliverable.objects.select_for_update(no_key=True).get(pk=deliverable.pk)
    link = WorkLink.objects.filter(deliverable=deliverable, work=work).first() or WorkLink(deliverable=deliverable, work=work)
    if link.pk and link.is_linked:
        raise ValidationError(f"{work} is linked to {deliverable} already. Nothing was changed.")
    return _set_link(link, True, by, at)


@transaction.atomic
def unlink_work(*, link: WorkLink, by: Person, at: datetime) -> WorkLink:
    """Take a link apart: what that work claimed of the deliverable goes. Raises ValidationError where it is apart already."""
    link = WorkLink.objects.select_for_update(of=["self"]).select_related("work", "deliverable").get(pk=link.pk)
    if not link.is_linked:
        raise ValidationError(f"{link.work} is not linked to {link.deliverable} any more. Nothing was changed.")
    return _set_link(link, False, by, at)


def _set_link(link: WorkLink, is_linked: bool, by: Person, at: datetime) -> WorkLink:
    link.is_linked, link.title, link.decided_by, link.decided_at = is_linked, str(link.work), by, at
    link.full_clean()
    link.save()
    refresh_claims(works=[link.work_id])
    return link


@transaction.atomic
def match_resource(*, resource: Resource, person: Person | None, by: Person, at: datetime) -> Resource:
    """Say which person of ours a resource is; None: none of ours, such as a queue, a program or an agency."""
    resource = Resource.objects.select_for_update(of=["self"]).get(pk=resource.pk)
    state = State.MATCHED if person else State.NOT_OURS
    if (resource.state, resource.person) == (state, person):
        raise ValidationError(f"That is said of “{resource}” already. Nothing was changed.")
    return _set_match(resource, state, person, by, at)


@transaction.atomic
def undo_match(*, resource: Resource, by: Person, at: datetime) -> Resource:
    """Take a match, or “not a person of ours”, back: the resource waits again, and no pull matches it by itself."""
    resource = Resource.objects.select_for_update(of=["self"]).get(pk=resource.pk)
    if resource.state == State.UNKNOWN:
        raise ValidationError(f"“{resource}” is not matched. Nothing was changed.")
    return _set_match(resource, State.UNKNOWN, None, by, at)


def _set_match(resource: Resource, state: str, person: Person | None, by: Person, at: datetime) -> Resource:
    resource.state, resource.person, resource.decided_by, resource.decided_at = state, person, by, at
    resource.full_clean()
    resource.save()
    claimed = SystemClaim.objects.filter(resource=resource.name).values_list("work", flat=True).distinct()
    refresh_claims(works=list(claimed))
    return resource
