"""A REST source is read to its end, whatever its way of saying where the next page is."""

import json

import pytest
from werkzeug import Request, Response

from signals.models import Pull, Stream, Work
from tests.signals.sources import NOW, counts, deal, rest_source, run, stream

pytestmark = pytest.mark.django_db
DEALS = [deal(number) for number in range(7)]


def answer(body, **headers) -> Response:
    return Response(json.dumps(body), content_type="application/json", headers=headers)


def by_page(request: Request) -> Response:
    page = int(request.args["page"])
    return answer({"rows": DEALS[(page - 1) * 3 : page * 3]})


def by_offset(request: Request) -> Response:
    start = int(request.args["offset"])
    return answer({"rows": DEALS[start : start + 3], "total": len(DEALS)})


def by_cursor(request: Request) -> Response:
    start = int(request.args.get("after", 0))
    following = {"next": {"after": str(start + 3)}} if start + 3 < len(DEALS) else {}
    return answer({"rows": DEALS[start : start + 3], "paging": following})


def by_link(request: Request) -> Response:
    start = int(request.args.get("from", 0))
    links = {"Link": f'<{request.base_url}?from={start + 3}>; rel="next"'} if start + 3 < len(DEALS) else {}
    return answer({"rows": DEALS[start : start + 3]}, **links)


@pytest.mark.parametrize(
    ("handler", "pagination"),
    [
        (by_page, {"style": "page"}),
        (by_page, {"style": "page", "size_param": "size", "size": 3}),
        (by_page, {"style": "page", "size_param": "size", "size": 100}),
        (by_offset, {"style": "offset", "size_param": "size", "size": 100}),
        (by_offset, {"style": "offset", "size_param": "size", "size": 100, "total": "total"}),
        (by_offset, {"style": "offset", "total": "total"}),
        (by_cursor, {"style": "cursor", "param": "after", "next": "paging.next.after"}),
        (by_link, {"style": "link"}),
    ],
)
def test_every_page_is_read(httpserver, handler, pagination):
    httpserver.expect_request("/deals").respond_with_handler(handler)
    source = rest_source(httpserver.url_for("/"), stream(path="deals", rows="rows", pagination=pagination))
    pull = run(source)
    assert (pull.state, pull.error, counts(pull)) == ("done", "", (7, 7, 0, 0, 0))
    assert set(Work.objects.values_list("external_id", flat=True)) == {record["id"] for record in DEALS}


def test_the_rows_that_will_come_are_known(httpserver):
    httpserver.expect_request("/deals").respond_with_handler(by_offset)
    source = rest_source(
        httpserver.url_for("/"), stream(path="deals", rows="rows", pagination={"style": "offset", "total": "total"})
    )
    assert run(source).rows_known == 7


@pytest.mark.parametrize(
    "pagination",
    [
        {"style": "cursor", "param": "after", "next": "next"},
        {"style": "page"},
        {"style": "offset"},
    ],
)
def test_a_source_that_stands_still_is_stopped_visibly(httpserver, pagination):
    httpserver.expect_request("/deals").respond_with_json({"rows": DEALS[:3], "next": "always the same"})
    pull = run(rest_source(httpserver.url_for("/"), stream(path="deals", rows="rows", pagination=pagination)))
    assert pull.state == "due"
    assert "stands still" in pull.error
    assert len(httpserver.log) <= 3


@pytest.mark.parametrize("style", ["page", "offset"])
def test_a_source_that_gives_the_same_page_whatever_is_asked_is_stopped_visibly(httpserver, style):
    httpserver.expect_request("/deals").respond_with_json({"rows": DEALS})
    source = rest_source(httpserver.url_for("/"), stream(path="deals", rows="rows", pagination={"style": style}))
    assert "/deals gave the same page twice: it stands still." in run(source).error
    assert len(httpserver.log) == 2


SIZED = {"style": "page", "size_param": "size", "size": 100}


@pytest.mark.parametrize(("told", "requests"), [({"total": "total"}, 1), ({}, 2)])
def test_a_source_that_gives_all_at_once_is_asked_no_more_than_it_must(httpserver, told, requests):
    httpserver.expect_request("/deals").respond_with_json({"rows": DEALS, "total": len(DEALS)})
    pull = run(rest_source(httpserver.url_for("/"), stream(path="deals", rows="rows", pagination=SIZED | told)))
    assert (pull.state, pull.error, counts(pull)[1], len(httpserver.log)) == ("done", "", len(DEALS), requests)


def test_a_source_that_says_there_is_more_than_it_gives_is_stopped_visibly(httpserver):
    httpserver.expect_request("/deals").respond_with_json({"rows": DEALS, "total": 2 * len(DEALS)})
    source = rest_source(httpserver.url_for("/"), stream(path="deals", rows="rows", pagination=SIZED | {"total": "total"}))
    assert "/deals gave the same page twice: it stands still." in run(source).error


def test_an_empty_page_that_names_a_next_one_is_stopped_visibly(httpserver):
    httpserver.expect_request("/deals").respond_with_json({"rows": [], "next": "more"})
    pagination = {"style": "cursor", "param": "after", "next": "next"}
    pull = run(rest_source(httpserver.url_for("/"), stream(path="deals", rows="rows", pagination=pagination)))
    assert "an empty page and yet a next one" in pull.error


def test_the_next_pull_asks_from_the_newest_less_the_overlap(httpserver):
    records = [deal(1, updated_at="2026-03-09T10:00:00Z"), deal(2, updated_at="2026-03-09T11:00:00Z")]
    httpserver.expect_request("/deals").respond_with_json(records)
    cursor = {"field": "updated_at", "param": "updated_after", "overlap": "10m"}
    source = rest_source(httpserver.url_for("/"), stream(path="deals", cursor=cursor))
    run(source)
    assert counts(run(source)) == (2, 0, 0, 2, 0)
    assert [dict(request.args) for request, _ in httpserver.log] == [{}, {"updated_after": "2026-03-09T10:50:00Z"}]


def test_a_late_row_is_found_in_the_overlap(httpserver):
    kept = [deal(1, updated_at="2026-03-09T11:00:00Z")]

    def since(request: Request) -> Response:
        return answer([record for record in kept if record["updated_at"] >= request.args.get("updated_after", "")])

    httpserver.expect_request("/deals").respond_with_handler(since)
    source = rest_source(
        httpserver.url_for("/"), stream(path="deals", cursor={"field": "updated_at", "param": "updated_after"})
    )
    run(source)
    kept.append(deal(2, updated_at="2026-03-09T10:55:00Z"))
    assert counts(run(source)) == (2, 1, 0, 1, 0)


def test_what_a_large_page_says_beside_its_rows_does_not_disturb_them(httpserver, monkeypatch):
    monkeypatch.setattr("signals.client.answers.HELD_IN_MEMORY", 50_000)
    monkeypatch.setattr("signals.connectors.rest.BATCH", 100)
    deals = [deal(number) for number in range(2_000)]
    body = {"rows": deals, "total": len(deals), "as_of": "2026-03-10T08:00:00Z"}
    httpserver.expect_request("/deals").respond_with_json(body)
    told = stream(path="deals", rows="rows", pagination={"total": "total"}, as_of="as_of")
    pull = run(rest_source(httpserver.url_for("/"), told))
    assert (pull.error, counts(pull), pull.rows_known) == ("", (2_000, 2_000, 0, 0, 0), 2_000)
    assert Stream.objects.get().data_as_of.isoformat() == "2026-03-10T08:00:00+00:00"


def test_the_source_says_from_when_its_data_is(httpserver):
    httpserver.expect_request("/deals").respond_with_json({"rows": DEALS, "as_of": "2026-03-01T00:00:00Z"})
    source = rest_source(httpserver.url_for("/"), stream(path="deals", rows="rows", as_of="as_of"))
    run(source)
    source.refresh_from_db()
    assert source.last_success_at == NOW
    assert source.fresh_as_of.isoformat() == "2026-03-01T00:00:00+00:00"


def test_a_pull_goes_on_at_the_page_where_the_one_before_was_stopped_and_then_reads_the_first_once_more(httpserver):
    httpserver.expect_oneshot_request("/deals", query_string="page=1").respond_with_handler(by_page)
    httpserver.expect_oneshot_request("/deals", query_string="page=2").respond_with_data("gone", status=410)
    source = rest_source(httpserver.url_for("/"), stream(path="deals", rows="rows", pagination={"style": "page"}))
    assert run(source).state == "failed"
    assert Stream.objects.get().cursor == {"next": 2}
    httpserver.expect_request("/deals").respond_with_handler(by_page)
    assert counts(run(source)) == (4 + 7, 4, 0, 7, 0)
    assert [request.args["page"] for request, _ in httpserver.log] == ["1", "2", "2", "3", "4", "1", "2", "3", "4"]
    assert Pull.objects.count() == 2
