"""Asking only for what changed: the newest instant seen, less an overlap in which late rows are found."""

from datetime import UTC, datetime

from signals.entries import Cursor
from signals.mapping.columns import column
from signals.mapping.instants import EPOCH, reader
from signals.mapping.refusals import Refused


class Since:
    """The cursor of one read: `mark` is where the last whole read ended, `high` the newest seen in this one."""

    def __init__(self, how: Cursor | None, state: dict, zone: str, backfill_from: datetime | None):
        self.how = how
        self.mark = datetime.fromisoformat(state["mark"]) if state.get("mark") else None
        self.high = datetime.fromisoformat(state["high"]) if state.get("high") else None
        self.asked = backfill_from or (self.mark - how.overlap if how and self.mark else None)
        if how:
            self.read, self.get = reader(how.format, zone, how.field), column(how.field, flat=False)

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
            found = {"mark": self.mark, "high": self.high}
            return {"next": next_, **{name: at.isoformat() for name, at in found.items() if at}}
        newest = max((at for at in (self.mark, self.high) if at), default=None)
        return {"mark": newest.isoformat()} if newest else {}


def _written(at: datetime, form: str) -> str:
    if form == "epoch_s":
        return str(int((at - EPOCH).total_seconds()))
    if form == "epoch_ms":
        return str(int((at - EPOCH).total_seconds() * 1000))
    if form == "iso":
        return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return at.astimezone(UTC).strftime(form)
