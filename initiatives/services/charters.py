"""Charters: one owner named in writing by the CEO, acknowledged by the four heads."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from initiatives.models import Acknowledgement, ActionItem, Charter, CharterRight, Initiative
from initiatives.models.action import owner_asked
from initiatives.services.actions import add_action_item
from initiatives.services.refusals import locked_initiative, require_live, require_present, require_words
from initiatives.telling import tell_owner_asked
from people.models import Function, Person, Role

DAYS_TO_NAME = 45


@transaction.atomic
def name_owner(
    *,
    initiative: Initiative,
    owner: Person,
    mandate: str,
    rights: Mapping[str, str],
    by: Person,
    at: datetime,
    replaces: Charter | None = None,
) -> Charter:
    """Name the arc owner (rules 1, 2); return the charter, in force from `at`.

    `replaces` is the charter that the one who names saw in force. Raises ValidationError when `by` is not in the CEO's seat,
    when the owner has left or holds no seat, when a right is missing, or when somebody else was named in the meantime.
    """
    initiative = locked_initiative(initiative)
    require_live(initiative)
    if not by.holds(Role.CEO, at=at):
        raise ValidationError("Only the person in the CEO's seat names the owner. Nothing was changed.")
    require_present(owner, at, "own the arc")
    if not owner.seats.at(at).exists():
        raise ValidationError(f"{owner} holds no seat, so cannot own the arc. Give {owner} a seat first.")
    if set(rights) != set(Function.values):
        raise ValidationError("Say for each of the four functions what the owner may do: decide, veto or be consulted.")
    _end_charter(initiative, replaces, at)
    mandate = require_words(mandate, "write the mandate")
    charter = Charter(initiative=initiative, owner=owner, named_by=by, mandate=mandate, in_force=(at, None))
    charter.full_clean()
    charter.save()
    for function in Function.values:
        right = CharterRight(charter=charter, function=function, right=rights[function])
        right.full_clean()
        right.save()
    ActionItem.objects.open().asking_for_owner(initiative).filter(created_at__lte=at).update(done_at=at)
    return Charter.objects.get(pk=charter.pk)


@transaction.atomic
def ask_for_owner(*, initiative: Initiative, by: Person, at: datetime) -> ActionItem:
    """Give the CEO 45 days to name the arc owner, in writing. Raises ValidationError where one is named, or was asked for."""
    initiative = locked_initiative(initiative)
    owner, ceo = initiative.owner(at), Person.objects.seated(Role.CEO, at=at).first()
    if owner:
        raise ValidationError(f"{owner} owns the arc of {initiative} already. Nothing was started.")
    if ceo is None:
        raise ValidationError("Nobody sits in the CEO's seat, and only the CEO names the owner. Nothing was started.")
    if ActionItem.objects.open().asking_for_owner(initiative).exists():
        raise ValidationError("This was started already: it is on the launch's list.")
    due = timezone.localdate(at) + timedelta(days=DAYS_TO_NAME)
    item = add_action_item(initiative=initiative, text=owner_asked(initiative), person=ceo, due=due, by=by, at=at)
    tell_owner_asked(item, at)
    return item


def _end_charter(initiative: Initiative, seen: Charter | None, at: datetime) -> None:
    """End the charter in force, if it is the one that was seen; refuse otherwise."""
    current = initiative.charter_in_force(at)
    if current != seen:
        if current is None:
            raise ValidationError("The charter that you meant to replace is no longer in force. Look at the initiative again.")
        raise ValidationError(
            f"{current.owner} was named owner on {current.named_at:%-d %b %Y, %H:%M} UTC and stays so. "
            "Look at that charter; if you still want another owner, replace it."
        )
    if current:
        current.in_force = (current.in_force.lower, at)
        current.full_clean()
        current.save()


@transaction.atomic
def acknowledge_charter(*, charter: Charter, by: Person, at: datetime, reservation: str = "") -> Acknowledgement:
    """Acknowledge for the function that `by` heads (rule 2); a written reservation stays visible.

    Raises ValidationError for anybody else, twice, or when the charter is not in force.
    """
    charter = Charter.objects.select_for_update(no_key=True).get(pk=charter.pk)
    function = by.heads_function(at)
    if not function:
        raise ValidationError("Only the head of a function acknowledges a charter, for that function.")
    if at not in charter.in_force:
        raise ValidationError("This charter is not in force: another owner was named. Read the new one.")
    acknowledgement = Acknowledgement(charter=charter, function=function, person=by, at=at, reservation=reservation.strip())
    acknowledgement.full_clean()
    acknowledgement.save()
    return acknowledgement
