"""Batches of items: offered as one handoff, answered item by item; an answer in parts splits it in two."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from initiatives.batches import Disposition, by_word
from initiatives.models import Answer, Handoff, HandoffItem, Reason, ReasonKind
from initiatives.services.handoffs import accept_handoff, answer_in_parts, reject_handoff, to_answer
from people.models import Person
from revenue_arc import words


@transaction.atomic
def answer_items(*, handoff: Handoff, dispositions: Sequence[Disposition], by: Person, at: datetime) -> list[Handoff]:
    """Answer a batch item by item; return the handoff, or its two parts where some were accepted and some rejected.

    Raises ValidationError unless every item has one disposition and every rejected one a reason of the list (rule 8).
    """
    handoff = to_answer(handoff, by, at)
    items = {item.key: item for item in handoff.items.all()}
    given = {disposition.key: disposition for disposition in dispositions}
    _require_all(items, given)
    reasons = by_word(Reason.objects.offered(ReasonKind.HANDOFF, at))
    turned_down = _rejected(given.values(), reasons)
    if not turned_down:
        accept_handoff(handoff=handoff, by=by, at=at)
        return [handoff]
    _write(items, given, turned_down)
    first = Counter(turned_down.values()).most_common(1)[0][0]
    if len(turned_down) == len(items):
        return [reject_handoff(handoff=handoff, reason=first, by=by, at=at)]
    return answer_in_parts(
        handoff=handoff, accepted=len(items) - len(turned_down), rejected=len(turned_down), reason=first, by=by, at=at
    )


def _require_all(items: dict, given: dict) -> None:
    """Refuse strangers, and items that were left out."""
    if not items:
        raise ValidationError("This batch was offered without its items: accept or reject it as a whole.")
    if strangers := [key for key in given if key not in items]:
        raise ValidationError(f"Not in this batch: {_some(strangers)}. Nothing was answered.")
    if missing := [key for key in items if key not in given]:
        raise ValidationError(f"{words.counted(len(missing), 'item')} without a disposition: {_some(missing)}.")


def _rejected(given, reasons) -> dict[str, Reason]:
    """The reason of each rejected item."""
    wrong = [row for row in given if not row.accepted and row.reason.lower() not in reasons]
    if wrong:
        what = f"“{wrong[0].reason}” is not on the list of reasons" if wrong[0].reason else "it has no reason"
        raise ValidationError(f"{_some([row.key for row in wrong])} cannot be rejected: {what}. Nothing was answered.")
    return {row.key: reasons[row.reason.lower()] for row in given if not row.accepted}


def _write(items: dict, given: dict, reasons: dict[str, Reason]) -> None:
    for key, item in items.items():
        item.answer = Answer.REJECTED if key in reasons else Answer.ACCEPTED
        item.reason, item.comment = reasons.get(key), given[key].comment
    HandoffItem.objects.bulk_update(items.values(), ["answer", "reason", "comment"], batch_size=500)


def _some(keys: list[str]) -> str:
    """At most five keys, and how many more."""
    more = f" and {len(keys) - 5} more" if len(keys) > 5 else ""
    return ", ".join(keys[:5]) + more
