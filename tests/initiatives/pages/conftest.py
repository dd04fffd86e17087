"""The pages are looked at on Wednesday at nine; Monday's offers are behind them."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from initiatives import services
from tests.initiatives.days import monday, wednesday


@pytest.fixture(autouse=True)
def now():
    """The clock: it stands, until a test shifts it."""
    with time_machine.travel(wednesday(9), tick=False) as traveller:
        yield traveller


@pytest.fixture
def owned(launch, company):
    """The launch, under Priya Raman since Monday."""
    services.name_owner(
        initiative=launch.initiative,
        owner=company.owner,
        mandate="Bring Atlas to the market.",
        rights=dict.fromkeys(company.heads, "decide"),
        by=company.ceo,
        at=monday(8),
    )
    return launch


@pytest.fixture
def queries():
    """How many queries a look at a page takes."""

    def count(client, url):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    return count
