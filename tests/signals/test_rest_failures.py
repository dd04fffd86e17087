"""Whatever a source answers, nothing half is kept, and a sentence says what happened and what to do."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from werkzeug import Request, Response

from signals.models import Source, Stream, Work
from tests.signals.sources import NOW, counts, deal, rest_source, run, stream

pytestmark = pytest.mark.django_db
SECRET = "a-credential-nobody-may-see"


@pytest.fixture
def crm(httpserver) -> Source:
    return rest_source(httpserver.url_for("/api"), stream(path="deals"), secret=SECRET)


def test_the_credential_goes_along(httpserver, crm):
    httpserver.expect_request("/api/deals", headers={"Authorization": f"Bearer {SECRET}"}).respond_with_json([deal(1)])
    assert counts(run(crm)) == (1, 1, 0, 0, 0)


@pytest.mark.parametrize("status", [429, 502, 503])
def test_a_busy_source_is_asked_again(httpserver, crm, status):
    slept: list[float] = []
    httpserver.expect_oneshot_request("/api/deals").respond_with_data("busy", status=status, headers={"Retry-After": "3"})
    httpserver.expect_request("/api/deals").respond_with_json([deal(1)])
    assert run(crm, slept=slept).state == "done"
    assert 3 <= slept[0] <= 4


def test_retry_after_may_be_a_date(httpserver, crm):
    slept: list[float] = []
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=8), usegmt=True)
    httpserver.expect_oneshot_request("/api/deals").respond_with_data("busy", status=429, headers={"Retry-After": later})
    httpserver.expect_request("/api/deals").respond_with_json([deal(1)])
    run(crm, slept=slept)
    assert 5 <= slept[0] <= 9


def test_a_source_that_stays_busy_gives_the_worker_back(httpserver, crm):
    httpserver.expect_request("/api/deals").respond_with_data("busy", status=503)
    pull = run(crm)
    assert (pull.state, pull.permanent, len(httpserver.log)) == ("due", False, 4)
    assert pull.due_at > NOW
    assert "It is tried again at" in pull.error


def test_a_long_retry_after_is_not_waited_for(httpserver, crm):
    httpserver.expect_request("/api/deals").respond_with_data("busy", status=429, headers={"Retry-After": "3600"})
    slept: list[float] = []
    pull = run(crm, slept=slept)
    assert (slept, len(httpserver.log), pull.due_at) == ([], 1, NOW + timedelta(seconds=3601))


@pytest.mark.parametrize("asked", ["99999999999999999999", "Fri, 01 Jan 2100 00:00:00 GMT"])
def test_a_wait_that_is_no_wait_is_a_week_at_most(httpserver, crm, asked):
    httpserver.expect_request("/api/deals").respond_with_data("busy", status=429, headers={"Retry-After": asked})
    pull = run(crm)
    assert (pull.state, pull.due_at <= NOW + timedelta(days=7, seconds=1)) == ("due", True)


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ("http://[::1", "named an address that is none"),
        ("/deals?at=\x00", "named a next page that is none"),
        ("/deals?at=\ud800", "named a next page that is none"),
    ],
)
def test_a_next_page_that_is_none_is_not_followed(httpserver, named, words):
    httpserver.expect_request("/deals").respond_with_data(json.dumps({"rows": [deal(1)], "next": named}))
    pagination = {"style": "link", "next": "next"}
    pull = run(rest_source(httpserver.url_for("/"), stream(path="deals", rows="rows", pagination=pagination)))
    assert pull.state in ("failed", "due")
    assert words in pull.error


def test_an_id_that_is_no_text_is_written_as_json(httpserver):
    ids = [{"name": "\ud800"}, [10**30]]
    httpserver.expect_request("/deals").respond_with_data(json.dumps([{**deal(1), "id": one} for one in ids]))
    assert counts(run(rest_source(httpserver.url_for("/"), stream(path="deals")))) == (2, 2, 0, 0, 0)


def test_after_five_attempts_it_has_failed(httpserver, crm):
    httpserver.expect_request("/api/deals").respond_with_data("busy", status=503)
    states = [run(crm).state for _ in range(5)]
    assert states == ["due"] * 4 + ["failed"]


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_credential_asks_to_reconnect(httpserver, crm, status):
    httpserver.expect_request("/api/deals").respond_with_data("no", status=status)
    pull = run(crm)
    crm.refresh_from_db()
    assert (pull.state, pull.permanent, crm.state) == ("failed", True, "reconnect")


@pytest.mark.parametrize(("status", "words"), [(410, "gone for good"), (404, "does not exist")])
def test_an_endpoint_that_is_gone_is_named(httpserver, crm, status, words):
    httpserver.expect_request("/api/deals").respond_with_data("no", status=status)
    pull = run(crm)
    assert (pull.state, pull.permanent) == ("failed", True)
    assert "/api/deals" in pull.error
    assert words in pull.error


@pytest.mark.parametrize(
    ("body", "content_type", "words"),
    [
        ("<!doctype html><title>Sign in</title>", "text/html", "a web page instead of data"),
        ('[{"id": "d1", "name": "De', "application/json", "broken or cut off"),
        ('{"message": "ok"}', "application/json", "without a list of records"),
    ],
)
def test_an_answer_that_is_no_data_changes_nothing(httpserver, crm, body, content_type, words):
    httpserver.expect_request("/api/deals").respond_with_data(body, content_type=content_type)
    pull = run(crm)
    assert words in pull.error
    assert "Nothing was changed." in pull.error
    assert not Work.objects.exists()
    assert Stream.objects.get().cursor == {}


def test_a_body_that_breaks_off_changes_nothing(httpserver, crm):
    def cut(request: Request) -> Response:
        return Response(b'[{"id": "d1"}', headers={"Content-Length": "5000"}, content_type="application/json")

    httpserver.expect_request("/api/deals").respond_with_handler(cut)
    pull = run(crm)
    assert "cut off" in pull.error
    assert not Work.objects.exists()


def test_nothing_answers_there(crm):
    crm.settings = {"base_url": "http://127.0.0.1:9"}
    crm.save()
    assert "nothing answers there" in run(crm).error


def test_what_an_earlier_page_brought_is_kept(httpserver):
    pagination = {"style": "page"}
    httpserver.expect_request("/deals", query_string="page=1").respond_with_json([deal(1), deal(2)])
    httpserver.expect_request("/deals", query_string="page=2").respond_with_data("<html>", content_type="text/html")
    pull = run(rest_source(httpserver.url_for("/"), stream(path="deals", pagination=pagination)))
    assert "Kept: the 2 rows read before." in pull.error
    assert Work.objects.count() == 2


def test_a_failed_pull_does_not_refresh_the_age(httpserver, crm):
    httpserver.expect_oneshot_request("/api/deals").respond_with_json([deal(1)])
    httpserver.expect_request("/api/deals").respond_with_data("no", status=410)
    run(crm)
    run(crm, NOW + timedelta(hours=1))
    crm.refresh_from_db()
    assert (crm.last_success_at, crm.attempted_at) == (NOW, NOW + timedelta(hours=1))


def test_no_error_shows_the_credential(httpserver, crm, caplog, capsys):
    crm.settings = {**crm.settings, "auth": "query:key"}
    crm.save()
    httpserver.expect_request("/api/deals").respond_with_data("no", status=500)
    pull = run(crm)
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("werkzeug")]
    assert httpserver.log[0][0].args["key"] == SECRET
    assert not [text for text in [pull.error, repr(crm.secret), str(vars(crm)), *ours] if SECRET in text]
