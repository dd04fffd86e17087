"""A page that takes its worker with it each time is not read without end: the pull fails for a person to see."""

import json
import subprocess
import time
from datetime import timedelta

import pytest
from django.db import connection
from werkzeug import Request, Response

from signals import pulls
from signals.models import Pull, Source, Work
from signals.services import resume_source
from tests.signals.sources import NOW, counts, deal, rest_source, run, stream
from tests.signals.test_pull_crash import start_puller

pytestmark = pytest.mark.django_db(transaction=True)
SIZE, POISON = 5, "3"


class Poisonous:
    """Pages of deals; whoever asks for one of them is killed, as by a shortage of memory."""

    def __init__(self) -> None:
        self.reader: subprocess.Popen | None = None

    def __call__(self, request: Request) -> Response:
        if request.args["page"] == POISON and self.reader:
            self._wait_for_the_pages_before()
            self.reader.kill()
            self.reader = None
        number = int(request.args["page"])
        rows = [deal(number * SIZE + place) for place in range(SIZE)] if number <= 4 else []
        return Response(json.dumps(rows), content_type="application/json")

    @staticmethod
    def _wait_for_the_pages_before() -> None:
        """Pages are asked for ahead: those before this one are still being loaded."""
        deadline = time.monotonic() + 120
        while Work.objects.count() < 2 * SIZE and time.monotonic() < deadline:
            time.sleep(0.05)
        connection.close()

    def kill(self, name: str) -> int:
        """Let a puller ask for the pages; what it ended with."""
        puller = self.reader = start_puller(name)
        puller.communicate(timeout=240)
        return puller.returncode


def test_a_page_that_kills_its_worker_each_time_stops_the_source_and_says_so(httpserver, company):
    service = Poisonous()
    httpserver.expect_request("/deals").respond_with_handler(service)
    source = rest_source(httpserver.url_for("/"), stream(path="deals", pagination={"style": "page"}))
    assert [service.kill(source.name) for _ in range(3)] == [-9, -9, -9]
    kept = Pull.objects.get()
    assert (kept.state, kept.attempts, kept.takeovers) == ("running", 3, 2)
    assert kept.rows_read == Work.objects.count() == 2 * SIZE
    assert service.kill(source.name) == 1, "the fourth is refused before it asks for anything"

    failed = Pull.objects.get()
    assert (failed.state, failed.permanent, failed.claim) == ("failed", True, None)
    assert failed.error.startswith("Its worker was lost 3 times in a row over the same page of “deals”: ")
    assert "Kept: the 10 rows read before. Look at the worker's log;" in failed.error
    assert failed.error.endswith("resume the source: it goes on after what was kept. It is not tried again until then.")
    source.refresh_from_db()
    assert source.state == Source.State.PAUSED
    assert source.state_reason in failed.error.replace("Kept: the 10 rows read before. ", "")
    assert not Source.objects.due(NOW + timedelta(days=1)).exists()

    service.reader = None
    resume_source(source=source, by=company.administrator)
    assert counts(run(source)) == (6 * SIZE, 2 * SIZE, 0, 4 * SIZE, 0), "the rest, then all once more"
    assert Work.objects.count() == 4 * SIZE


def test_a_page_that_is_kept_lets_the_count_begin_anew(httpserver):
    httpserver.expect_request("/deals").respond_with_json([deal(1)])
    source = rest_source(httpserver.url_for("/"), stream(path="deals"))
    opened = pulls.open_pull(source, NOW)
    Pull.objects.update(state="running", takeovers=1, heartbeat_at=NOW - timedelta(hours=1))
    done = pulls.pull(pulls.claim(opened.pk, NOW), now=lambda: NOW)
    assert (done.state, done.takeovers) == ("done", 0)


def test_a_backfill_that_kills_its_workers_fails_alone(httpserver):
    source = rest_source(httpserver.url_for("/"), stream(path="deals"))
    opened = pulls.open_pull(source, NOW, kind="backfill", since=NOW)
    Pull.objects.update(state="running", takeovers=2, heartbeat_at=NOW - timedelta(hours=1))
    done = pulls.pull(pulls.claim(opened.pk, NOW), now=lambda: NOW)
    assert (done.state, done.rows_read) == ("failed", 0)
    assert "Nothing was changed." in done.error
    assert "Then ask for it again." in done.error
    source.refresh_from_db()
    assert (source.state, source.state_reason) == ("active", "")
