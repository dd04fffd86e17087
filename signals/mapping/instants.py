"""Instants, read by a declared format and never guessed."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from signals.mapping.naming import told
from signals.mapping.refusals import Refused

LIKE_A_DATE = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{2,4})")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LIKE = datetime(2026, 12, 31, 23, 59)
REMEMBERED = 20_000
FORMS = frozenset({"T::Z", "T::."})


class Instant(NamedTuple):
    """A moment in UTC, how exactly it is known, its text for the database and its day."""

    at: datetime
    precision: str
    text: str
    day: date


def instant(at: datetime, precision: str = "instant") -> Instant:
    """An instant from a moment in UTC."""
    return Instant(at, precision, at.isoformat(), at.date())


@lru_cache(maxsize=64)
def reader(declared: str | None, zone: str, field: str) -> Callable[[object], Instant]:
    """A function that reads an instant in the declared format (iso, epoch_s, epoch_ms or a strptime pattern).

    It raises Refused where the text does not say which instant it means. All rows that read a field so share it, and what it
    remembers.
    """
    local = UTC if zone == "UTC" else ZoneInfo(zone)
    if declared in ("epoch_s", "epoch_ms"):
        return _epoch(1_000 if declared == "epoch_ms" else 1, field)
    is_iso = declared in (None, "iso")
    parse = _iso(field) if is_iso else _pattern(declared or "", field)
    remembered: dict[object, Instant] = {}

    def read(found: object) -> Instant:
        known = remembered.get(found) if type(found) is str else None
        if known is not None:
            return known
        moment, precision = parse(found)
        if len(remembered) > REMEMBERED:
            remembered.clear()
        remembered[found] = read_now = instant(_in_utc(moment, local, field, precision), precision)
        return read_now

    return _fast_utc(read) if is_iso else read


def _fast_utc(read: Callable[[object], Instant]) -> Callable[[object], Instant]:
    """The quick way for what most systems send, as 2026-03-01T08:00:00Z; all else goes the careful way."""
    from_iso, days, new = datetime.fromisoformat, DAYS, tuple.__new__

    def quick(found: object) -> Instant:
        if type(found) is str and found[-1:] == "Z" and found[10:20:3] in FORMS and 20 <= len(found) <= 27:
            try:
                return new(Instant, (from_iso(found), "instant", found, days[found[:10]]))
            except ValueError:
                pass
        return read(found)

    return quick


class _Days(dict):
    """Days by their ISO text, of the years that can be right. Raises ValueError."""

    def __missing__(self, text: str) -> date:
        day = date.fromisoformat(text)
        if len(text) != 10 or text[4] != "-" or not 1900 <= day.year <= 2200:
            raise ValueError(text)
        if len(self) > REMEMBERED:
            self.clear()
        self[text] = day
        return day


DAYS = _Days()


def _in_utc(moment: datetime, local, field: str, precision: str) -> datetime:
    if not 1900 <= moment.year <= 2200:
        raise Refused("wrong_date", field, f"The year {moment.year} of {told(field)} cannot be right.")
    if moment.tzinfo is not None:
        return moment.astimezone(UTC)
    if local is UTC:
        return moment.replace(tzinfo=UTC)
    placed = moment.replace(tzinfo=local)
    if precision != "day" and placed.utcoffset() != placed.replace(fold=1).utcoffset():
        raise Refused(
            "ambiguous_time",
            field,
            f"“{moment}” of {told(field)} exists twice or never in {local}: the clocks changed then.",
        )
    return placed.astimezone(UTC)


def _iso(field: str) -> Callable[[object], tuple[datetime, str]]:
    def parse(found: object) -> tuple[datetime, str]:
        if type(found) is not str:
            raise Refused("ambiguous_date", field, f"“{found}” of {told(field)} is a number: declare epoch_s or epoch_ms.")
        try:
            moment = datetime.fromisoformat(found)
        except ValueError:
            raise _not_iso(found, field) from None
        return moment, "day" if len(found) <= 10 else "instant"

    return parse


def _not_iso(found: str, field: str) -> Refused:
    shown, like = found[:40], LIKE_A_DATE.match(found)
    readings = {_day(like[3], like[2], like[1]), _day(like[3], like[1], like[2])} - {None} if like else set()
    if len(readings) == 2:
        return Refused(
            "ambiguous_date", field, f"“{shown}” of {told(field)} has two readings: declare its format, as %d-%m-%Y."
        )
    if readings:
        return Refused("wrong_date", field, f"“{shown}” of {told(field)} is not an ISO date: declare its format, as %d-%m-%Y.")
    return Refused("wrong_date", field, f"“{shown}” of {told(field)} is not a date.")


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _pattern(declared: str, field: str) -> Callable[[object], tuple[datetime, str]]:
    precision, like = "instant" if re.search(r"%[HIcXs]", declared) else "day", LIKE.strftime(declared)

    def parse(found: object) -> tuple[datetime, str]:
        try:
            return datetime.strptime(str(found).strip(), declared), precision
        except ValueError:
            raise Refused("wrong_date", field, f"“{str(found)[:40]}” of {told(field)} is not a date like {like}.") from None

    return parse


def _epoch(per_second: int, field: str) -> Callable[[object], Instant]:
    def read(found: object) -> Instant:
        try:
            seconds = float(found) / per_second  # type: ignore[arg-type]
            moment = EPOCH + timedelta(seconds=seconds)
        except (TypeError, ValueError, OverflowError):
            raise Refused("wrong_date", field, f"“{str(found)[:40]}” of {told(field)} is not a number of seconds.") from None
        return instant(_in_utc(moment, UTC, field, "instant"))

    return read


def micros(at: datetime) -> int:
    """Microseconds since 1970: the order of versions."""
    return round(at.timestamp() * 1_000_000)
