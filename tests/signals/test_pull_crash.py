"""A puller killed at any instant loses nothing; two pullers at once load every record once."""

import json
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError, connection
from werkzeug import Request, Response

from signals.models import Pull, RawPage, Record, Signal, Work
from signals.pulls import ending
from tests.signals.sources import DEAL, NOW, USED, counts, deal, file_source, rest_source, run, stream, write_lines

pytestmark = pytest.mark.django_db(transaction=True)
CHECKOUT = Path(__file__).resolve().parents[2]
PAGES, SIZE = 6, 40


def start_puller(name: str) -> subprocess.Popen:
    """`manage.py pull NAME` in a process of its own, over this test's database."""
    address = os.environ["DATABASE_URL"].replace("/revenue_arc?", f"/{connection.settings_dict['NAME']}?")
    environment = os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    return subprocess.Popen(
        [sys.executable, "manage.py", "pull", name],
        cwd=CHECKOUT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def page_of(request: Request) -> Response:
    number = int(request.args["page"])
    rows = [deal(number * SIZE + place) for place in range(SIZE)] if number <= PAGES else []
    return Response(json.dumps(rows), content_type="application/json")


def test_a_killed_pull_goes_on_and_ends_with_the_same_counts(httpserver):
    running: list[subprocess.Popen] = []

    def kill_at_the_fourth(request: Request) -> Response:
        if request.args["page"] == "4" and running:
            running.pop().kill()
        return page_of(request)

    httpserver.expect_request("/deals").respond_with_handler(kill_at_the_fourth)
    source = rest_source(httpserver.url_for("/"), stream(path="deals", pagination={"style": "page"}))
    puller = start_puller(source.name)
    running.append(puller)
    puller.communicate(timeout=240)
    assert puller.returncode == -9
    left = Pull.objects.get()
    assert left.state == "running"
    assert left.rows_read == Work.objects.count() < PAGES * SIZE
    done = run(source)
    assert (done.pk, done.state, done.attempts) == (left.pk, "done", 2)
    assert counts(done) == (PAGES * SIZE, PAGES * SIZE, 0, 0, 0)
    assert Work.objects.count() == Record.objects.count() == PAGES * SIZE
    assert sum(RawPage.objects.values_list("rows", flat=True)) == PAGES * SIZE
    assert counts(run(source)) == (PAGES * SIZE, 0, 0, PAGES * SIZE, 0)


def test_two_pullers_at_once_load_every_record_once(tmp_path):
    write_lines(tmp_path / "used.jsonl", [{"id": f"u{n}", "at": "2026-03-01T08:00:00Z", "value": 1} for n in range(20_000)])
    source = file_source(tmp_path, {"name": "used", "file": "used.jsonl", "id": "id", "records": [USED]})
    pullers = [start_puller(source.name) for _ in range(2)]
    for puller in pullers:
        puller.communicate(timeout=240)
    assert 0 in {puller.returncode for puller in pullers}
    assert Signal.objects.count() == 20_000
    assert sum(pull.rows_new for pull in Pull.objects.all()) == 20_000
    assert {pull.state for pull in Pull.objects.all()} == {"done"}


def test_a_worker_that_lost_its_claim_commits_nothing(tmp_path, httpserver):
    def taken_over(request: Request) -> Response:
        return page_of(request)

    httpserver.expect_request("/deals").respond_with_handler(taken_over)
    source = rest_source(httpserver.url_for("/"), stream(path="deals", pagination={"style": "page"}))

    def steal(*_) -> None:
        Pull.objects.update(claim="11111111-1111-1111-1111-111111111111")

    run(source, progress=steal)
    assert Pull.objects.get().state == "running"
    assert Work.objects.count() == SIZE


def break_off_once(name: str):
    """What ends this test's connection, from another one, the first time that it is called."""
    times = iter([name])

    def act(*_) -> None:
        if next(times, ""):
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                (backend,) = cursor.fetchone()
            other = connection.copy()
            with other.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(%s)", [backend])
            other.close()

    return act


def test_a_pull_whose_database_breaks_off_waits_until_it_answers_and_says_so(httpserver, monkeypatch):
    httpserver.expect_request("/deals").respond_with_handler(page_of)
    source = rest_source(httpserver.url_for("/"), stream(path="deals", pagination={"style": "page"}))
    fail, slept, away = ending.fail, [], iter([True, True, False])

    def fail_once_it_answers(*given) -> None:
        if next(away, False):
            raise OperationalError("the database system is starting up")
        fail(*given)

    monkeypatch.setattr(ending, "fail", fail_once_it_answers)
    with pytest.raises(psycopg.OperationalError):
        run(source, progress=break_off_once("deals"), slept=slept)
    left = Pull.objects.get()
    assert (left.state, left.rows_read, slept) == ("due", SIZE, [0.2, 0.5])
    assert left.error.startswith("The console's own database broke off (")
    assert counts(run(source, left.due_at)) == (PAGES * SIZE, PAGES * SIZE, 0, 0, 0)


def test_every_page_is_kept_with_its_payloads(httpserver):
    httpserver.expect_request("/deals").respond_with_json([deal(1, note="ünïcode"), deal(2)])
    run(rest_source(httpserver.url_for("/"), stream(path="deals", records=[DEAL])), NOW)
    work = Work.objects.get(external_id="d1")
    assert RawPage.objects.get(pk=work.page_id).record(work.ordinal) == deal(1, note="ünïcode")
