"""Durations, instants and counts in the words that every screen uses."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

MINUTE, HOUR, DAY = 60, 3600, 86400


def duration(span: timedelta) -> str:
    """A length of time in at most two units: `2 d 3 h`, `5 h`, `40 m`; never negative."""
    seconds = max(0, int(span.total_seconds()))
    if seconds < HOUR:
        return f"{seconds // MINUTE} m"
    if seconds < DAY:
        return f"{seconds // HOUR} h"
    days, hours = seconds // DAY, seconds % DAY // HOUR
    return f"{days} d {hours} h" if hours and days < 10 else f"{days} d"


def hours(span: timedelta) -> str:
    """A length of working time, in hours only (a working day is not a day): `32 h`, `40 m`."""
    seconds = max(0, int(span.total_seconds()))
    return f"{seconds // MINUTE} m" if seconds < HOUR else f"{round(seconds / HOUR)} h"


def ago(instant: datetime, now: datetime) -> str:
    """How long before `now` an instant lies: `2 h ago`, `just now`."""
    span = now - instant
    return "just now" if span < timedelta(minutes=1) else f"{duration(span)} ago"


def day(value: date | datetime, *, year: bool = False) -> str:
    """A date in the reader's zone: `Fri 27 Nov`, with the year on request."""
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return f"{value:%a} {value.day} {value:%b}{f' {value:%Y}' if year else ''}"


def period(start: datetime, end: datetime) -> str:
    """From one day to another in the reader's zone, as a sentence goes on with it: `from Tue 24 Nov to Fri 27 Nov`.

    Within one day: `on Tue 24 Nov`.
    """
    first, last = day(start), day(end)
    return f"on {first}" if timezone.localdate(start) == timezone.localdate(end) else f"from {first} to {last}"


def instant(value: datetime, *, year: bool = False) -> str:
    """An instant in the reader's zone: `Fri 27 Nov, 10:00`."""
    return f"{day(value, year=year)}, {timezone.localtime(value):%H:%M}"


def without_user(address: str) -> str:
    """An address as it may be shown: without a user or a password in it."""
    return re.sub(r"(?<=//)[^/?#\s]*@", "", address)


def days(value: float | Decimal | timedelta | None) -> str:
    """A number of calendar days with one decimal, none where it is whole: `9`, `2.1`; `unknown` for None."""
    if value is None:
        return "unknown"
    number = value / timedelta(days=1) if isinstance(value, timedelta) else float(value)
    text = f"{number:.1f}"
    return text.removesuffix(".0")


def percent(share: float | Decimal) -> str:
    """A share in whole percent; never 100% or 0% where it is not all or none: `87%`, `over 99%`, `under 1%`."""
    if 0 < share < 0.01:
        return "under 1%"
    if 0.99 < share < 1:
        return "over 99%"
    return f"{share:.0%}"


def counted(number: int, one: str, many: str = "") -> str:
    """A count with its noun: `1 handoff`, `3 handoffs`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(words: list[str]) -> str:
    """Words as a list in a sentence: `Product, Marketing and Sales`."""
    *first, last = words or [""]
    return f"{', '.join(first)} and {last}" if first else last
