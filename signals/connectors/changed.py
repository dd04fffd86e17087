"""The cursor of a source that tells what changed since an instant, but not in the order of change.

Its mark is when a whole read *began*, by the source's clock: what changes while it is read is asked for again the next time.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from signals.connectors.moments import kept, moment, told_at
from signals.entries import StreamEntry


class ChangedSince:
    """Where one read of a stream stands. `asked` is the instant to ask from; None asks for everything.

    `selected` is what the source's settings select: once they select something else, everything is read again.
    """

    def __init__(self, entry: StreamEntry, state: dict, since: datetime | None = None, *, selected: str = ""):
        self.now, self.selected = datetime.now(UTC), selected
        selects_anew = state.get("selected", selected) != selected
        state = {} if selects_anew else state
        self.mark, self.swept = moment(state.get("mark")), moment(state.get("swept"))
        self.next: Any = state.get("next")
        self.started = moment(state.get("started"))
        overlap = entry.cursor.overlap if entry.cursor else timedelta(0)
        self.asked = since or (self.mark - overlap if entry.cursor and self.mark else None)
        self.is_whole = self.asked is None and self.next is None and not selects_anew
        self.can_sweep = entry.missing == "tombstone" and since is None

    def begin(self, headers: httpx.Headers) -> None:
        """Note when the read began: by the source's clock where its answer tells it, and never later than by ours."""
        if self.started is None:
            self.started = told_at(headers, self.now)

    def is_sweep_due(self, every: timedelta) -> bool:
        """Whether all ids are to be listed after this read, to find what was deleted: it was long ago, and not all is read."""
        due = self.swept is None or self.swept <= self.now - every
        return self.can_sweep and not self.is_whole and due

    def going(self, next_: Any = None) -> dict:
        """The state in the middle of a read: it goes on at `next_`."""
        there = {"next": next_} if next_ is not None else {}
        return kept(mark=self.mark, swept=self.swept, started=self.started) | self._selected() | there

    def ended(self, *, swept: bool = False) -> dict:
        """The state after a whole read."""
        listed = self.now if swept or (self.is_whole and self.can_sweep) else self.swept
        return kept(mark=self.started or self.now, swept=listed) | self._selected()

    def _selected(self) -> dict[str, str]:
        return {"selected": self.selected} if self.selected else {}
