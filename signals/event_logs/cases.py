"""What a log says of each case as a whole, and of each event in its case."""

from collections.abc import Iterator

from signals.event_logs.order import Order, Picked, text


class Cases:
    """Makes each case of a log a record, and each event a record in its case."""

    def __init__(self, order: Order):
        self.order = order

    def record(self, number: int, event: Picked, columns: dict) -> dict:
        """One event: what it says, its place in its case, who had the case before, and whether it changed hands."""
        resource, before = text(event["resource"]), self.order.holder_before(number)
        return {
            "id": f"{text(event['case'])}/{text(event.get('id')) or self.order.own_id(number)}",
            "is_event": True,
            **{role: event[role] for role in ("case", "activity", "resource", "group", "lifecycle", "at")},
            "order": self.order.place(number),
            "before": before,
            "taken": bool(resource) and resource != before,
            "columns": columns,
        }

    def records(self, size: int) -> Iterator[list[dict]]:
        """The cases, `size` at a time: begun when, last step, last holder, how many events."""
        some: list[dict] = []
        for case, ends in self.order.ends.items():
            said = {"opened_at": ends.opened_at, "status": ends.status, "holder": ends.holder, "last_at": ends.last_at}
            some.append({"id": f"{case}/", "case": case, "events": self.order.lengths[case], **said})
            if len(some) == size:
                yield some
                some = []
        if some:
            yield some
