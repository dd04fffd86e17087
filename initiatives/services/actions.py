"""Action items, each with exactly one person (rule 4), and progress updates."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from initiatives.models import ActionItem, Initiative, ProgressUpdate
from initiatives.services.refusals import require_live, require_present, require_words
from people.models import Person
from revenue_arc import words


@transaction.atomic
def add_action_item(*, initiative: Initiative, text: str, person: Person, due: date, by: Person, at: datetime) -> ActionItem:
    """Give one named person something to do by a date. Raises ValidationError for a day that is over."""
    require_live(initiative)
    if due < timezone.localdate(at):
        raise ValidationError(
            {"due": f"{words.day(due, year=True)} is over. Choose today or a later day; nothing was given yet."}
        )
    require_present(person, at, "take an action item")
    item = ActionItem(initiative=initiative, text=text.strip(), person=person, due=due, by=by, created_at=at)
    item.full_clean()
    item.save()
    return item


@transaction.atomic
def finish_action_item(*, action_item: ActionItem, by: Person, at: datetime) -> ActionItem:
    """Mark it done. Raises ValidationError when it is done already."""
    item = ActionItem.objects.select_for_update(no_key=True).get(pk=action_item.pk)
    if item.done_at:
        raise ValidationError(f"This was done on {item.done_at:%-d %b %Y} already.")
    item.done_at = at
    item.full_clean()
    item.save()
    return item


@transaction.atomic
def post_update(*, initiative: Initiative, text: str, by: Person, at: datetime) -> ProgressUpdate:
    """Say how the launch stands; what was said before stays."""
    update = ProgressUpdate(initiative=initiative, by=by, at=at, text=require_words(text, "write how the launch stands"))
    update.full_clean()
    update.save()
    return update
