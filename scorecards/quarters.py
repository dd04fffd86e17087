"""Calendar quarters, by which rejections are looked at."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from revenue_arc.numbers import whole


@dataclass(frozen=True)
class Quarter:
    """A calendar quarter in UTC."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """The quarter in which a day lies."""
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def named(cls, name: str) -> "Quarter | None":
        """The quarter of a name such as 2026-Q4; None for any other text."""
        year, _, number = name.partition("-Q")
        if 2000 <= (whole(year) or 0) <= 2099 and number in ("1", "2", "3", "4"):
            return cls(int(year), int(number))
        return None

    def __str__(self):
        return f"{self.year}-Q{self.number}"

    @property
    def starts(self) -> datetime:
        """Its first instant."""
        return datetime(self.year, 3 * self.number - 2, 1, tzinfo=UTC)

    @property
    def next(self) -> "Quarter":
        """The one after it."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    def back(self, count: int) -> "Quarter":
        """The one that many quarters before."""
        place = self.year * 4 + self.number - 1 - count
        return Quarter(place // 4, place % 4 + 1)


def quarters_known(now: datetime) -> list[Quarter]:
    """The quarter of `now` and the seven before it, the latest first."""
    this = Quarter.of(now.astimezone(UTC).date())
    return [this.back(count) for count in range(8)]
