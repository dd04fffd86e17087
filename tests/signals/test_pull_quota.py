"""A quota that is nearly spent pauses the source; it goes on by itself, from where it stood, when the quota renews."""

import json
from datetime import timedelta

import pytest
from werkzeug import Request, Response

from signals import tasks
from signals.client import Quota
from signals.connectors.rest import RestConnector
from signals.models import Pull, Source, Stream
from signals.pulls import ending
from signals.services import pause_source
from tests.signals.sources import NOW, counts, deal, rest_source, run, stream

pytestmark = pytest.mark.django_db


class Metered:
    """An API that tells with each answer what is left of a hundred requests."""

    def __init__(self, server, left: int):
        self.left, self.pages = left, 4
        server.expect_request("/deals").respond_with_handler(self.serve)

    def serve(self, request: Request) -> Response:
        self.left -= 1
        page = int(request.args["page"])
        rows = [deal(page)] if page <= self.pages else []
        return Response(json.dumps(rows), content_type="application/json", headers={"X-Left": str(self.left)})


@pytest.fixture
def api(httpserver, monkeypatch) -> Metered:
    monkeypatch.setattr(RestConnector, "quota", lambda self, headers: Quota(int(headers["x-left"]), 100))
    return Metered(httpserver, left=12)


@pytest.fixture
def crm(httpserver, api) -> Source:
    return rest_source(httpserver.url_for("/"), stream(path="deals", pagination={"style": "page"}))


def test_at_the_reserve_the_source_is_paused_and_the_cursor_kept(crm):
    pull = run(crm)
    crm.refresh_from_db()
    assert (crm.state, pull.state, pull.rows_read) == ("paused_quota", "due", 2)
    assert Stream.objects.get().cursor == {"next": 3}
    assert pull.due_at == NOW + timedelta(hours=1, seconds=1)
    assert "the reserve of 10%" in pull.error


def test_it_goes_on_by_itself_when_the_quota_renews(crm, api, monkeypatch):
    sent: list[int] = []
    monkeypatch.setattr(tasks, "send", lambda pull: sent.append(pull.pk))
    pull = run(crm)
    api.left = 100
    later = NOW + timedelta(hours=2)
    monkeypatch.setattr(tasks.timezone, "now", lambda: later)
    tasks.sweep()
    assert sent == [pull.pk]
    done = run(crm, later)
    crm.refresh_from_db()
    assert (crm.state, crm.state_reason, done.state) == ("active", "", "done")
    assert counts(done) == (4, 4, 0, 0, 0)


def test_a_quota_that_stays_spent_is_looked_at_again_and_never_fails(crm, api):
    api.pages = 40
    states = [run(crm).state for _ in range(3)]
    Pull.objects.update(attempts=ending.ATTEMPTS + 1)
    api.left = 5
    assert [*states, run(crm).state] == ["due"] * 4


def test_a_source_that_somebody_paused_stays_paused(crm):
    pause_source(source=crm, by=None)
    run(crm)
    crm.refresh_from_db()
    assert crm.state == "paused"
