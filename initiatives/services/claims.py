"""What connected systems say of who held a deliverable: written by whoever reads them, all of one piece of work at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from initiatives.models import SystemClaim
from people.models import Person


@dataclass(frozen=True)
class ClaimDraft:
    """Who held it from `start` to `end` (None: still); `person` None: nobody of ours, or nobody known yet."""

    start: datetime
    end: datetime | None
    person: Person | None
    is_known: bool
    resource: str
    system: str
    about: str
    page: int | None = None
    ordinal: int | None = None


@transaction.atomic
def replace_claims(*, work: int, drafts: dict[int, Sequence[ClaimDraft]]) -> bool:
    """Let what is claimed by one piece of work be this, by the deliverable's key; what it claimed before goes.

    Done again with the same claims it changes nothing; returns whether anything changed. There may be hundreds: the database's
    constraints check them, not `full_clean`, which asks it once for each.
    """
    wanted = [_row(work, key, draft) for key, some in drafts.items() for draft in some]
    kept = list(SystemClaim.objects.filter(work=work))
    if sorted(map(_said, kept), key=repr) == sorted(map(_said, wanted), key=repr):
        return False
    SystemClaim.objects.filter(work=work).delete()
    SystemClaim.objects.bulk_create(wanted)
    return True


def _row(work: int, deliverable: int, draft: ClaimDraft) -> SystemClaim:
    return SystemClaim(
        work=work,
        deliverable_id=deliverable,
        period=(draft.start, draft.end),
        person=draft.person,
        is_known=draft.is_known,
        resource=draft.resource,
        system=draft.system,
        about=draft.about,
        page=draft.page,
        ordinal=draft.ordinal,
    )


def _said(row: SystemClaim) -> tuple:
    start, end = (row.period.lower, row.period.upper) if hasattr(row.period, "lower") else row.period
    told = row.person_id, row.is_known, row.resource, row.system, row.about, row.page, row.ordinal
    return row.deliverable_id, start, end, *told
