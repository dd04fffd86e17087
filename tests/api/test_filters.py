"""Every list refuses what it cannot filter by: its rows would be others than were asked for."""

import pytest

from tests.access_table import ROWS
from tests.scorecards.conftest import atlas, launch, metrics  # noqa: F401  (fixtures)
from tests.test_access import path_to, roles, world  # noqa: F401  (fixtures)

pytestmark = pytest.mark.django_db


def test_every_list_refuses_an_unknown_filter_and_names_those_it_knows(world, roles, subtests):  # noqa: F811
    client, lists = roles["administrator"](), 0
    for name in (name for name, (get, _) in ROWS.items() if name.startswith("api:") and get != "-"):
        path = path_to(name, world)
        answer = client.get(path)
        if answer.status_code != 200 or "json" not in answer["Content-Type"] or "results" not in answer.json():
            continue
        lists += 1
        with subtests.test(name):
            refused = client.get(path, {"sorce": "CRM", "limit": 1})
            assert refused.status_code == 400
            assert refused.json()["errors"]["sorce"][0].startswith("There is no such filter here. There are: ")
            assert "limit, offset." in refused.json()["errors"]["sorce"][0]
    assert lists > 20
