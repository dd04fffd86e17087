"""Who may see or change what of an initiative: each look-up returns the object, or refuses.

Every signed-in person reads everything. A refusal is a 404 where there is no such object, and else a PermissionDenied whose
sentence says who may.
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils import timezone

from initiatives.models import ActionItem, Charter, Delegation, Deliverable, Handoff, Initiative, PendingAnswer, Reason
from people.models import Person, Role


def require_may_start(person: Person, at: datetime | None = None) -> None:
    """The CEO, the COO and the four heads start initiatives."""
    if not (_leads(person, at) or person.heads_function(at)):
        raise PermissionDenied("Only the CEO, the COO or the head of a function starts an initiative.")


def initiative_to_read(person: Person, slug: str) -> Initiative:
    """Anybody's to read, with its charters."""
    return get_object_or_404(Initiative.objects.with_owners(), slug=slug)


def initiative_to_run(person: Person, slug: str, at: datetime | None = None) -> Initiative:
    """The arc owner's; while nobody owns the arc, the CEO's, the COO's and that of the person who started it."""
    initiative = initiative_to_read(person, slug)
    require_may_run(person, initiative, at)
    return initiative


def require_may_run(person: Person, initiative: Initiative, at: datetime | None = None) -> None:
    """Refuse anybody who does not run this initiative."""
    if not may_run(person, initiative, at):
        owner = initiative.owner(at)
        if owner:
            raise PermissionDenied(f"Only {owner}, who owns the arc of {initiative}, does this.")
        raise PermissionDenied(
            f"Nobody owns the arc of {initiative}; until the CEO names an owner, only the CEO or the COO does this."
        )


def may_run(person: Person, initiative: Initiative, at: datetime | None = None) -> bool:
    """Whether this person runs the initiative at that instant."""
    at = at or timezone.now()
    if owner := initiative.owner(at):
        return owner == person
    starter = initiative.created_by_id == person.pk and initiative.charter_in_force(at) is None
    return (starter and person.works_here(at)) or _leads(person, at)


def initiative_to_name_owner_of(person: Person, slug: str, at: datetime | None = None) -> Initiative:
    """The CEO's alone (rule 2)."""
    initiative = initiative_to_read(person, slug)
    if not person.holds(Role.CEO, at=at):
        raise PermissionDenied("Only the person in the CEO's seat names the owner.")
    return initiative


def charter_to_acknowledge(person: Person, slug: str, at: datetime | None = None) -> Charter:
    """The charter in force, for a head whose function has not acknowledged it yet."""
    initiative = initiative_to_read(person, slug)
    function = person.heads_function(at)
    if not function:
        raise PermissionDenied("Only the head of a function acknowledges a charter, for that function.")
    charter = initiative.charter_in_force(at)
    if charter is None:
        raise PermissionDenied(f"No owner has been named for {initiative}, so there is no charter to acknowledge.")
    if function not in charter.functions_to_acknowledge:
        raise PermissionDenied("Your function has acknowledged this charter already.")
    return charter


def deliverable_to_read(person: Person, pk: int) -> Deliverable:
    """Anybody's to read."""
    return get_object_or_404(Deliverable.objects.select_related("initiative"), pk=pk)


def deliverable_to_run(person: Person, pk: int, at: datetime | None = None) -> Deliverable:
    """The arc owner's, and that of the head of its function: to name a holder, start, finish or drop it."""
    deliverable = deliverable_to_read(person, pk)
    if person.heads_function(at) != deliverable.function:
        require_may_run(person, deliverable.initiative, at)
    return deliverable


def deliverable_to_hand_over(person: Person, pk: int, at: datetime | None = None) -> Deliverable:
    """Its holder's, and that of the head of a function in which its holder has a seat."""
    at = at or timezone.now()
    deliverable = deliverable_to_read(person, pk)
    if sender_of(person, deliverable, at) is None:
        names = ", ".join(sorted({holding.person.name for holding in deliverable.holdings.at(at).select_related("person")}))
        raise PermissionDenied(
            f"Only who holds {deliverable} hands it over: {names or 'nobody does now, so name a holder first'}."
        )
    return deliverable


def sender_of(person: Person, deliverable: Deliverable, at: datetime) -> Person | None:
    """In whose name this person hands the deliverable over: their own, or a holder's of the function they head."""
    holders = [holding.person for holding in deliverable.holdings.at(at).select_related("person")]
    if person in holders:
        return person
    function = person.heads_function(at)
    team = [holder for holder in holders if function and holder.seats.at(at).filter(function=function).exists()]
    return team[0] if team else None


def deliverable_to_send_a_batch_of(person: Person, pk: int, at: datetime | None = None) -> Deliverable:
    """Anybody's with a seat: a batch of work moves without the deliverable."""
    if not person.seats.at(at or timezone.now()).exists():
        raise PermissionDenied("Only somebody with a seat hands work over.")
    return deliverable_to_read(person, pk)


def handoff_to_read(person: Person, pk: int) -> Handoff:
    """Anybody's to read."""
    return get_object_or_404(Handoff.objects.with_people(), pk=pk)


def handoff_to_answer(person: Person, pk: int, at: datetime | None = None) -> Handoff:
    """The receiver's, and that of the head of the receiver's function. Answered ones too: the service says so in a sentence."""
    handoff = handoff_to_read(person, pk)
    if not handoff.may_be_answered_by(person, at or timezone.now()):
        raise PermissionDenied(f"Only {handoff.receiver} or the head of that function answers this.")
    return handoff


def handoff_to_work_on(person: Person, pk: int, at: datetime | None = None) -> Handoff:
    """To start and to finish: the receiver's, and that of the head of the receiver's function."""
    return handoff_to_answer(person, pk, at)


def answer_to_undo(person: Person, pk: int) -> PendingAnswer:
    """The latest answer that this person gave to that handoff, if it can or could be undone."""
    handoff = handoff_to_read(person, pk)
    pending = PendingAnswer.objects.filter(handoff=handoff, by=person).select_related("handoff__deliverable", "by").first()
    if pending is None:
        raise PermissionDenied("Only the person who gave an answer undoes it.")
    return pending


def handoff_to_withdraw(person: Person, pk: int, at: datetime | None = None) -> Handoff:
    """The sender's, and that of the head of the sender's function."""
    handoff = handoff_to_read(person, pk)
    if not handoff.may_be_withdrawn_by(person, at or timezone.now()):
        raise PermissionDenied(f"Only {handoff.sender} or the head of that function withdraws this.")
    return handoff


def handoff_to_correct(person: Person, pk: int, at: datetime | None = None) -> Handoff:
    """Either side's, their heads', and the arc owner's."""
    at = at or timezone.now()
    handoff = handoff_to_read(person, pk)
    sides = handoff.may_be_answered_by(person, at) or handoff.may_be_withdrawn_by(person, at)
    if not sides and not may_run(person, handoff.deliverable.initiative, at):
        raise PermissionDenied("Only the two sides of a handoff, their heads or the arc owner correct its times.")
    return handoff


def action_item_to_finish(person: Person, pk: int, at: datetime | None = None) -> ActionItem:
    """That of the one person it names, and the arc owner's."""
    item = get_object_or_404(ActionItem.objects.select_related("initiative", "person"), pk=pk)
    if item.person != person and not may_run(person, item.initiative, at):
        raise PermissionDenied(f"Only {item.person} or the arc owner marks this as done.")
    return item


def person_to_read(person: Person, pk: int) -> Person:
    """Anybody's to read."""
    return get_object_or_404(Person, pk=pk)


def person_to_stand_in_for(person: Person, pk: int, at: datetime | None = None) -> Person:
    """Oneself; for a member also the head of that function, and for everybody the COO and the CEO: people fall ill."""
    at = at or timezone.now()
    other = person_to_read(person, pk)
    function = person.heads_function(at)
    if other != person and not _leads(person, at) and not (function and other.seats.at(at).filter(function=function).exists()):
        raise PermissionDenied(f"Only {other}, the head of that function, the COO or the CEO names who answers for {other}.")
    return other


def delegation_to_end(person: Person, pk: int, at: datetime | None = None) -> Delegation:
    """That of whoever may make it, and the delegate's own."""
    delegation = get_object_or_404(Delegation.objects.select_related("person", "delegate"), pk=pk)
    if delegation.delegate != person:
        person_to_stand_in_for(person, delegation.person_id, at)
    return delegation


def may_record_leaving(person: Person, other: Person, at: datetime | None = None) -> bool:
    """Whether this person records that the other has left."""
    return other != person and (person.is_staff or person.holds(Role.COO, at=at))


def person_to_see_off(person: Person, pk: int, at: datetime | None = None) -> Person:
    """Somebody else, for the COO and for administrators: to record that they have left."""
    other = person_to_read(person, pk)
    if not may_record_leaving(person, other, at):
        raise PermissionDenied("Only the COO or an administrator records that somebody else has left.")
    return other


def may_set_working_hours(person: Person, at: datetime | None = None) -> bool:
    """Whether this person sets the company's working hours: administrators and the COO."""
    return person.is_staff or person.holds(Role.COO, at=at)


def require_may_set_working_hours(person: Person, at: datetime | None = None) -> None:
    """Refuse everybody else."""
    if not may_set_working_hours(person, at):
        raise PermissionDenied("Only the COO or an administrator sets the working hours.")


def may_keep_reasons(person: Person, at: datetime | None = None) -> bool:
    """Whether this person keeps the list of reasons: heads, the COO, the CEO, administrators."""
    return person.is_staff or _leads(person, at) or bool(person.heads_function(at))


def keeping_reasons(person: Person, at: datetime | None = None) -> None:
    """Refuse everybody else."""
    if not may_keep_reasons(person, at):
        raise PermissionDenied("Only a head, the COO, the CEO or an administrator keeps the list of reasons.")


def reason_to_keep(person: Person, pk: int, at: datetime | None = None) -> Reason:
    """The reason, for who keeps the list."""
    keeping_reasons(person, at)
    return get_object_or_404(Reason.objects.select_related("merged_into"), pk=pk)


def _leads(person: Person, at: datetime | None) -> bool:
    """Whether this person is the CEO or the COO."""
    return person.holds(Role.CEO, at=at) or person.holds(Role.COO, at=at)
