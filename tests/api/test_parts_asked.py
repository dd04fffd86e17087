"""A part that a rule does not have is refused: another part would be taken for the one that was asked for."""

import pytest

from signals.recompute import recompute
from tests.signals.metrics import define
from tests.signals.rows import NOW, a_source, day, some_work

pytestmark = pytest.mark.django_db
WON, CLOSED = {"work": "deal", "by": "closed", "category": "won"}, {"work": "deal", "by": "closed"}
RATE = {"kind": "ratio", "numerator": [WON], "denominator": [CLOSED], "window": "4 weeks"}
HERE = "/api/v1/metrics/win_rate"


@pytest.fixture
def client(company, program):
    crm = a_source()
    for number, category in enumerate(("won", "lost")):
        some_work(crm, number, kind="deal", status_category=category, closed_at=day(3))
    for key in ("win_rate", "other_rate"):
        recompute(define(key, crm, definition=RATE, unit="%"), NOW)
    return program(company.member)


@pytest.mark.parametrize("path", [f"{HERE}/records/", f"{HERE}/beside/other_rate/"])
def test_only_a_part_that_there_is_is_told(client, path):
    assert [client.get(path, {"part": part}).status_code for part in ("", "0", "1")] == [200, 200, 200]
    for part in ("2", "99", "-1", "x", "²"):
        refused = client.get(path, {"part": part})
        assert refused.status_code == 400
        assert refused.json()["errors"]["part"] == ["Give a whole number from 0 to 1."]


def test_the_parts_of_a_count_are_one(client):
    recompute(define("visits", a_source("Events")), NOW)
    refused = client.get("/api/v1/metrics/visits/records/", {"part": 1})
    assert refused.json()["errors"]["part"] == ["There is only one: give 0."]
