"""Holding the kept briefs against their hashes, initiative by initiative."""

from collections.abc import Iterator

from initiatives.models import Initiative
from scorecards.brief import Link, broken
from scorecards.models import Brief


def verify(initiative: Initiative) -> list[str]:
    """A sentence for each fault in the initiative's chain of briefs; none where it holds."""
    return broken(_chain(initiative))


def verify_all() -> Iterator[tuple[Initiative, int, list[str]]]:
    """Each initiative that has briefs, their number, and the faults of its chain."""
    for initiative in Initiative.objects.filter(briefs__isnull=False).distinct().order_by("pk"):
        links = list(_chain(initiative))
        yield initiative, len(links), broken(links)


def _chain(initiative: Initiative) -> Iterator[Link]:
    briefs = Brief.objects.filter(initiative=initiative).select_related("meeting__decision").order_by("meeting__number")
    for brief in briefs:
        decision = getattr(brief.meeting, "decision", None)
        name = f"{initiative}, brief of decision {brief.meeting.number}"
        yield Link(name, brief.text, brief.sha256, decision.brief_sha256 if decision else None)
