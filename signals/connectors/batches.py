"""Some at a time: what a source takes in one request, or what one page holds."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from signals.connectors.base import Page

Chunk = tuple[list[bytes], list[dict | None] | None, dict[int, str]]  # as they came, parsed (None: not yet), and what is wrong
One = TypeVar("One")


def batches(items: Iterable[One], size: int) -> Iterator[list[One]]:
    """The items in lists of `size`, the last of which may be shorter; none where there is nothing."""
    left = iter(items)
    while some := list(islice(left, size)):
        yield some


def paged(chunks: Iterable[Chunk], done: int, size: int) -> Iterator[Page]:
    """Pages of `size` records, without the first `done`; the last one says so, and is there even when it is empty."""
    raws: list[bytes] = []
    records: list[dict | None] | None = []
    broken: dict[int, str] = {}
    for more_raws, more_records, more_broken in chunks:
        skipped = min(done, len(more_raws))
        done -= skipped
        shift = len(raws) - skipped
        broken |= {number + shift: problem for number, problem in more_broken.items() if number >= skipped}
        raws += more_raws[skipped:]
        records = None if records is None or more_records is None else records + more_records[skipped:]
        while len(raws) > size:
            here = {n: said for n, said in broken.items() if n < size}
            yield Page(raws[:size], records and records[:size], {}, broken=here)
            raws, records = raws[size:], records and records[size:]
            broken = {n - size: said for n, said in broken.items() if n >= size}
    yield Page(raws, records, {}, last=True, broken=broken)
