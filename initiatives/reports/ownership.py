"""Who held the deliverables of an initiative, and when nobody did ("Ownership, computed")."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from initiatives.models import Deliverable, Initiative
from initiatives.ownership import (
    APART,
    Interval,
    Kind,
    Segment,
    Weighed,
    coverage,
    dark,
    dark_time,
    days,
    laid,
    never_owned,
    never_owned_time,
    once_held,
    partition,
    time_of,
    total,
    weigh,
)
from initiatives.reports.handoffs import HandoffFigures, figures_of
from initiatives.reports.rows import claims_of, deliverables_of, holds_of, offers_of, window_of, with_record
from people.models import Person


@dataclass(frozen=True)
class OwnershipOfDeliverable:
    """The partition of the window in which one deliverable is needed, with what connected systems say laid over the record.

    `recorded` is the partition by our own record alone; `weighed` the window in pieces: how each stands, and the claims that
    speak of it.
    """

    deliverable: Deliverable
    window: Interval
    segments: list[Segment]
    people: dict[int, Person]
    recorded: list[Segment] = field(default_factory=list)
    weighed: list[Weighed] = field(default_factory=list)

    @property
    def spans(self) -> list[tuple[Segment, list[Person]]]:
        """Each segment with its people: one where held, all who claimed it where contested, else nobody."""
        return [(segment, [self.people[key] for key in segment.people]) for segment in self.segments]

    @property
    def dark(self) -> list[Interval]:
        """When nobody held it."""
        return dark(self.segments)

    @property
    def dark_days(self) -> Decimal:
        """Calendar days, one decimal."""
        return days(total(self.dark))

    @property
    def coverage(self) -> Decimal | None:
        """Held time over needed time, 0 to 1; None before it is needed."""
        return coverage([self.segments])

    @property
    def never_owned(self) -> bool:
        """Whether nobody ever held it, though it was needed."""
        return never_owned(self.segments)

    @property
    def state(self) -> str:
        """What it is at the end of the window: held, transit, dark or contested; "never_owned"; "" before it is needed."""
        if not self.segments:
            return ""
        return "never_owned" if self.never_owned else self.segments[-1].kind.value

    @property
    def holder(self) -> Person | None:
        """Who holds it at the end of the window."""
        last = self.segments[-1] if self.segments else None
        return self.people[last.people[0]] if last and last.kind is Kind.HELD else None


@dataclass(frozen=True)
class OwnershipOfInitiative:
    """The ownership of all deliverables of one initiative, and its handoffs."""

    initiative: Initiative
    deliverables: list[OwnershipOfDeliverable]
    handoffs: HandoffFigures

    @property
    def partitions(self) -> list[list[Segment]]:
        """The segments of each deliverable."""
        return [one.segments for one in self.deliverables]

    @property
    def once_held(self) -> list[Sequence[Segment]]:
        """The segments of each deliverable that was held at some time; one that never was is a finding of its own."""
        return once_held(self.partitions)

    @property
    def dark(self) -> list[Interval]:
        """When at least one deliverable had gone dark; what was never owned has not gone dark, and is reported apart."""
        return dark_time(self.once_held)

    @property
    def dark_days(self) -> Decimal:
        """The length of the union of the dark intervals, in calendar days, one decimal."""
        return days(total(self.dark))

    @property
    def dark_deliverable_days(self) -> Decimal:
        """The sum of the dark intervals, in calendar days, one decimal."""
        return days(time_of(Kind.DARK, self.once_held))

    @property
    def coverage(self) -> Decimal | None:
        """Held time over needed time, 0 to 1; None before anything is needed."""
        return coverage(self.partitions)

    @property
    def never_owned(self) -> list[Deliverable]:
        """The deliverables that nobody ever held."""
        return [one.deliverable for one in self.deliverables if one.never_owned]

    @property
    def never_owned_days(self) -> Decimal:
        """The sum of their windows, in calendar days, one decimal."""
        return days(never_owned_time(self.partitions))

    @property
    def dark_now(self) -> list[Deliverable]:
        """The deliverables that nobody holds at the end of their window, while the launch is live."""
        return [
            one.deliverable for one in self.deliverables if self.initiative.is_live and one.state in ("dark", "never_owned")
        ]


def ownership_of(deliverable: Deliverable, now: datetime) -> OwnershipOfDeliverable:
    """The ownership of one deliverable up to `now`."""
    return ownership_from(with_record(Deliverable.objects.filter(pk=deliverable.pk)).get(), now)


def ownership_from(deliverable: Deliverable, now: datetime) -> OwnershipOfDeliverable:
    """The same, from a deliverable that was read with its record."""
    window, offers = window_of(deliverable, now), offers_of(deliverable, now)
    recorded = partition(window, holds_of(deliverable), offers, now)
    weighed = weigh(recorded, claims_of(deliverable), offers, APART)
    return OwnershipOfDeliverable(
        deliverable=deliverable,
        window=window,
        segments=laid(weighed),
        people=_named(deliverable),
        recorded=recorded,
        weighed=weighed,
    )


def _named(deliverable: Deliverable) -> dict[int, Person]:
    """Whom record and systems name, by key."""
    claimants = [claim.person for claim in deliverable.claims.all() if claim.person]
    return {person.pk: person for person in [*claimants, *(holding.person for holding in deliverable.holdings.all())]}


def ownership_of_initiative(initiative: Initiative, now: datetime) -> OwnershipOfInitiative:
    """The ownership of one initiative up to `now`."""
    return ownership_of_initiatives([initiative], now)[initiative.pk]


def ownership_of_initiatives(initiatives: Iterable[Initiative], now: datetime) -> dict[int, OwnershipOfInitiative]:
    """The ownership of several initiatives by their keys, in the same number of queries as of one."""
    initiatives = list(initiatives)
    rows = deliverables_of(initiatives)
    figures = figures_of(
        {key: [handoff for row in deliverables for handoff in row.handoffs.all()] for key, deliverables in rows.items()}, now
    )
    return {
        initiative.pk: OwnershipOfInitiative(
            initiative=initiative,
            deliverables=[ownership_from(deliverable, now) for deliverable in rows[initiative.pk]],
            handoffs=figures[initiative.pk],
        )
        for initiative in initiatives
    }
