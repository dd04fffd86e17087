"""The vendors of a small story, on free ports, at a moment of the anchor's day."""

from datetime import UTC, date, datetime

import pytest

from sample_company.story import Story
from sample_company.vendors.service import Service
from sample_company.vendors.systems import vendor

ANCHOR = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def story():
    return Story(ANCHOR, scale=0.1)


@pytest.fixture
def serve(story):
    """Serve one system, and stop it in the end: serve("crm", now=…) -> Service."""
    started = []

    def start(system: str, now: datetime = NOW) -> Service:
        started.append(Service(vendor(story, system, f"token-{system}", lambda: now)).start())
        return started[-1]

    yield start
    for service in started:
        service.stop()
