"""Guarantee 8, with the very workers that `make run` starts: fresh data never waits behind a backfill."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from werkzeug import Response

from revenue_arc.supervisor import workers
from signals.models import Pull, Work
from signals.services import request_pull
from tests.signals.sources import deal, file_source, rest_source, stream, write_lines

CHECKOUT = Path(__file__).resolve().parents[2]
PATIENCE = 90


@contextlib.contextmanager
def started(name: str):
    """One of the workers of `make run`, over this test's database, stopped at the end as the supervisor would."""
    address = os.environ["DATABASE_URL"].replace("/revenue_arc?", f"/{connection.settings_dict['NAME']}?")
    environment = os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    environment |= {"PYTHONWARNINGS": "ignore:::celery.platforms"}
    told = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen([sys.executable, *workers.command(name)], cwd=CHECKOUT, env=environment, **told)
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


def until(what) -> bool:
    """Whether it comes true within a minute and a half."""
    end = time.monotonic() + PATIENCE
    while not (came := what()) and time.monotonic() < end:
        time.sleep(0.05)
    return bool(came)


@pytest.mark.django_db(transaction=True)
def test_a_fresh_pull_is_done_while_two_backfills_run(httpserver, tmp_path):
    asked, goes_on = threading.Event(), threading.Event()

    def serve(_) -> Response:
        asked.set()
        goes_on.wait(PATIENCE)
        return Response("[]", content_type="application/json")

    httpserver.expect_request("/deals").respond_with_handler(serve)
    write_lines(tmp_path / "deals.jsonl", [deal(1)])
    now = timezone.now()
    slow = [rest_source(httpserver.url_for("/"), stream(path="deals"), name=name) for name in ("One", "Other")]
    backfills = Pull.objects.filter(kind="backfill")
    fresh = Pull.objects.filter(kind="fresh")
    with started("worker"), started("backfill"):
        for source in slow:
            request_pull(source=source, by=None, at=now, since=now - timedelta(days=365))
        assert asked.wait(PATIENCE)
        request_pull(source=file_source(tmp_path, stream(file="deals.jsonl")), by=None, at=timezone.now())
        assert until(fresh.filter(state="done").exists)
        assert sorted(backfills.values_list("state", flat=True)) == ["due", "running"]
        goes_on.set()
        assert until(lambda: backfills.filter(state="done").count() == 2)
    assert Work.objects.count() == 1


def test_no_worker_of_make_run_serves_both_queues():
    served = [argument for told in workers.WORKERS.values() for argument in told if argument.startswith("--queues=")]
    assert served == ["--queues=fresh", "--queues=backfill"]
