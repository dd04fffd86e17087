"""Reading on from where the last read ended: by a column that grows with each change, then by a unique id."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import (
    BigInteger,
    Date,
    DateTime,
    Numeric,
    Select,
    String,
    Uuid,
    and_,
    bindparam,
    column,
    func,
    literal_column,
    or_,
    select,
    text,
)

from signals.entries import Keyset
from signals.failures import Permanent

CLOCKS_GO_BACK = timedelta(hours=1)
TYPES: dict[str, tuple[Any, Any]] = {
    "instant": (DateTime(timezone=True), datetime.fromisoformat),
    "local": (DateTime(), datetime.fromisoformat),
    "day": (Date(), date.fromisoformat),
    "whole": (BigInteger(), int),
    "number": (Numeric(), Decimal),
    "text": (String(), str),
    "uuid": (Uuid(), UUID),
}


class Mark(NamedTuple):
    """A value of a key, and of which type it is: what a cursor holds, and a statement is given."""

    kind: str
    text: str

    @classmethod
    def of(cls, value: object) -> "Mark":
        """The mark of a value. Raises Permanent where values of that type have no order that can be trusted."""
        if isinstance(value, datetime):
            return cls("instant" if value.tzinfo else "local", value.isoformat())
        kinds = {bool: "", int: "whole", Decimal: "number", str: "text", UUID: "uuid", date: "day"}
        if kind := kinds.get(type(value), ""):
            return cls(kind, str(value))
        raise Permanent(f"The keyset cannot go by values as {type(value).__name__}.", "Name another column or id in `keyset`.")

    @property
    def value(self) -> Any:
        """The value itself."""
        return TYPES[self.kind][1](self.text)

    def bound(self) -> Any:
        """The value as a parameter of its own type: an instant is never taken for a local time."""
        return bindparam(None, self.value, type_=TYPES[self.kind][0])

    def back(self, overlap: timedelta, zone: str) -> "Mark | None":
        """The mark that much earlier, for late rows; a clock that is put back needs an hour more. None where it is no time."""
        if self.kind == "day":
            return Mark.of(self.value - max(overlap, timedelta(days=1)))
        if self.kind not in ("instant", "local"):
            return None
        return Mark.of(self.value - overlap - (CLOCKS_GO_BACK if self.kind == "local" and zone != "UTC" else timedelta(0)))

    def at(self, since: datetime, zone: str) -> "Mark | None":
        """A mark of this type at an instant; None where it is no time."""
        if self.kind == "instant":
            return Mark.of(since.astimezone(UTC))
        local = since.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        return {"local": Mark.of(local), "day": Mark.of(local.date())}.get(self.kind)

    def until(self, at: datetime, zone: str) -> "Mark":
        """The mark, or that of an instant where it lies beyond: a row dated in the future hides none that comes before it."""
        bound = self.at(at, zone)
        return bound if bound and self.value > bound.value else self


class Place(NamedTuple):
    """Where a read stands: after these two keys, or at the key where there is no id; then among rows whose key is empty."""

    after: Mark | None
    id: Mark | None
    empty: bool = False


def resumed(stood: list | None, ended: list | None, since: datetime | None, *, overlap: timedelta, zone: str) -> Place:
    """Where to read on: where an interrupted read stood, at an instant, or a little before where the last whole read ended."""
    if stood:
        after, own, empty = stood
        return Place(_mark(after), _mark(own), empty=empty)
    key, own = map(_mark, ended or (None, None))
    if key is None:
        return Place(None, None)
    back = key.at(since, zone) if since else key.back(overlap, zone)
    return Place(back, None) if back or since else Place(key, own)


def ended(mark: Any, began: datetime, zone: str) -> dict:
    """The state after a whole read: where it ended, and never later than it began."""
    key, own = map(_mark, mark or (None, None))
    return {"mark": (key.until(began, zone), own)} if key else {}


def chunk(query: str, keyset: Keyset, place: Place, *, size: int) -> Select:
    """The next rows, each followed by its two keys."""
    key: Any = column(keyset.column)
    own: Any = column(keyset.id)
    found = select(literal_column("arc.*"), key, own).select_from(_rows(query)).limit(size)
    if place.empty:
        found = found.where(key.is_(None)).order_by(own)
        return found.where(own > place.id.bound()) if place.id else found
    found = found.where(key.is_not(None)).order_by(key, own)
    if place.after is None:
        return found
    if place.id is None:
        return found.where(key >= place.after.bound())
    return found.where(or_(key > place.after.bound(), and_(key == place.after.bound(), own > place.id.bound())))


def first(query: str, size: int) -> Select:
    """Some rows, in no order."""
    return select(literal_column("arc.*")).select_from(_rows(query)).limit(size)


def counted(query: str) -> Select:
    """How many rows there are."""
    return select(func.count()).select_from(_rows(query))


def _mark(said: Any) -> Mark | None:
    return Mark(*said) if said else None


def _rows(query: str) -> Any:
    return text(query.strip().rstrip(";").replace(":", "\\:")).columns().subquery("arc")
