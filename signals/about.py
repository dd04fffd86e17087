"""Everything that a page and the API tell of one customer, list by list; each is only read when it is asked for."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cached_property

from django.db.models import QuerySet

from signals.buying_group import Member, buying_group
from signals.customers import Known, all_open_work, in_short, known_as, links_of, name_of
from signals.models import Party, PartyLink, Work
from signals.timeline import TimeLine, layers

WEEKS = 52


class About:
    """One customer at one instant: its records, joins, people, open work, weeks and happenings."""

    def __init__(self, customer: Party, now: datetime):
        self.customer, self.now = customer, now
        self.since = now - timedelta(weeks=WEEKS)
        self.records: Sequence[Known] = known_as([customer])[customer.pk]
        self.parties = [item.party for item in self.records]

    @property
    def name(self) -> str:
        """What to call it."""
        return name_of(self.customer, self.records)

    @property
    def known_in(self) -> list[str]:
        """The sources that know it or one of its people, as in the list of customers."""
        return [source.name for source in in_short(self.name, self.records)["sources"]]

    @cached_property
    def links(self) -> list[PartyLink]:
        """What joins its records, or may."""
        return links_of(self.parties)

    @cached_property
    def layers(self) -> dict[str, dict[datetime, int]]:
        """For each function, how much happened in each week of the last year."""
        return layers(self.parties, self.since)

    @property
    def happenings(self) -> TimeLine:
        """All that happened, the newest first."""
        return TimeLine(self.parties, self.now)

    @property
    def weeks(self) -> list[dict]:
        """The weeks of the last year in which something happened: `week`, `function`, `number`; the newest first."""
        rows = [
            {"week": week.date(), "function": function, "number": number}
            for function, weeks in self.layers.items()
            for week, number in weeks.items()
        ]
        return sorted(rows, key=lambda row: (-row["week"].toordinal(), row["function"]))

    @cached_property
    def buying_group(self) -> list[Member]:
        """Its people, the most touched first."""
        return buying_group(self.records, self.links)

    @property
    def open_work(self) -> QuerySet[Work]:
        """What is being done for it, the newest first."""
        return all_open_work(self.parties)

    @property
    def known_as(self) -> list[Known]:
        """Its names in each system, those of its people left out."""
        return [item for item in self.records if item.party.kind != Party.Kind.PERSON]
