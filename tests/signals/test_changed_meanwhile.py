"""What a person or a source does while a pull runs is neither lost nor overwritten by the pull."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from werkzeug import Request, Response

from signals import pulls, services
from signals.models import Pull, Stream, Work
from tests.signals.sources import DEAL, NOW, counts, deal, rest_source, run, stream

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PAGED = {"style": "offset", "size_param": "limit", "size": 2}


class Deals:
    """An API of six deals, two a page; it notes what it was asked, and acts before the third page."""

    def __init__(self, httpserver, **said):
        self.deals = [deal(number, **said) for number in range(6)]
        self.asked: list = []
        self.acts: list = []
        httpserver.expect_request("/deals").respond_with_handler(self.answer)
        self.url = httpserver.url_for("/")

    def answer(self, request: Request) -> Response:
        start, since = int(request.args["offset"]), request.args.get("since", "")
        self.asked.append((start, since))
        if start == 4 and self.acts:
            self.acts.pop()()
        found = [told for told in self.deals if told.get("changed_at", "") >= since]
        return Response(json.dumps(found[start : start + 2]), content_type="application/json")


def pull_with(source, act) -> Pull:
    """Pull a source; after its first page `act` happens."""
    acts = [act]
    return run(source, progress=lambda *_: acts and acts.pop()())


def test_what_is_said_to_be_expected_during_a_pull_stays_expected(httpserver, company):
    api = Deals(httpserver)
    source = rest_source(api.url, stream(path="deals", pagination=PAGED))
    run(source)
    api.deals = [told | {"region": "EMEA"} for told in api.deals]
    run(source, NOW + DAY)
    assert [change["column"] for change in Stream.objects.get().drift] == ["region"]
    pull_with(source, lambda: services.expect_shape(stream=Stream.objects.get(), by=company.administrator, at=NOW + 2 * DAY))
    assert Stream.objects.get().drift == []
    assert "region" in Stream.objects.get().fingerprint


def test_a_stream_that_is_mapped_differently_during_a_pull_is_read_from_its_start_again(httpserver):
    api = Deals(httpserver)
    source = rest_source(api.url, stream(path="deals", pagination=PAGED))
    mapped = stream(path="deals", pagination=PAGED, records=[{"work": {**DEAL["work"], "title": "stage"}}])
    left = pull_with(source, lambda: rest_source(api.url, mapped))
    assert (left.state, left.rows_read) == ("due", 2)
    assert left.error.startswith(
        "How “deals” is read or mapped was changed while it was read: it is read from its start again."
    )
    assert Stream.objects.get().cursor == {}
    done = run(source, left.due_at)
    assert (done.pk, done.state) == (left.pk, "done")
    assert {work.title for work in Work.objects.all()} == {"Open"}


def test_a_backfill_goes_on_at_no_place_of_a_stream_that_was_changed(httpserver, company, monkeypatch):
    monkeypatch.setattr("signals.pulls.running.CHUNK_OF_BACKFILL", 1)
    api = Deals(httpserver)
    source = rest_source(api.url, stream(path="deals", pagination=PAGED))
    backfill = services.request_pull(source=source, by=company.administrator, at=NOW, since=NOW - DAY)
    pulls.pull(pulls.claim(backfill.pk, NOW), now=lambda: NOW)
    backfill.refresh_from_db()
    assert backfill.position["deals"]["next"] == 2
    rest_source(api.url, stream(path="deals", pagination={**PAGED, "size": 3}))
    backfill.refresh_from_db()
    assert (backfill.position, backfill.rows_read) == ({}, 2)


def test_what_changes_behind_a_long_read_is_asked_for_by_the_next_one(httpserver):
    api = Deals(httpserver, changed_at="2026-03-01T08:00:00Z")
    cursor = {"field": "changed_at", "param": "since", "overlap": "10s"}
    source = rest_source(api.url, stream(path="deals", pagination=PAGED, cursor=cursor))
    began = datetime.now(UTC)

    def change() -> None:
        """The first deal, which was read, and the last, which was not: an hour after the read began."""
        for number, minutes in ((0, 50), (5, 60)):
            changed_at = (began + timedelta(minutes=minutes)).isoformat().replace("+00:00", "Z")
            api.deals[number] = deal(number, name="Changed", changed_at=changed_at)

    api.acts.append(change)
    run(source)
    assert [work.title for work in Work.objects.filter(external_id="d0")] == ["Deal 0"]
    api.asked.clear()
    assert counts(run(source, NOW + DAY))[2] == 1
    assert [work.title for work in Work.objects.filter(external_id="d0")] == ["Changed"]
    assert datetime.fromisoformat(api.asked[0][1]) <= began


def test_a_record_of_the_future_hides_nothing_that_changes_before_it(httpserver):
    api = Deals(httpserver, changed_at="2026-03-01T08:00:00Z")
    api.deals[3]["changed_at"] = "2199-01-01T00:00:00Z"
    cursor = {"field": "changed_at", "param": "since", "overlap": "10s"}
    source = rest_source(api.url, stream(path="deals", pagination=PAGED, cursor=cursor))
    run(source)
    assert datetime.fromisoformat(Stream.objects.get().cursor["mark"]) <= datetime.now(UTC)
