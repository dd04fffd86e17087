"""Asking only for what changed: from the newest instant seen, but never from after the read began, less an overlap.

What changes behind a read's back while it goes on, and what comes late, is found by the next one, however long this one takes.
"""

from datetime import UTC, datetime

import httpx

from signals.connectors.moments import kept, latest, moment, told_at
from signals.entries import Cursor
from signals.mapping.columns import column
from signals.mapping.instants import EPOCH, reader
from signals.mapping.refusals import Refused


class Since:
    """The cursor of one read: `mark` is where the last whole read ended, `high` the newest seen in this one."""

    def __init__(self, how: Cursor | None, state: dict, zone: str, backfill_from: datetime | None):
        self.how = how
        self.mark, self.high, self.started = (moment(state.get(name)) for name in ("mark", "high", "started"))
        self.asked = backfill_from or (self.mark - how.overlap if how and self.mark else None)
        if how:
            self.read, self.get = reader(how.format, zone, how.field), column(how.field, flat=False)

    def begin(self, headers: httpx.Headers) -> None:
        """Note when the read began, with its first answer."""
        if self.how and self.started is None:
            self.started = told_at(headers, datetime.now(UTC))

    def params(self) -> dict[str, str]:
        """The parameter that asks for what changed; none on the first read."""
        return {self.how.param: _written(self.asked, self.how.format)} if self.how and self.asked else {}

    def see(self, records: list[dict | None]) -> None:
        """Remember the newest instant among the records."""
        if not self.how:
            return
        for record in records:
            found = self.get(record) if record else None
            try:
                at = self.read(found).at if found not in (None, "") else None
            except Refused:
                continue  # the record itself is rejected, with this reason, by its mapping
            if at is not None and (self.high is None or at > self.high):
                self.high = at

    def state(self, *, next_: object = None, ended: bool = False) -> dict:
        """What to keep: the mark moves only when the read has ended."""
        if not ended:
            return {"next": next_, **kept(mark=self.mark, high=self.high, started=self.started)}
        newest = latest(self.mark, self.high)
        return kept(mark=min(newest, self.started or newest)) if newest else {}


def _written(at: datetime, form: str) -> str:
    if form == "epoch_s":
        return str(int((at - EPOCH).total_seconds()))
    if form == "epoch_ms":
        return str(int((at - EPOCH).total_seconds() * 1000))
    if form == "iso":
        return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return at.astimezone(UTC).strftime(form)
