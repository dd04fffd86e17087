"""Working time: a company's days, hours, holidays and zone (rule 10).

Pure, and exact where clocks change: a day's hours are taken as wall-clock times in the company's zone and compared in UTC, so a
day on which the clock jumps inside the working hours is an hour shorter or longer.
"""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from people.holidays import DaysOff

SEARCH = 3653


@dataclass(frozen=True)
class WorkingHours:
    """When a company works: ISO weekdays, opening and closing time, holidays, IANA zone."""

    days: frozenset[int] = frozenset({1, 2, 3, 4, 5})
    opens: time = time(9)
    closes: time = time(17)
    holidays: Container[date] = field(default_factory=DaysOff)
    zone: str = "UTC"

    @classmethod
    def of(cls, company) -> "WorkingHours":
        """The working hours of a `people.models.Company`."""
        return cls(frozenset(company.working_days), company.opens, company.closes, company.days_off, company.time_zone)

    def hours_of(self, day: date) -> tuple[datetime, datetime] | None:
        """When work opens and closes on that day of the company's calendar, in UTC; None on a day off."""
        if day.isoweekday() not in self.days or day in self.holidays:
            return None
        zone = ZoneInfo(self.zone)
        opens, closes = (datetime.combine(day, at, zone).astimezone(UTC) for at in (self.opens, self.closes))
        return (opens, closes) if opens < closes else None

    def stretches(self, since: datetime, days: int) -> Iterator[tuple[datetime, datetime]]:
        """Each stretch of working time from `since` on, the first one cut, for that many days of the calendar."""
        day = since.astimezone(ZoneInfo(self.zone)).date() - timedelta(days=1)
        for _ in range(days + 2):
            hours = self.hours_of(day)
            if hours and hours[1] > since:
                yield max(hours[0], since), hours[1]
            day += timedelta(days=1)

    def add(self, start: datetime, length: timedelta) -> datetime:
        """The instant by which `length` of working time has passed since `start`, in UTC.

        Raises ValueError for a negative length, and where the company does not work that long within ten years.
        """
        if length < timedelta():
            raise ValueError("Working time runs forwards.")
        start = start.astimezone(UTC)
        left = length
        for opens, closes in self.stretches(start, SEARCH):
            if left <= closes - opens:
                return opens + left if left else start
            left -= closes - opens
        raise ValueError("The company has no such working time in ten years: look at its working days.")

    def between(self, start: datetime, end: datetime) -> timedelta:
        """The working time from `start` to `end`; zero where `end` comes first."""
        start, end = start.astimezone(UTC), end.astimezone(UTC)
        worked = timedelta()
        for opens, closes in self.stretches(start, (end - start).days + 1):
            if opens >= end:
                break
            worked += min(closes, end) - opens
        return worked

    def works_at(self, instant: datetime) -> bool:
        """Whether the clock of acceptance windows runs at that instant."""
        hours = self.hours_of(instant.astimezone(ZoneInfo(self.zone)).date())
        return bool(hours and hours[0] <= instant < hours[1])

    def next_opening(self, instant: datetime) -> datetime | None:
        """When the clock next starts to run, in UTC; None where it does not within ten years."""
        return next((opens for opens, _ in self.stretches(instant.astimezone(UTC), SEARCH) if opens > instant), None)

    def opening_before(self, day: date) -> datetime | None:
        """When the last working day before that day opens, in UTC; None where there is none in ten years."""
        return self._first_opening(day - timedelta(days=number) for number in range(1, SEARCH))

    def opening_after(self, day: date) -> datetime | None:
        """When the first working day after that day opens, in UTC; None where there is none in ten years."""
        return self._first_opening(day + timedelta(days=number) for number in range(1, SEARCH))

    def _first_opening(self, days: Iterable[date]) -> datetime | None:
        return next((hours[0] for day in days if (hours := self.hours_of(day))), None)

    @property
    def working_day(self) -> timedelta:
        """The length of an ordinary working day."""
        return datetime.combine(date.min, self.closes) - datetime.combine(date.min, self.opens)
