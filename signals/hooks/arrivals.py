"""What has come and waits to be loaded, in pages that are never large."""

from datetime import datetime

import orjson
from django.db.models import QuerySet
from django.db.models.functions import Length

from signals.mapping.page import Page
from signals.models import Arrival


def next_keys(waiting: QuerySet[Arrival], *, rows: int, size: int) -> tuple[list[int], bool]:
    """The keys of the next arrivals, at most so many and about so many bytes of them, and whether they are the last."""
    found, taken = list(waiting.values_list("pk", Length("payload"))[: rows + 1]), 0
    keys: list[int] = []
    for key, length in found[:rows]:
        if keys and taken + length > size:
            break
        keys.append(key)
        taken += length
    return keys, len(keys) == len(found)


def page_of(keys: list[int], lost: set[str], state: dict, *, last: bool, as_of: datetime | None) -> Page:
    """Arrivals as a page. Those of the types that are `lost`, for no stream takes them, are told as broken."""
    arrivals = list(Arrival.objects.filter(pk__in=keys).order_by("pk"))
    broken = {
        place: f"no stream of this source takes events of type “{one.type}”"
        for place, one in enumerate(arrivals)
        if one.type in lost
    }
    raws = [bytes(one.payload) for one in arrivals]
    records = [None if place in broken else orjson.loads(raw) for place, raw in enumerate(raws)]
    return Page(raws, records, state, last, broken, as_of=as_of, arrivals=[one.pk for one in arrivals])
