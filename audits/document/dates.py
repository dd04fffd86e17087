"""Dates as the document writes them, in the company's zone; and rows of the register by their numbers. Pure."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from revenue_arc import words


def day(value: date, *, year: bool = False) -> str:
    """`19 Nov`, with the year on request."""
    return f"{value.day} {value:%b}{f' {value:%Y}' if year else ''}"


def span(start: datetime, end: datetime | None, zone: ZoneInfo, *, year: bool = False) -> str:
    """`13 to 19 Oct`, `28 Sep to 2 Oct`, `30 Sep`, `since 5 Oct` (None: it lasts); with the year on request."""
    first = start.astimezone(zone).date()
    if end is None:
        return f"since {day(first, year=year)}"
    last = end.astimezone(zone).date()
    if first == last:
        return day(first, year=year)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day(last, year=year)}"
    return f"{day(first, year=year and first.year != last.year)} to {day(last, year=year)}"


def rows(numbers: Iterable[int]) -> str:
    """`row 4`, `rows 1, 3 and 5`, `rows 1, 4 to 7 and 9`: three or more in a row are a range."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    told = [text for run in runs for text in ([f"{run[0]} to {run[-1]}"] if len(run) > 2 else [str(number) for number in run])]
    return f"{'row' if told and told[0].isdigit() and len(told) == 1 else 'rows'} {words.listed(told)}"


def moment(value: datetime, zone: ZoneInfo) -> str:
    """`19 Nov 2026, 17:40`."""
    local = value.astimezone(zone)
    return f"{day(local.date(), year=True)}, {local:%H:%M}"
