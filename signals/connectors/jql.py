"""JQL that asks for what changed since an instant: its dates are in whole minutes, and in the account's own time zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

BEGINNING = datetime(1970, 1, 2, tzinfo=UTC)
FURTHEST_WEST = timedelta(hours=-12)


def changed_since(asked: datetime | None, zone: object, only: str = "") -> str:
    """Issues changed since an instant, of those that `only` selects, in an order that no change disturbs."""
    return f"{selected(asked, zone, only)} ORDER BY key ASC"


def selected(asked: datetime | None = None, zone: object = None, only: str = "") -> str:
    """The same in no order. Without an instant all of them: Jira answers no search without a restriction."""
    return f'{f"({only}) AND " if only else ""}updated >= "{written(asked or BEGINNING, zone)}"'


def written(at: datetime, zone: object) -> str:
    """An instant as JQL writes it, and never later than it is.

    Seconds are dropped; of an hour that the clocks repeat, none is named but the one before. Without a zone that is known, it
    is written as where the day begins last.
    """
    place = _place(zone)
    if place is None:
        return f"{at.astimezone(UTC) + FURTHEST_WEST:%Y-%m-%d %H:%M}"
    local = at.astimezone(place)
    while local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset():
        at -= timedelta(hours=1)
        local = at.astimezone(place)
    return f"{local:%Y-%m-%d %H:%M}"


def _place(zone: object) -> ZoneInfo | None:
    try:
        return ZoneInfo(zone) if isinstance(zone, str) and zone else None
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return None
