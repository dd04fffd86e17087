"""The order of a log's events within their cases, and who had each case before: kept in a few numbers an event."""

import hashlib
from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from signals.mapping.instants import Instant, micros
from signals.mapping.refusals import Refused, Unreadable
from signals.mapping.values import as_text

Picked = dict[str, object]


def text(found: object) -> str:
    """What a column says, or nothing."""
    try:
        return as_text(found) or ""
    except Unreadable:
        return ""


@dataclass(slots=True)
class Ends:
    """What the first and the last event of a case say, and who had the case at the end."""

    began: int
    ended: int
    opened_at: object
    last_at: object
    status: object
    holder: str = ""


class Order:
    """What one look through the whole log finds out about each of its events, by its number in the log."""

    def __init__(self, events: Iterable[Picked | None], read: Callable[[object], Instant]):
        self.places, self.before = array("l"), array("l")
        self.digests = array("q")
        self.twins: dict[int, int] = {}
        self.resources = [""]
        self.lengths: dict[str, int] = {}
        self.ends: dict[str, Ends] = {}
        at, who = array("q"), array("l")
        cases: dict[str, array] = {}
        known = {"": 0}
        for number, event in enumerate(events):
            moment, case = _moment(event, read), text(event["case"]) if event else ""
            at.append(moment or 0)
            self.digests.append(_digest(event) if event else 0)
            resource = text(event["resource"]) if event else ""
            if resource not in known:
                known[resource] = len(known)
                self.resources.append(resource)
            who.append(known[resource])
            self.places.append(0)
            self.before.append(0)
            if event and moment is not None and case:
                cases.setdefault(case, array("l")).append(number)
                self._see(case, moment, event)
        for case, numbers in cases.items():
            self._arrange(case, sorted(numbers, key=at.__getitem__), who)

    def _see(self, case: str, moment: int, event: Picked) -> None:
        """Keep what the first and the last event of a case say; of those of one instant, in the order of the log."""
        ends = self.ends.get(case)
        if ends is None:
            self.ends[case] = Ends(moment, moment, event["at"], event["at"], event["activity"])
            return
        if moment < ends.began:
            ends.began, ends.opened_at = moment, event["at"]
        if moment >= ends.ended:
            ends.ended, ends.last_at, ends.status = moment, event["at"], event["activity"]

    def _arrange(self, case: str, numbers: list[int], who: array) -> None:
        """Number a case's events in time order; those of one instant stay in the order of the log."""
        holder = 0
        seen: dict[int, int] = {}
        for place, number in enumerate(numbers, 1):
            self.places[number], self.before[number] = place, holder
            holder = who[number] or holder
            digest = self.digests[number]
            seen[digest] = seen.get(digest, 0) + 1
            if seen[digest] > 1:
                self.twins[number] = seen[digest]
        self.lengths[case] = len(numbers)
        self.ends[case].holder = self.resources[holder]

    def place(self, number: int) -> int:
        """The event's place in its case, from 1; 0 where its case or instant cannot be read."""
        return self.places[number]

    def holder_before(self, number: int) -> str:
        """Who did the last step of the case before this event; empty where nobody did."""
        return self.resources[self.before[number]]

    def own_id(self, number: int) -> str:
        """What tells the event from all others of its case: a digest of what it says, and which of several alike it is."""
        twin = self.twins.get(number)
        return f"{self.digests[number] & (2**64 - 1):016x}" + (f"-{twin}" if twin else "")


def _moment(event: Picked | None, read: Callable[[object], Instant]) -> int | None:
    try:
        return micros(read(event["at"]).at) if event and event["at"] not in (None, "") else None
    except Refused:
        return None


def _digest(event: Picked) -> int:
    said = "\x1f".join(map(str, event.values())).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(said, digest_size=8).digest(), "little", signed=True)
