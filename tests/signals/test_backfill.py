"""A backfill: in chunks, with true progress, cancelled at any page; fresh pulls do not wait for it."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from werkzeug import Response

from signals import pulls, services
from signals.models import Pull, Work
from signals.pulls import running
from tests.signals.sources import NOW, counts, deal, rest_source, run, stream

pytestmark = pytest.mark.django_db
PAGING = {"style": "offset", "param": "offset", "size_param": "limit", "size": 2, "total": "total"}
CURSOR = {"field": "created_at", "param": "since"}


@pytest.fixture
def crm(httpserver, settings):
    settings.OUTBOUND_ALLOW_PRIVATE = True
    deals = [deal(number) for number in range(10)]

    def answer(request):
        start = int(request.args.get("offset", 0))
        return Response(json.dumps({"data": deals[start : start + 2], "total": 10}), content_type="application/json")

    httpserver.expect_request("/deals").respond_with_handler(answer)
    return rest_source(httpserver.url_for(""), stream(path="deals", rows="data", pagination=PAGING, cursor=CURSOR))


def chunk(pull, at=NOW):
    return pulls.pull(pulls.claim(pull.pk, at), now=lambda: at)


def test_a_backfill_runs_in_chunks_and_its_progress_is_true(crm, company, monkeypatch):
    monkeypatch.setattr(running, "CHUNK_OF_BACKFILL", 2)
    backfill = services.request_pull(source=crm, by=company.administrator, at=NOW, since=NOW - timedelta(days=90))
    seen = []
    while (backfill := chunk(backfill)).state == Pull.State.DUE:
        seen.append((backfill.rows_read, backfill.rows_known))
    assert seen == [(4, 10), (8, 10)]
    assert (backfill.state, counts(backfill)) == ("done", (10, 10, 0, 0, 0))


def test_fresh_data_does_not_wait_for_a_backfill(crm, company, monkeypatch):
    monkeypatch.setattr(running, "CHUNK_OF_BACKFILL", 1)
    backfill = services.request_pull(source=crm, by=company.administrator, at=NOW, since=NOW - timedelta(days=90))
    chunk(backfill)
    assert run(crm).state == "done"
    backfill.refresh_from_db()
    assert backfill.state == "due"


def test_a_cancelled_backfill_stops_and_keeps_what_was_read(crm, company, monkeypatch):
    monkeypatch.setattr(running, "CHUNK_OF_BACKFILL", 2)
    backfill = services.request_pull(source=crm, by=company.administrator, at=NOW, since=NOW - timedelta(days=90))
    chunk(backfill)
    ended = services.cancel_pull(pull=backfill, by=company.administrator, at=NOW)
    assert (ended.state, ended.rows_read, Work.objects.count()) == ("cancelled", 4, 4)
    assert ended.error == "Cancelled by Sam Adeyemi. Kept: the 4 rows read before."
    assert pulls.claim(backfill.pk, NOW) is None
    with pytest.raises(ValidationError, match="ended already"):
        services.cancel_pull(pull=backfill, by=company.administrator, at=NOW)


def test_the_worker_of_a_cancelled_pull_stops_before_its_next_page(crm, company):
    opened = services.request_pull(source=crm, by=company.administrator, at=NOW)
    claimed = pulls.claim(opened.pk, NOW)

    def cancel(name, read, known):
        if Pull.objects.get(pk=opened.pk).is_open:
            services.cancel_pull(pull=opened, by=company.administrator, at=NOW)

    ended = pulls.pull(claimed, now=lambda: NOW, progress=cancel)
    assert (ended.state, ended.rows_read, Work.objects.count()) == ("cancelled", 2, 2)
