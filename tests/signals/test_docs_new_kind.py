"""The connector that docs/adding-a-source.md shows is whole: it pulls, finds what was deleted, says what is wrong."""

import re
import sys
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import pytest
import time_machine
from werkzeug import Request, Response

from signals.connectors import KINDS, check
from signals.entries import SourceEntry
from signals.models import Source, Work
from signals.services import save_source
from tests.signals.fakes.answering import answer
from tests.signals.sources import NOW, counts, run

pytestmark = pytest.mark.django_db
PAGE = (Path(__file__).resolve().parents[2] / "docs" / "adding-a-source.md").read_text()
(SHOWN,) = re.findall(r'```python\n("""Desk: .*?)```', PAGE, re.DOTALL)
TICKET = {"kind": {"const": "ticket"}, "title": "title", "holder": "owner"}


class Desk:
    """A desk with three tickets, two to a page."""

    def __init__(self) -> None:
        self.tickets = [{"id": str(number), "title": f"Ticket {number}", "owner": "Ada"} for number in (1, 2, 3)]
        self.asked: list[dict] = []
        self.left = 1_000

    def __call__(self, request: Request) -> Response:
        self.left -= 1
        if request.headers.get("Authorization") != "Bearer key":
            return answer({"error": {"message": "no key"}}, 401)
        if request.path == "/me":
            return answer({"name": "Ada"}, X_Left=str(self.left), X_Allowed="1000")
        self.asked.append(request.args.to_dict())
        if "wrong" in request.headers:
            return answer({"error": {"message": "updated_since is no instant"}}, 400)
        start = int(request.args.get("cursor", "0"))
        following = str(start + 2) if start + 2 < len(self.tickets) else None
        return answer({"tickets": self.tickets[start : start + 2], "meta": {"next": following, "total": len(self.tickets)}})


@pytest.fixture
def desk(httpserver, monkeypatch) -> Desk:
    module = ModuleType("signals.connectors.desk")
    exec(compile(SHOWN, "docs/adding-a-source.md", "exec"), module.__dict__)
    monkeypatch.setitem(sys.modules, "signals.connectors.desk", module)
    monkeypatch.setitem(KINDS._named, "desk", "desk.DeskConnector")
    fake = Desk()
    httpserver.expect_request(re.compile(".*")).respond_with_handler(fake)
    with time_machine.travel(NOW, tick=False):
        yield fake


def connected(httpserver, **settings) -> Source:
    stream = {"name": "tickets", "path": "tickets", "id": "id", "missing": "tombstone", "records": [{"work": TICKET}]}
    stream["cursor"] = {"field": "updated_at", "param": "updated_since"}
    told = {"name": "Desk", "kind": "desk", "streams": [stream], "settings": {"base_url": httpserver.url_for("/"), **settings}}
    entry = SourceEntry.model_validate({**told, "allow_private": True, "allow_http": True})
    return save_source(entry=entry, secret="key")


def test_it_pulls_what_is_there_and_what_changed_and_finds_what_was_deleted(desk, httpserver):
    source = connected(httpserver)
    assert check(source).sentence == "Desk answers as Ada: 3 tickets would come."
    first = run(source)
    assert (first.error, counts(first), first.rows_known) == ("", (3, 3, 0, 0, 0), 3)
    del desk.tickets[0]
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        later = run(source, NOW + timedelta(days=2))
    assert (later.state, later.rows_deleted, Work.objects.present().count()) == ("done", 1, 2)
    assert {"updated_since": "2026-03-10T11:50:00+00:00"} in desk.asked
    assert {"fields": "id"} in desk.asked


def test_it_says_what_is_wrong_and_leaves_the_reserve(desk, httpserver):
    pull = run(connected(httpserver, headers={"wrong": "yes"}))
    assert (pull.state, pull.permanent) == ("failed", True)
    assert "refuses what was asked: updated_since is no instant" in pull.error
    desk.left = 100
    source = connected(httpserver)
    run(source)
    source.refresh_from_db()
    assert source.state == "paused_quota"
