"""One read of what changed: from the newest change that the last one saw, to an upper bound that is fixed for all its pages."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from signals.connectors.moments import kept, latest, moment
from signals.entries import StreamEntry

NO_OVERLAP = timedelta(0)


class Window:
    """Where a read stands: it asks from `asked` (None: everything) to the bound `until`, and goes on at `place` of a `stage`.

    What changes while it is read lies beyond the bound, and is found by the next read.
    """

    def __init__(self, entry: StreamEntry, state: dict, since: datetime | None, *, deletions_kept: timedelta):
        self.mark, self.newest = moment(state.get("mark")), moment(state.get("newest"))
        self.read_at, begun = moment(state.get("read_at")), moment(state.get("until"))
        self.until = begun or datetime.now(UTC)
        stood: Any = state.get("next") or ("changed", None)
        self.stage: str = stood[0]
        self.place: Any = stood[1]
        self.rows: int = state.get("rows", 0)
        self.asked = since or (self.mark - (entry.cursor.overlap if entry.cursor else NO_OVERLAP) if self.mark else None)
        self.deletes_wanted = entry.missing == "tombstone" and since is None
        forgotten = self.read_at is not None and self.until - self.read_at > deletions_kept
        self.is_gap = self.deletes_wanted and forgotten

    def see(self, instants: Iterable[str | None]) -> None:
        """Remember the newest of the records' own instants of change, given as ISO texts."""
        for text in instants:
            at = moment(text)
            if at is not None and at <= self.until:
                self.newest = latest(self.newest, at)

    def going(self, stage: str, place: Any) -> dict:
        """The state in the middle of the read: it goes on at a place of a stage."""
        bounds = kept(mark=self.mark, newest=self.newest, read_at=self.read_at, until=self.until)
        return {**bounds, "next": [stage, place], "rows": self.rows}

    def ended(self) -> dict:
        """The state after the whole read."""
        return kept(mark=latest(self.mark, self.newest), read_at=self.until)
