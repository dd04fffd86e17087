"""What a log says of each case as a whole, gathered while its events pass."""

from collections.abc import Iterator

from signals.event_logs.order import Order, Picked, text


class Cases:
    """Makes each event a record in its case, and each case a record once the log has ended."""

    def __init__(self, order: Order):
        self.order = order
        self.known: dict[str, dict] = {}

    def record(self, number: int, event: Picked, columns: dict) -> dict:
        """One event: what it says, its place in its case, who had the case before, and whether it changed hands."""
        case, place, resource = text(event["case"]), self.order.place(number), text(event["resource"])
        before = self.order.holder_before(number)
        if place:
            self._see(case, place, resource or before, event)
        return {
            "id": f"{case}/{text(event.get('id')) or self.order.own_id(number)}",
            "is_event": True,
            **{role: event[role] for role in ("case", "activity", "resource", "group", "lifecycle", "at")},
            "order": place,
            "before": before,
            "taken": bool(resource) and resource != before,
            "columns": columns,
        }

    def _see(self, case: str, place: int, holder: str, event: Picked) -> None:
        said = self.known.setdefault(case, {})
        if place == 1:
            said["opened_at"] = event["at"]
        if place == self.order.lengths[case]:
            said |= {"status": event["activity"], "holder": holder, "last_at": event["at"]}

    def records(self, size: int) -> Iterator[list[dict]]:
        """The cases, `size` at a time: begun when, last step, last holder, how many events."""
        some: list[dict] = []
        for case, said in self.known.items():
            some.append({"id": f"{case}/", "case": case, "events": self.order.lengths[case], **said})
            if len(some) == size:
                yield some
                some = []
        if some:
            yield some
