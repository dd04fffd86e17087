"""The four systems: which collections, which style of pages, which path."""

from collections.abc import Callable
from datetime import datetime

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
    """One system of the story, ready to be served; `now` decides what it shows."""
    prefix, style = STYLES[system]
    collections = {name: Collection(records) for name, records in story.collections(system).items()}
    return Vendor(system, prefix, style, token, collections, now)
