"""Corrections of a handoff's instants: new rows that say who, what, when and why (rule 9)."""

from datetime import datetime
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.db import transaction

from initiatives.models import Handoff, HandoffCorrection, Holding, Instant
from initiatives.services.refusals import locked_handoff, require_words
from people.models import Person


@transaction.atomic
def correct_handoff(*, handoff: Handoff, instant: str, to: datetime, why: str, by: Person, at: datetime) -> HandoffCorrection:
    """Correct one of the four instants; the handoff's own row stays as it was, and its holdings follow.

    Raises ValidationError for an instant that was never written, for one out of order, and without a reason.
    """
    handoff = locked_handoff(handoff)
    why = require_words(why, "say why this instant is corrected")
    was = handoff.instant(instant) if instant in Instant.values else None
    if was is None:
        raise ValidationError("That instant was never written, so there is nothing to correct.")
    _require_order(handoff, instant, to)
    correction = HandoffCorrection(handoff=handoff, instant=instant, was=was, now=to, by=by, at=at, why=why)
    correction.full_clean()
    correction.save()
    if instant == Instant.OFFERED:
        for holding in handoff.holdings_ended.all():
            _move(holding, holding.period.lower, to)
    if instant == Instant.ANSWERED:
        for holding in handoff.holdings_begun.all():
            _move(holding, to, holding.period.upper)
    return correction


def _require_order(handoff: Handoff, instant: str, to: datetime) -> None:
    """Refuse a correction after which the handoff would not run forwards."""
    instants = {name: to if name == instant else handoff.instant(name) for name in Instant}
    known = [(name, value) for name, value in instants.items() if value]
    for (first, earlier), (second, later) in pairwise(known):
        if earlier > later:
            raise ValidationError(
                f"Then it would be {second.label.lower()} before it was {first.label.lower()}. Nothing was corrected."
            )
    if instant == Instant.OFFERED and to >= handoff.answer_by:
        raise ValidationError("Then it would be offered after its answer was due. Nothing was corrected.")


def _move(holding: Holding, start: datetime, end: datetime | None) -> None:
    """Give the holding another start or end."""
    if end is not None and start >= end:
        raise ValidationError(f"Then {holding.person} would never have held it. Nothing was corrected.")
    holding.period = (start, end)
    holding.full_clean()
    holding.save()
