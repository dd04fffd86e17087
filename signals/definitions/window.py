"""The stretch of whole days (UTC) that a reading looks at."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import core_schema

UNITS = {"day": 1, "week": 7}


@dataclass(frozen=True)
class Window:
    """`28 days`, `4 weeks`, `12 months`, `this quarter` (to date) or `last quarter` (a whole one)."""

    count: int
    unit: str

    @classmethod
    def parse(cls, text: str) -> "Window":
        """Read a window as people write it; raises ValueError with a sentence otherwise."""
        words = str(text).strip().lower()
        if words in ("this quarter", "last quarter"):
            return cls(0 if words.startswith("this") else 1, "quarter")
        found = re.fullmatch(r"(\d{1,4})\s+(day|week|month)s?", words)
        if not found or not 1 <= int(found[1]) <= 1100:
            raise ValueError("a window is written “28 days”, “4 weeks”, “12 months”, “this quarter” or “last quarter”")
        return cls(int(found[1]), found[2])

    def __str__(self):
        if self.unit == "quarter":
            return "last quarter" if self.count else "this quarter"
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"

    def bounds(self, end: date) -> tuple[date, date]:
        """First day and the day after the last, of the window that ends before `end`."""
        if self.unit in UNITS:
            return end - timedelta(days=self.count * UNITS[self.unit]), end
        if self.unit == "month":
            return months_before(end, self.count), end
        quarter = first_of_quarter(end - timedelta(days=1))
        return (months_before(quarter, 3), quarter) if self.count else (quarter, end)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Validated from its text and written back as text."""
        return core_schema.no_info_plain_validator_function(
            lambda value: value if isinstance(value, cls) else cls.parse(value),
            serialization=core_schema.plain_serializer_function_ser_schema(str),
        )


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def first_of_quarter(day: date) -> date:
    """The first day of the quarter that `day` is in."""
    return date(day.year, day.month - (day.month - 1) % 3, 1)
