"""Freezing the accountability map: by the lead, and by itself after day 30; later changes make a revision (rule 26)."""

import json
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from audits.document.changes import changes, lasting
from audits.document.content import content_of
from audits.models import Answer, Audit, Document
from audits.report import closes_at, company_zone, report_of
from audits.services.links import tell_frozen
from audits.services.start import take_rows
from people.models import Person
from revenue_arc.canonical import canonical, sha256_of

FORMAT = "revenue-arc accountability map 1"
QUIET = timedelta(hours=1)
LATE_CHANGES_FOR = timedelta(days=365)


@transaction.atomic
def freeze_document(*, audit: Audit, by: Person | None, at: datetime) -> Document:
    """Freeze what the audit says now as its next revision; nobody in `by`: it closes by itself.

    Raises ValidationError where nothing changed since the last one.
    """
    audit = Audit.objects.select_for_update(of=["self"], no_key=True).select_related("initiative", "lead").get(pk=audit.pk)
    take_rows(audit=audit, at=at)
    before = audit.documents.first()
    report = report_of(audit, at)
    content, final = content_of(report), at >= closes_at(audit, report.zone)
    known = before.content if before else None
    if known and known["final"] == final and lasting(known) == lasting(_plain(content)):
        raise ValidationError(f"Nothing changed since revision {known['revision']}. There is nothing new to freeze.")
    revision = before.revision + 1 if before else 1
    frozen = {
        **content,
        "format": FORMAT,
        "revision": revision,
        "frozen_at": at,
        "frozen_by": by.name if by else None,
        "final": final,
        "previous": before.sha256 if before else None,
        "changes": changes(known, _plain(content)) if known else [],
        "since": since_the_last_audit(audit, _plain(content)),
    }
    text = canonical(frozen)
    document = Document(audit=audit, revision=revision, frozen_at=at, frozen_by=by, text=text, sha256=sha256_of(text))
    document.full_clean()
    document.save()
    tell_frozen(document, at)
    return document


def since_the_last_audit(audit: Audit, content: dict[str, Any]) -> dict[str, Any] | None:
    """What changed since the audit of the same initiative before this one; None where there was none."""
    earlier = (
        Document.objects.filter(audit__initiative=audit.initiative, audit__starts_on__lt=audit.starts_on)
        .order_by("-audit__starts_on", "-revision")
        .first()
    )
    if earlier is None:
        return None
    return {"period": earlier.content["period"], "audit": earlier.audit_id, "changes": changes(earlier.content, content)}


def close_audits(*, at: datetime) -> list[Document]:
    """Freeze every audit whose day 30 is over, and every late change once it has been quiet for an hour."""
    frozen = []
    for audit in Audit.objects.select_related("initiative").filter(starts_on__gte=(at - LATE_CHANGES_FOR).date()):
        with transaction.atomic():
            if _is_due(audit, at):
                try:
                    frozen.append(freeze_document(audit=audit, by=None, at=at))
                except ValidationError:
                    continue
            elif not audit.documents.exists():
                take_rows(audit=audit, at=at)
    return frozen


def _is_due(audit: Audit, at: datetime) -> bool:
    """Whether day 30 is over and the last revision does not say it all yet."""
    close = closes_at(audit, company_zone())
    if at < close:
        return False
    last = audit.documents.first()
    if last is None or last.frozen_at < close:
        return True
    changed = last_change(audit)
    return changed is not None and last.frozen_at < changed <= at - QUIET


def last_change(audit: Audit) -> datetime | None:
    """When something was last answered, said or noted."""
    told = [
        Answer.objects.filter(audit=audit).aggregate(last=Max("at"))["last"],
        audit.rows.aggregate(last=Max("confirmations__at"))["last"],
        audit.unlogged_handoffs.aggregate(last=Max("at"))["last"],
        audit.rows.aggregate(last=Max("annotations__at"))["last"],
        audit.interviews.aggregate(last=Max("quotes__consent_at"))["last"],
        audit.rows.aggregate(last=Max("handoff__corrections__at"))["last"],
    ]
    return max((one for one in told if one), default=None)


def _plain(content: dict[str, Any]) -> dict[str, Any]:
    """The content as it will be read back."""
    return json.loads(canonical(content))
