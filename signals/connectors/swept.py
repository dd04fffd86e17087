"""What connectors share whose source tells what changed, in no order of change, and does not tell what was deleted."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from signals.client import Answer
from signals.connectors.base import Checked, Page
from signals.connectors.changed import ChangedSince
from signals.connectors.http import HttpConnector, HttpSettings, page_of
from signals.connectors.lists import Part
from signals.entries import Duration, StreamEntry
from signals.mapping.declared import Strict


class SweptSettings(HttpSettings):
    """How often all ids are listed, to find what was deleted."""

    reconcile: Duration = timedelta(days=1)


@dataclass(frozen=True)
class Came:
    """Records that came together; where the read goes on after them (None: they end it); how many come in all, where told."""

    records: list[Any]
    goes_on: Any = None
    known: int | None = None


class SweptConnector(HttpConnector, ABC):
    """Asks whose credential it is; reads what changed since the last read began; then, once in `reconcile`, lists all ids.

    A vendor's says: `me`, where it asks whose credential it is, and `names`, where the answer has the name; `title`, what its
    check calls the source (its host unless said); `id`, where a record has its id; `selects`, which settings select what is
    read: once they select something else, everything is read again.
    """

    Settings: ClassVar[type[Strict]] = SweptSettings
    me: ClassVar[str]
    names: ClassVar[tuple[str, ...]]
    title: ClassVar[str] = ""
    id: ClassVar[str] = "id"
    selects: ClassVar[str] = ""

    def pages(self, stream, state: dict, since: datetime | None = None) -> Iterator[Page]:
        """The stream's pages; then, where that is due, all ids: what they lack was deleted."""
        entry = self.entry(stream)
        read = ChangedSince(entry, state, since, selected=self.selects.format_map(dict(self.settings)))
        with self.client.get(self.me) as account:
            read.begin(account.headers)
            scope = self.scope(account)
        sweep = read.is_sweep_due(self.settings.reconcile)
        for came in self.changed(entry, read, scope):
            is_over = came.goes_on is None
            going = read.ended() if is_over else read.going(came.goes_on)
            yield page_of(came.records, going, last=is_over and not sweep, known=came.known)
        if sweep:
            for part in self.left(scope):
                yield part.present(self.id, read.ended())
            yield page_of([], read.ended(swept=True), last=True)

    def check(self, streams: list) -> Checked:
        """Whose credential it is, and what would come."""
        with self.client.get(self.me) as account:
            scope = self.scope(account)
            name = next(filter(None, map(account.field, self.names)), "a user without a name")
        told, rows = self.coming(scope)
        who = self.title or self.client.base.host
        return Checked(ok=True, sentence=f"{who} answers as {name}: {told} would come.", rows=rows)

    def scope(self, account: Answer) -> Any:
        """What the account's answer says of all that follows: a time zone, say, or its projects. Raises PullFailed."""
        return None

    @abstractmethod
    def changed(self, entry: StreamEntry, read: ChangedSince, scope: Any) -> Iterator[Came]:
        """What changed since `read.asked` (None: everything), from `read.next` on; the last says that nothing follows."""

    @abstractmethod
    def left(self, scope: Any) -> Iterator[Part]:
        """All ids that there are. Raises PullFailed."""

    @abstractmethod
    def coming(self, scope: Any) -> tuple[str, int | None]:
        """What would come, in words, and how many records where that can be told. Raises PullFailed."""
