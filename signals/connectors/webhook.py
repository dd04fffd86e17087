"""CloudEvents that are pushed to us: read from where they were kept when they came."""

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property

from django.db.models import Max
from pydantic import Field

from signals.connectors.base import Checked, Connector, Page
from signals.hooks.arrivals import next_keys, page_of
from signals.hooks.streams import taker
from signals.mapping.declared import Strict
from signals.models import Arrival

ROWS = 500
BYTES = 8 * 2**20


class WebhookSettings(Strict):
    """What is taken at its address."""

    origins: list[str] = Field(
        [],
        description="The hosts that may ask to send, in the handshake of CloudEvents; none named: any. All must sign.",
    )
    binary: bool = Field(
        False,
        description="Take the binary mode too: an event's attributes are headers then, and its signature does not cover them.",
    )


class WebhookConnector(Connector):
    """Reads what has arrived, in order of arrival; the loader lets go of each arrival in the transaction that loads it."""

    Settings = WebhookSettings
    pushed = True

    def pages(self, stream, state: dict, since: datetime | None = None) -> Iterator[Page]:
        """The arrivals that are the stream's, in batches."""
        place, streams, types = self._routes(stream)
        mine = [name for name, taken_by in types.items() if taken_by == place]
        lost = [name for name, taken_by in types.items() if taken_by is None] if place == len(streams) - 1 else []
        waiting = Arrival.objects.filter(source=self.source.pk, type__in=[*mine, *lost])
        newest, after, last = self.newest, 0, False
        state = {"arrived": newest.isoformat()} if newest else state
        while not last:
            keys, last = next_keys(waiting.filter(pk__gt=after), rows=ROWS, size=BYTES)
            after = keys[-1] if keys else after
            yield page_of(keys, set(lost), state, last=last, as_of=newest)

    def check(self, streams: list) -> Checked:
        """Say whether events can come, and how many wait."""
        if not self.source.pk:
            return Checked(
                True,
                "Nothing is asked for: events are sent to us. Saving this gives the address, and then the signing secret.",
                None,
            )
        waiting = self.source.arrivals.count()
        if self.source.secret is None:
            return Checked(False, "It has no signing secret yet, so that no event is taken. Make one on its page.", waiting)
        return Checked(True, f"Events are taken. {waiting:,} have come and wait to be loaded.", waiting)

    @cached_property
    def newest(self) -> datetime | None:
        """When the last of what now waits has come; every stream is known up to then."""
        return Arrival.objects.filter(source=self.source.pk).aggregate(at=Max("received_at"))["at"]

    def _routes(self, stream) -> tuple[int, list, dict[str, int | None]]:
        """The stream's place, all streams, and which of them takes each type that waits."""
        if not self.source.pk:
            return 0, [stream], {}
        streams = list(self.source.streams.filter(retired=False))
        paths = [self.entry(one).path for one in streams]
        types = self.source.arrivals.order_by().values_list("type", flat=True).distinct()
        return streams.index(stream), streams, {name: taker(paths, name) for name in types}
