"""Instants as the state of a stream keeps them, and as answers tell them."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx


def moment(text: object) -> datetime | None:
    """An ISO text as an instant; None where it is none. One without a zone is in UTC."""
    try:
        at = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return at if at is None or at.tzinfo else at.replace(tzinfo=UTC)


def kept(**instants: datetime | None) -> dict[str, str]:
    """Instants by name, as a state keeps them; those that are not known are left out."""
    return {name: at.isoformat() for name, at in instants.items() if at is not None}


def latest(*instants: datetime | None) -> datetime | None:
    """The latest of those that are known; None where none is."""
    return max((at for at in instants if at is not None), default=None)


def told_at(headers: httpx.Headers, now: datetime) -> datetime:
    """When an answer was given: by the source's clock where it tells, and never later than by ours."""
    try:
        told = parsedate_to_datetime(headers.get("date", ""))
    except ValueError:
        return now
    return min(now, told if told.tzinfo else told.replace(tzinfo=UTC))
