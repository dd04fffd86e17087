"""The four systems: which collections, which style of pages, which path."""

from collections.abc import Callable
from datetime import datetime
from functools import cache

from sample_company.story import Story
from sample_company.vendors.collection import Collection
from sample_company.vendors.paging import Style, by_cursor, by_link, by_offset, by_page
from sample_company.vendors.service import Vendor

STYLES: dict[str, tuple[str, Style]] = {
    "events": ("/v1/", by_cursor),
    "campaigns": ("/api/", by_page),
    "studio": ("/v2/", by_offset),
    "crm": ("/crm/", by_link),
}


def vendor(story: Story, system: str, token: str, now: Callable[[], datetime]) -> Vendor:
    """One system of the story, told at the first call; `now` decides what it shows."""
    prefix, style = STYLES[system]
    return Vendor(system, prefix, style, token, lambda: tell(story, system), now)


@cache
def tell(story: Story, system: str) -> dict[str, Collection]:
    """The collections of one system; seconds of work at full scale."""
    return {name: Collection(records) for name, records in story.collections(system).items()}
