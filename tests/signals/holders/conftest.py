"""A deliverable that Ada holds since 2 November, and an issue of a tracker that says who held it."""

import pytest

from initiatives import services
from signals.services import link_work
from tests.initiatives.conftest import ada, ben, ceo, deliverable, initiative, launch  # noqa: F401  (fixtures)
from tests.initiatives.days import monday, tuesday, wednesday
from tests.signals.rows import a_source, some_work


@pytest.fixture
def tracker(db):
    return a_source("Tracker", pulled=None)


@pytest.fixture
def issue(tracker):
    """First Ada's, by her e-mail address, then of somebody whom nobody knows."""
    changes = [("holder", "ADA@example.com ", "", monday(9)), ("holder", "B. Ennis", "", wednesday(9))]
    return some_work(tracker, 12, kind="issue", title="Atlas positioning", events=changes, opened_at=monday(8))


@pytest.fixture
def held(launch, ada):  # noqa: F811
    services.name_holder(deliverable=launch.positioning, person=ada, by=ada, at=monday(8))
    return launch.positioning


@pytest.fixture
def linked(held, issue, company):
    return link_work(deliverable=held, work=issue, by=company.marketing, at=tuesday(9))
