"""The page on which a head says when a calendar was full: a row for each time."""

import pytest
import time_machine
from django.urls import reverse

from tests.audits.test_calendars import FAIR, SPRINT, told
from tests.initiatives.days import friday

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_friday():
    with time_machine.travel(friday(10), tick=False):
        yield


def test_rows_are_added_and_removed_without_javascript(audit, company, client_of):
    client, address = client_of(company.sales), reverse("audits:question", args=[audit.pk, "calendar-sales"])
    row = {"starts_on_0": "2026-11-02", "ends_on_0": "2026-11-06", "filled_0": "The sprint"}
    response = client.post(address, {"choice": "dates", **row, "more": "1"})
    assert (response.status_code, response.url) == (303, address)
    assert 'name="filled_1"' in client.get(address).text
    two = {**row, "starts_on_1": "2026-11-16", "ends_on_1": "2026-11-18", "filled_1": "The fair"}
    client.post(address, {"choice": "dates", **two})
    assert told(audit.answers.get()) == [SPRINT, FAIR]
    client.post(address, {"choice": "dates", **two, "without": "0"})
    assert told(audit.answers.get()) == [FAIR]


def test_what_a_row_lacks_is_said_at_the_row(audit, company, client_of):
    address = reverse("audits:question", args=[audit.pk, "calendar-sales"])
    rows = {"starts_on_0": "2026-11-06", "ends_on_0": "2026-11-02", "filled_0": "Backwards", "filled_1": "No days"}
    response = client_of(company.sales).post(address, {"choice": "dates", **rows})
    assert response.status_code == 422
    for words in ("The last day comes before the first.", "Give the first day.", "Give the last day.", "No days"):
        assert words in response.text
    assert not audit.answers.exists()
