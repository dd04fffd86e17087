"""Lengths of time as an audit says them. Pure."""

from datetime import timedelta

from initiatives.ownership import Interval, days, short
from revenue_arc import words


def day_count(span: Interval) -> str:
    """The length of an interval in words: 6 days, 1 day, 0.5 days."""
    return in_days(span.length)


def in_days(length: timedelta) -> str:
    """A length in words, as calendar days with one decimal; what comes to none in hours, or in minutes."""
    text = short(days(length))
    if length and not days(length):
        minutes = max(1, round(length / timedelta(minutes=1)))
        return words.counted(round(minutes / 60), "hour") if minutes >= 60 else words.counted(minutes, "minute")
    return "1 day" if text == "1" else f"{text} days"
