"""The ownership strips of an initiative, from its report: one query more, for whose hue a holder takes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from initiatives.charts import Holder, Part, Strip, Tick, strip, ticks
from initiatives.models import Deliverable
from initiatives.ownership import Interval
from initiatives.reports import OwnershipOfDeliverable
from people.models import Person, Seat


@dataclass(frozen=True)
class Row:
    """One deliverable: its ownership and how that is drawn."""

    ownership: OwnershipOfDeliverable
    strip: Strip


@dataclass(frozen=True)
class Strips:
    """All rows over one axis, the dates under them, and where today stands (None: after the axis)."""

    rows: list[Row]
    ticks: list[Tick]

    @property
    def today(self) -> str | None:
        """Where the line of today stands."""
        return next((tick.x for tick in self.ticks if tick.now), None)

    @property
    def parts(self) -> list[tuple[Deliverable, Part]]:
        """Each interval of each deliverable, in their order."""
        return [(row.ownership.deliverable, part) for row in self.rows for part in row.strip.parts]


def strips_of(ownerships: Iterable[OwnershipOfDeliverable], now: datetime, locked: datetime | None = None) -> Strips:
    """The strips of these deliverables over one axis, from the first need to the last, or to now."""
    ownerships = list(ownerships)
    needed = [one.window for one in ownerships if one.window.length]
    if not needed:
        return Strips([Row(one, strip([], {}, Interval(now, now), now)) for one in ownerships], [])
    axis = Interval(min(window.start for window in needed), max(window.end for window in needed))
    axis = Interval(axis.start, axis.end + max(axis.length * 0.02, timedelta(hours=1)))
    holders = _holders([person for one in ownerships for person in one.people.values()], now)
    rows = [Row(one, strip(one.segments, holders, axis, now)) for one in ownerships]
    return Strips(rows, ticks(axis, now, timezone.get_current_timezone(), locked))


def _holders(people: list[Person], now: datetime) -> dict[int, Holder]:
    """Name, initials and function by the person's key; the function is that of their latest seat."""
    functions: dict[int, str] = {}
    for seat in Seat.objects.filter(person__in={person.pk for person in people}, period__startswith__lte=now):
        functions[seat.person_id] = seat.function or functions.get(seat.person_id, "")
    return {person.pk: Holder(person.name, person.initials, functions.get(person.pk, "")) for person in people}
