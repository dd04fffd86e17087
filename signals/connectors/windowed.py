"""What connectors share whose source tells what changed within bounds: the order of a read's stages."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import ClassVar

from signals.connectors.base import Page
from signals.connectors.http import HttpConnector, page_of
from signals.connectors.lists import Part
from signals.connectors.window import Window
from signals.entries import StreamEntry


class WindowedConnector(HttpConnector, ABC):
    """Reads what changed; then what was deleted; then, where the source may have forgotten some of that, all ids."""

    deletions_kept: ClassVar[timedelta]
    id: ClassVar[str] = "id"

    def pages(self, stream, state: dict, since: datetime | None = None) -> Iterator[Page]:
        """The stream's pages, stage by stage; a read that was interrupted goes on in its stage."""
        entry = self.entry(stream)
        window = Window(entry, state, since, deletions_kept=self.deletions_kept)
        if window.stage == "changed":
            yield from self.changed(entry, window)
        if window.deletes_wanted and window.stage in ("changed", "deleted"):
            yield from self.deleted(entry, window)
        if window.is_gap:
            for part in self.left(entry):
                yield part.present(self.id, window.going("left", None))
        yield page_of([], window.ended(), last=True)

    @abstractmethod
    def changed(self, entry: StreamEntry, window: Window) -> Iterator[Page]:
        """Pages of what changed within the window. Raises PullFailed."""

    def deleted(self, entry: StreamEntry, window: Window) -> Iterator[Page]:
        """Pages of what was deleted, where that does not come with what changed. Raises PullFailed."""
        yield from ()

    @abstractmethod
    def left(self, entry: StreamEntry) -> Iterator[Part]:
        """All ids that there are. Raises PullFailed."""
