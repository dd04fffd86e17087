"""The shared list of reasons: added to, renamed, merged, retired; what was said with one of them stays said (rule 8)."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from initiatives.models import Reason, ReasonKind
from initiatives.services.refusals import require_words
from people.models import Person


@transaction.atomic
def add_reason(*, kind: str, label: str, by: Person, at: datetime) -> Reason:
    """Add a reason at the end of the list of its kind; its code is made of its words and stays when they change."""
    label = require_words(label, "say the reason in a few words")
    if kind not in ReasonKind.values:
        raise ValidationError("A reason turns down a handoff, a lead or a deal.")
    _refuse_a_namesake(kind, label)
    last = Reason.objects.filter(kind=kind).aggregate(last=Max("position"))["last"] or 0
    reason = Reason(kind=kind, code=slugify(label)[:40], label=label, position=last + 1)
    reason.full_clean()
    reason.save()
    return reason


@transaction.atomic
def rename_reason(*, reason: Reason, label: str, by: Person, at: datetime) -> Reason:
    """Give a reason other words, everywhere: what was turned down with it shows them too. The history keeps the old ones."""
    reason = _locked(reason)
    label = require_words(label, "say the reason in a few words")
    _refuse_a_namesake(reason.kind, label, reason)
    reason.label = label
    reason.full_clean()
    reason.save()
    return reason


@transaction.atomic
def retire_reason(*, reason: Reason, by: Person, at: datetime) -> Reason:
    """Take a reason off the list; it stays on what was turned down with it. The last one of its kind cannot go."""
    reason = _in_use(reason)
    if not Reason.objects.offered(reason.kind, at).exclude(pk=reason.pk).exists():
        raise ValidationError(
            "This is the last reason of its kind: without one, nothing could be turned down. Add another first."
        )
    reason.retired_at = at
    reason.full_clean()
    reason.save()
    return reason


@transaction.atomic
def merge_reasons(*, reason: Reason, into: Reason, by: Person, at: datetime) -> Reason:
    """Count `reason` as `into` from now on, in the past too, and take it off the list; return `into`.

    Rows keep the reason they were turned down with. Raises ValidationError across kinds, with itself, or into a retired one.
    """
    reason, into = _in_use(reason), _locked(into)
    if reason == into or reason.kind != into.kind or into.retired_at:
        raise ValidationError("A reason is merged into another one of the same kind that is in use.")
    reason.merged_into, reason.retired_at = into, at
    reason.full_clean()
    reason.save()
    Reason.objects.filter(merged_into=reason).update(merged_into=into)
    return into


def _locked(reason: Reason) -> Reason:
    return Reason.objects.select_for_update(no_key=True).get(pk=reason.pk)


def _in_use(reason: Reason) -> Reason:
    reason = _locked(reason)
    if reason.retired_at:
        raise ValidationError(f"“{reason}” is retired already. Nothing was changed.")
    return reason


def _refuse_a_namesake(kind: str, label: str, besides: Reason | None = None) -> None:
    others = Reason.objects.filter(kind=kind, label__iexact=label, retired_at=None)
    if besides:
        others = others.exclude(pk=besides.pk)
    if others.exists():
        raise ValidationError({"label": "There is a reason with these words."})
