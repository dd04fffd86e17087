"""Dates as the document writes them, in the company's zone. Pure."""

from datetime import date, datetime
from zoneinfo import ZoneInfo


def day(value: date, *, year: bool = False) -> str:
    """`19 Nov`, with the year on request."""
    return f"{value.day} {value:%b}{f' {value:%Y}' if year else ''}"


def span(start: datetime, end: datetime | None, zone: ZoneInfo) -> str:
    """`13 to 19 Oct`, `28 Sep to 2 Oct`, `30 Sep`, `since 5 Oct` (None: it lasts)."""
    first = start.astimezone(zone).date()
    if end is None:
        return f"since {day(first)}"
    last = end.astimezone(zone).date()
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day(last)}"
    return f"{day(first)} to {day(last)}"


def moment(value: datetime, zone: ZoneInfo) -> str:
    """`19 Nov 2026, 17:40`."""
    local = value.astimezone(zone)
    return f"{day(local.date(), year=True)}, {local:%H:%M}"
