"""Who may see and change what: every signed-in person reads, administrators connect sources, heads define and sign."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404

from initiatives.access import deliverable_to_read, may_run
from initiatives.models import Deliverable
from people.models import Message, Person, Role, Webhook
from signals.models import (
    Definition,
    Intake,
    Metric,
    Party,
    PartyLink,
    Pull,
    RawPage,
    Resource,
    Source,
    SourceDraft,
    Stream,
    WorkLink,
)


def may_connect(person: Person) -> bool:
    """Whether this person connects sources."""
    return person.is_staff


def may_define(person: Person) -> bool:
    """Whether this person writes definitions: administrators and function heads."""
    return person.is_staff or bool(person.heads_function())


def source_to_read(person: Person, pk: int) -> Source:
    """The source; everybody reads it. Raises Http404."""
    return get_object_or_404(Source.objects.prefetch_related("streams"), pk=pk)


def connecting(person: Person) -> None:
    """Refuse everybody but administrators."""
    if not may_connect(person):
        raise PermissionDenied("Only an administrator connects, pulls and pauses sources.")


def source_to_connect(person: Person, pk: int) -> Source:
    """The source, for an administrator. Raises PermissionDenied, Http404."""
    connecting(person)
    return source_to_read(person, pk)


def intake_to_push(name: str) -> Intake:
    """The intake at an address, for whoever can sign what they push there. Raises Http404."""
    return get_object_or_404(Intake.objects.select_related("source"), name=name, source__kind=Source.PUSHED)


def intake_to_change(person: Person, pk: int) -> Intake:
    """The intake of a source, for an administrator. Raises PermissionDenied, Http404."""
    connecting(person)
    return get_object_or_404(Intake.objects.select_related("source"), pk=pk, source__kind=Source.PUSHED)


def may_read_messages(person: Person) -> bool:
    """Whether this person may read the delivery log: administrators and the COO."""
    return person.is_staff or person.holds(Role.COO)


def reading_messages(person: Person) -> None:
    """Refuse everybody but administrators and the COO: messages are other people's."""
    if not may_read_messages(person):
        raise PermissionDenied("Only the COO or an administrator reads the delivery log.")


def message_to_send_again(person: Person, pk: int) -> Message:
    """The message, for administrators and the COO. Raises PermissionDenied, Http404."""
    reading_messages(person)
    return get_object_or_404(Message, pk=pk)


def webhook_to_switch(person: Person, pk: int) -> Webhook:
    """The webhook, for administrators. Raises PermissionDenied, Http404."""
    connecting(person)
    return get_object_or_404(Webhook, pk=pk)


def draft_to_edit(person: Person, pk: int, at: datetime) -> SourceDraft:
    """One's own draft of a source, while it has not expired; administrators only. Raises PermissionDenied, Http404."""
    connecting(person)
    return get_object_or_404(SourceDraft.objects.live(at).select_related("source"), pk=pk, by=person)


def pull_to_read(person: Person, pk: int) -> Pull:
    """The pull; everybody reads it. Raises Http404."""
    return get_object_or_404(Pull.objects.select_related("source"), pk=pk)


def pull_to_cancel(person: Person, pk: int) -> Pull:
    """The pull, for an administrator. Raises PermissionDenied, Http404."""
    connecting(person)
    return pull_to_read(person, pk)


def stream_to_read(person: Person, pk: int) -> Stream:
    """The stream with its source; everybody reads it. Raises Http404."""
    return get_object_or_404(Stream.objects.select_related("source"), pk=pk)


def stream_to_change(person: Person, pk: int) -> Stream:
    """The stream, for an administrator. Raises PermissionDenied, Http404."""
    connecting(person)
    return stream_to_read(person, pk)


def page_to_read(person: Person, pk: int) -> RawPage:
    """The raw page of a record; everybody reads it. Raises Http404."""
    return get_object_or_404(RawPage.objects.select_related("pull", "stream__source"), pk=pk)


def customer_to_read(person: Person, pk: int) -> Party:
    """The party of that number, its customer where it is joined to one. Raises Http404."""
    return get_object_or_404(Party.objects.select_related("joined_to", "source"), pk=pk).customer


def link_to_read(person: Person, pk: int) -> PartyLink:
    """A join or a suggested one; everybody reads it. Raises Http404."""
    return get_object_or_404(PartyLink.objects.with_parties(), pk=pk)


def link_to_decide(person: Person, pk: int) -> PartyLink:
    """A join or a suggested one; administrators and heads decide. Raises PermissionDenied, Http404."""
    if not may_define(person):
        raise PermissionDenied("Only a function head or an administrator joins customers and undoes joins.")
    return link_to_read(person, pk)


def metric_to_read(person: Person, key: str) -> Metric:
    """The metric; everybody reads it. Raises Http404."""
    return get_object_or_404(Metric, key=key)


def defining(person: Person) -> None:
    """Refuse everybody but administrators and function heads."""
    if not may_define(person):
        raise PermissionDenied("Only a function head or an administrator writes definitions.")


def metric_to_define(person: Person, key: str) -> Metric:
    """The metric, for those who write definitions. Raises PermissionDenied, Http404."""
    defining(person)
    return metric_to_read(person, key)


def version_read(metric: Metric, version: str) -> Definition:
    """The version that a page showed, by its number as the page's form carries it. Raises ValidationError without one."""
    number = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
    found = metric.definitions.filter(version=number).first()
    if found is None:
        raise ValidationError("The page did not say which version you read. Nothing was changed: open it again.")
    return found


def rules_to_agree_on(person: Person, key: str, other: str, versions: tuple[str, str]) -> tuple[Definition, Definition]:
    """The versions of two rules that were read, for a head of a function that either touches.

    Raises PermissionDenied, Http404; ValidationError where it is not said which versions were read.
    """
    found = metric_to_read(person, key), metric_to_read(person, other)
    touched = {function for metric in found if metric.definition for function in metric.definition.signers()}
    if person.heads_function() not in touched:
        raise PermissionDenied("Only the heads of the functions that the two rules touch agree on one of them.")
    return version_read(found[0], versions[0]), version_read(found[1], versions[1])


def definition_to_sign(person: Person, key: str, version: str) -> Definition:
    """The version that was read, for a head of a function that the one in force touches.

    Raises PermissionDenied, Http404; ValidationError where it is not said which version was read.
    """
    metric = metric_to_read(person, key)
    if metric.definition is None or person.heads_function() not in metric.definition.signers():
        raise PermissionDenied("Only the heads of the functions that a definition touches sign it.")
    return version_read(metric, version)


def may_link(person: Person, deliverable: Deliverable) -> bool:
    """Whether this person says which work stands for the deliverable: who runs its launch, its head, the COO, the CEO."""
    leads = person.holds(Role.COO) or person.holds(Role.CEO)
    return leads or person.heads_function() == deliverable.function or may_run(person, deliverable.initiative)


def deliverable_to_link(person: Person, pk: int) -> Deliverable:
    """The deliverable, for whoever links work to it. Raises PermissionDenied, Http404."""
    deliverable = deliverable_to_read(person, pk)
    if not may_link(person, deliverable):
        function = deliverable.get_function_display()
        raise PermissionDenied(
            f"Only the arc owner, the Head of {function}, the COO or the CEO says which work stands for {deliverable}."
        )
    return deliverable


def work_link_to_undo(person: Person, pk: int) -> WorkLink:
    """The link, for whoever makes it. Raises PermissionDenied, Http404."""
    link = get_object_or_404(WorkLink.objects.select_related("deliverable", "work"), pk=pk)
    deliverable_to_link(person, link.deliverable_id)
    return link


def may_match(person: Person) -> bool:
    """Whether this person says who a resource of a source is: heads, the COO, the CEO, administrators."""
    return may_define(person) or person.holds(Role.COO) or person.holds(Role.CEO)


def resource_to_read(person: Person, pk: int) -> Resource:
    """The resource; everybody reads it. Raises Http404."""
    return get_object_or_404(Resource.objects.select_related("source", "person", "decided_by"), pk=pk)


def resource_to_match(person: Person, pk: int) -> Resource:
    """The resource, for whoever says who it is. Raises PermissionDenied, Http404."""
    if not may_match(person):
        raise PermissionDenied("Only a function head, the COO, the CEO or an administrator says who a resource is.")
    return resource_to_read(person, pk)
