"""Instants of one week, in UTC: monday(9) is nine o'clock on Monday 2 November 2026."""

from datetime import UTC, datetime, timedelta


def _day(number):
    def at(hour, minute=0, *, week=0):
        return datetime(2026, 11, number, hour, minute, tzinfo=UTC) + timedelta(weeks=week)

    return at


monday, tuesday, wednesday, thursday, friday, saturday, sunday = (_day(number) for number in range(2, 9))
