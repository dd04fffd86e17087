"""Any SELECT over a warehouse, in chunks by a declared column and a unique id."""

from collections.abc import Iterator
from datetime import UTC, datetime

from django.conf import settings
from pydantic import field_validator
from sqlalchemy import func, select

from signals.connectors.base import BATCH, Checked, Connector, Page
from signals.entries import StreamEntry
from signals.mapping.declared import Strict
from signals.mapping.page import dump
from signals.warehouse import keyset, reading
from signals.warehouse.address import engine, parsed
from signals.warehouse.keyset import Place
from signals.warehouse.rows import Row, asked_of, only_selects

SECONDS, SECONDS_OF_A_CHECK = 600, 60


class SqlSettings(Strict):
    """Where the database is; its password is the source's secret."""

    address: str
    socket: str = ""

    @field_validator("address")
    @classmethod
    def _addressed(cls, address: str) -> str:
        parsed(address)
        return address


class SqlConnector(Connector):
    """Reads each stream's rows in the order of its keyset; rows whose column is empty are read every time."""

    Settings = SqlSettings
    flat = True
    stream_needs = "query"

    def __init__(self, source, **how):
        super().__init__(source, **how)
        self.engine = engine(
            parsed(self.settings.address),
            source.secret,
            socket=self.settings.socket,
            allow_private=source.allow_private and settings.OUTBOUND_ALLOW_PRIVATE,
            allow_plain=source.allow_http,
        )

    def pages(self, stream, state: dict, since: datetime | None = None) -> Iterator[Page]:
        """Chunks of the rows, each read in a transaction of its own that has ended before the chunk is loaded."""
        entry, zone, began = self.entry(stream), self.source.time_zone, datetime.now(UTC)
        _, by = asked_of(entry)
        place = keyset.resumed(state.get("next"), stream.cursor.get("mark"), since, overlap=by.overlap, zone=zone)
        mark, rows = state.get("mark"), list[Row]()
        while not place.empty:
            rows = self._chunk(entry, place)
            mark = rows[-1].keys if rows else mark
            place = Place(*rows[-1].keys) if len(rows) == BATCH else Place(None, None, empty=True)
            if len(rows) == BATCH:
                yield _page(rows, {"next": place, "mark": mark})
                rows = []
        while len(empty := self._chunk(entry, place)) == BATCH:
            place = Place(None, empty[-1].keys[1], empty=True)
            yield _page([*rows, *empty], {"next": place, "mark": mark})
            rows = []
        last = _page([*rows, *empty], keyset.ended(mark, began, zone))
        last.last = True
        yield last

    def _chunk(self, entry, place: Place) -> list[Row]:
        statement = keyset.chunk(*asked_of(entry), place, size=BATCH)
        with reading.transaction(self.engine, seconds=SECONDS) as connection:
            found = connection.execute(statement)
            names = [str(name) for name in found.keys()][:-2]  # noqa: SIM118  (a result is no mapping)
            return [Row.of(names, tuple(row)) for row in found]

    def check(self, streams: list) -> Checked:
        """Sign in, and count the rows of each stream."""
        with reading.transaction(self.engine, seconds=SECONDS_OF_A_CHECK) as connection:
            known = self.engine.dialect.name == "postgresql"
            account = connection.execute(select(func.current_user())).scalar() if known else self.engine.url.username
            rows = sum(int(connection.execute(keyset.counted(asked_of(self.entry(told))[0])).scalar() or 0) for told in streams)
        where = self.engine.url.host or self.settings.socket
        return Checked(ok=True, sentence=f"{where} answers as {account}: {rows:,} rows would come.", rows=rows)

    @classmethod
    def wrong_with(cls, stream: StreamEntry, kind: str) -> Iterator[str]:
        """What a stream's entry lacks: a query that only selects, and a keyset."""
        yield from super().wrong_with(stream, kind)
        if stream.keyset is None:
            yield f": a source of kind {kind} needs `keyset`: a column that grows, and a unique id."
        if stream.query and not only_selects(stream.query):
            yield ".query: only one SELECT is asked, without a semicolon inside."


def _page(rows: list[Row], state: dict) -> Page:
    records = [row.record for row in rows]
    return Page([dump(record) for record in records], [*records], state)
