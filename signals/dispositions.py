"""What the records of a system say of the items of a batch: accepted, or rejected and why."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from initiatives.batches import Disposition, by_word
from initiatives.models import Handoff, HandoffItem, Reason, ReasonKind
from signals.models import Source, Work
from signals.models.work import StatusCategory

TAKEN = {StatusCategory.ACCEPTED, StatusCategory.WON, StatusCategory.DONE}
TURNED_DOWN = {StatusCategory.REJECTED, StatusCategory.LOST, StatusCategory.DROPPED}


@dataclass(frozen=True)
class Said:
    """One item, the record that speaks of it, the disposition it gives; or, in `lacks`, why it gives none."""

    item: HandoffItem
    work: Work | None
    disposition: Disposition | None
    lacks: str = ""


@dataclass(frozen=True)
class Records:
    """The system that knows most of the items, and what it says of each. None where no system knows any."""

    source: Source | None
    said: Sequence[Said]

    @property
    def lacking(self) -> int:
        """How many items have no disposition yet."""
        return sum(each.disposition is None for each in self.said)

    @property
    def dispositions(self) -> list[Disposition]:
        """Those that there are."""
        return [each.disposition for each in self.said if each.disposition]


def records_of(handoff: Handoff, at: datetime) -> Records:
    """What the system with the most matching records says of the items; three queries whatever their number."""
    items = list(handoff.items.all())
    found = Work.objects.present().filter(external_id__in=[item.key for item in items]).select_related("source")
    by_source: dict[int, dict[str, Work]] = defaultdict(dict)
    for work in found.order_by("pk"):
        by_source[work.source_id][work.external_id] = work
    known = max(by_source.values(), key=_weight, default={})
    reasons = by_word(Reason.objects.offered(ReasonKind.HANDOFF, at))
    source = next(iter(known.values())).source if known else None
    return Records(source, [_said(item, known.get(item.key), reasons) for item in items])


def _weight(works: dict[str, Work]) -> tuple[int, int]:
    """Systems are compared by how many items they have decided, then by how many they know."""
    return sum(work.status_category in TAKEN | TURNED_DOWN for work in works.values()), len(works)


def _said(item: HandoffItem, work: Work | None, reasons) -> Said:
    if work is None:
        return Said(item, None, None, "no record has this key")
    if work.status_category in TAKEN:
        return Said(item, work, Disposition(item.key, accepted=True))
    if work.status_category not in TURNED_DOWN:
        return Said(item, work, None, f"still {work.status or 'open'}")
    if not work.reason:
        return Said(item, work, None, "turned down without a reason")
    if work.reason.lower() not in reasons:
        return Said(item, work, None, f"“{work.reason}” is not on the list of reasons")
    return Said(item, work, Disposition(item.key, accepted=False, reason=work.reason))
