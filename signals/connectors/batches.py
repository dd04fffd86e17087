"""Some at a time: what a source takes in one request, or what one page holds."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

One = TypeVar("One")


def batches(items: Iterable[One], size: int) -> Iterator[list[One]]:
    """The items in lists of `size`, the last of which may be shorter; none where there is nothing."""
    left = iter(items)
    while some := list(islice(left, size)):
        yield some
