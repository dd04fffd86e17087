"""What connectors share: pages beyond the last row, some at a time, addresses from a browser, quotas, instants in a state."""

from datetime import UTC, datetime

import pytest

from signals.client import Quota
from signals.connectors.batches import batches, paged
from signals.connectors.http import HttpSettings
from signals.connectors.lists import Part, beyond
from signals.connectors.moments import kept, latest, moment
from signals.failures import PullFailed

ROWS = [{"id": number} for number in range(1, 8)]


class Shop(HttpSettings):
    """A shop whose pages' addresses name it."""

    in_a_browser = (r"(?P<base_url>https://shop\.example)/s/(?P<shop>\w+)(/.*)?", r"https://go\.example/(?P<shop>\w+)")
    base_url: str = "https://api.example"
    shop: str = ""


def after(last: int) -> Part:
    """Three rows after one."""
    found = [row for row in ROWS if row["id"] > last]
    return Part("The shop", found[:3], next=True if len(found) > 3 else None)


def last_of(part: Part, before: int) -> int:
    return part.records[-1]["id"] if part.records else before


@pytest.mark.parametrize(("start", "places"), [(0, [3, 6, 7]), (3, [6, 7]), (7, [7])])
def test_a_list_goes_on_beyond_its_last_row_until_nothing_follows(start, places):
    found = list(beyond(after, last_of, start))
    assert [place for _, place in found] == places
    assert [row for part, _ in found for row in part.records] == ROWS[start:]


def test_a_list_whose_pages_end_with_the_same_row_is_not_followed():
    pages = beyond(lambda _: Part("The shop", ROWS[:3], next=True), last_of, 0)
    assert next(pages)[1] == 3
    with pytest.raises(PullFailed, match="The shop ended two pages with the same row: it stands still"):
        next(pages)


@pytest.mark.parametrize(("count", "sizes"), [(0, []), (2, [2]), (3, [3]), (7, [3, 3, 1])])
def test_so_many_are_taken_at_a_time(count, sizes):
    found = list(batches(ROWS[:count], 3))
    assert [len(some) for some in found] == sizes
    assert [row for some in found for row in some] == ROWS[:count]


@pytest.mark.parametrize(
    ("said", "base_url", "shop"),
    [
        ({"base_url": "https://shop.example/s/north/orders"}, "https://shop.example", "north"),
        ({"base_url": "https://go.example/south"}, "https://api.example", "south"),
        ({"base_url": "https://shop.example/s/north", "shop": "west"}, "https://shop.example", "west"),
        ({"base_url": "https://shop.example/elsewhere"}, "https://shop.example/elsewhere", ""),
        ({"shop": "east"}, "https://api.example", "east"),
    ],
)
def test_an_address_from_a_browser_says_what_nothing_else_says(said, base_url, shop):
    found = Shop.model_validate(said)
    assert (found.base_url, found.shop) == (base_url, shop)


@pytest.mark.parametrize(
    ("left", "allowed", "found"),
    [("3", "100", Quota(3, 100)), (None, "100", None), ("3", None, None), ("", "100", None), ("many", "100", None)],
)
def test_a_quota_is_told_by_two_numbers_or_not_at_all(left, allowed, found):
    assert Quota.told(left, allowed) == found


CHUNKS = [([b"1", b"2", b"3"], [{"id": 1}, None, {"id": 3}], {1: "broken"}), ([b"4", b"5"], [{"id": 4}, None], {1: "too"})]


@pytest.mark.parametrize(
    ("done", "pages"),
    [
        (0, [([b"1", b"2"], {1: "broken"}), ([b"3", b"4"], {}), ([b"5"], {0: "too"})]),
        (1, [([b"2", b"3"], {0: "broken"}), ([b"4", b"5"], {1: "too"})]),
        (4, [([b"5"], {0: "too"})]),
        (5, [([], {})]),
    ],
)
def test_pages_of_one_size_begin_after_what_is_done_and_keep_what_is_broken(done, pages):
    found = list(paged(CHUNKS, done, 2))
    assert [(page.raws, page.broken) for page in found] == pages
    assert [page.last for page in found] == [False] * (len(pages) - 1) + [True]


def test_an_instant_in_a_state_comes_back_as_it_was():
    at, later = datetime(2026, 3, 10, 12, 0, 0, 5, UTC), datetime(2026, 3, 11, tzinfo=UTC)
    assert moment(kept(mark=at)["mark"]) == at
    assert kept(mark=None, swept=at) == {"swept": at.isoformat()}
    assert (latest(at, None, later), latest(None)) == (later, None)
    assert (moment("2026-03-11"), moment("yesterday"), moment(None)) == (later, None, None)
