"""What each row of a log says in its roles: which case, which step, who, when."""

from collections.abc import Callable, Iterable, Iterator
from typing import IO

from signals.event_logs.order import Picked, text
from signals.event_logs.roles import ROLES
from signals.mapping.page import dump


def picker(roles: dict[str, str]) -> Callable[[dict], Picked]:
    """A function that finds what a row says in each role; None where the log has no such column."""
    columns = [roles.get(role) for role in ROLES]
    return lambda row: dict(zip(ROLES, map(row.get, columns), strict=True))


def noted(rows: Iterable[tuple[dict, str]], pick: Callable[[dict], Picked], kept: IO[bytes]) -> Iterator[Picked | None]:
    """What each row says in its roles; the rows are kept in a file on the way, so that the log is parsed once."""
    for row, problem in rows:
        event = pick(row)
        wrong = problem or next((f"it names no {role}" for role in ("case", "activity") if not text(event[role])), "")
        kept.write(dump([row, wrong]) + b"\n")
        yield None if wrong else event
