"""What connectors share whose source tells what changed within bounds: the order of a read's stages."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, ClassVar

from signals.connectors.base import Page
from signals.connectors.http import HttpConnector, page_of
from signals.connectors.lists import Part
from signals.connectors.window import Window
from signals.entries import StreamEntry


class WindowedConnector(HttpConnector, ABC):
    """Reads what changed; then what was deleted; then, where the source may have forgotten some of that, all ids.

    A vendor's says: `deletions_kept`, how long its source knows what was deleted; `id`, where a record has its id.
    """

    deletions_kept: ClassVar[timedelta]
    id: ClassVar[str] = "id"

    def pages(self, stream, state: dict, since: datetime | None = None) -> Iterator[Page]:
        """The stream's pages, stage by stage; a read that was interrupted goes on in its stage."""
        entry = self.entry(stream)
        window = Window(entry, state, since, deletions_kept=self.deletions_kept)
        if window.stage == "changed":
            yield from self._changed(entry, window)
        if window.deletes_wanted and window.stage in ("changed", "deleted"):
            for part in self.deleted(entry, window.place if window.stage == "deleted" else None):
                page = self.page(entry, part.records, window, archived=True)
                page.state = window.going("deleted" if part.next else "left", part.next)
                yield page
        if window.is_gap:
            for part in self.left(entry):
                yield part.present(self.id, window.going("left", None))
        yield page_of([], window.ended(), last=True)

    def _changed(self, entry: StreamEntry, window: Window) -> Iterator[Page]:
        """How many are known to come is told of objects; how many changes they have, nobody tells."""
        for part, place in self.changed(entry, window):
            window.see(self.changed_at(row, entry) for row in part.records)
            page = self.page(entry, part.records, window)
            page.known = window.rows + part.total if part.total is not None and not entry.history else None
            window.rows += len(part.records)
            page.state = window.going("changed", place)
            yield page

    @abstractmethod
    def changed(self, entry: StreamEntry, window: Window) -> Iterator[tuple[Part, Any]]:
        """What changed within the window, from `window.place` on: each page with the place after it.

        A page's `total` is how many there are from it on. Raises PullFailed.
        """

    @abstractmethod
    def changed_at(self, row: dict[str, Any], entry: StreamEntry) -> str | None:
        """When a record changed, as an ISO text."""

    def page(self, entry: StreamEntry, rows: list[dict[str, Any]], window: Window, *, archived: bool = False) -> Page:
        """What records become: themselves, or their changes. `archived`: they were listed as deleted. Raises PullFailed."""
        return page_of(rows, {})

    def deleted(self, entry: StreamEntry, token: str | None) -> Iterator[Part]:
        """What was deleted, from a token on, where that does not come with what changed. Raises PullFailed."""
        yield from ()

    @abstractmethod
    def left(self, entry: StreamEntry) -> Iterator[Part]:
        """All ids that there are. Raises PullFailed."""
