"""The fifteen things that happen in the real world, one test a row; docs/sources-in-the-real-world.md says what is seen."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from signals import presets, pulls, tasks
from signals.drift import changes_of
from signals.models import Arrival, Party, Pull, Reading, Reject, Source, Stream, Work
from signals.pulls import running
from signals.services import save_source
from tests.signals.fakes.hubspot import TOKEN, FakeHubSpot
from tests.signals.fakes.salesforce import KEY, SECRET, FakeSalesforce
from tests.signals.metrics import define
from tests.signals.pushing import OTHER, event, push, push_source
from tests.signals.sources import NOW, USED, counts, deal, file_source, rest_source, run, stream, write_lines

pytestmark = pytest.mark.django_db
OPEN = {"IsClosed": False, "IsWon": False}
MARCH = "2026-03-01T09:00:00+00:00"


def vendor(kind: str, server: HTTPServer, secret: str, *names: str) -> Source:
    """A source from its kind's preset, with an address and a credential; the streams of these names."""
    settings = {"base_url": server.url_for("/")}
    entry = presets.entry_of(kind, kind, settings=settings, allow_private=True, allow_http=True)
    entry = entry.model_copy(update={"streams": [told for told in entry.streams if told.name in names]})
    return save_source(entry=entry, secret=secret)


@pytest.fixture
def salesforce(httpserver) -> FakeSalesforce:
    return FakeSalesforce(part=2).serve(httpserver)


@pytest.fixture
def opportunities(httpserver, salesforce) -> Source:
    """Five opportunities in Salesforce, two to an answer."""
    for number in range(5):
        salesforce.put("Opportunity", f"006{number}", MARCH, Name=f"Deal {number}", **OPEN)
    return vendor("salesforce", httpserver, f"{KEY}:{SECRET}", "opportunities")


@pytest.fixture
def crm(httpserver) -> Source:
    return rest_source(httpserver.url_for("/"), stream(path="deals"), secret="s3cret")


def answered(source: Source) -> Source:
    source.refresh_from_db()
    return source


def test_1_a_search_window_over_10_000_rows_all_with_one_timestamp(httpserver):
    hubspot = FakeHubSpot().serve(httpserver)
    for number in range(1, 10_202):
        hubspot.put("companies", number, MARCH, name="Imported")
    pull = run(vendor("hubspot", httpserver, TOKEN, "companies"))
    assert counts(pull) == (10_201, 10_201, 0, 0, 0)
    searches = [json.loads(request.get_data()) for request in hubspot.asked if request.path.endswith("/search")]
    bounds = {test["value"] for body in searches for test in body["filterGroups"][0]["filters"] if test["operator"] == "LTE"}
    assert (len(bounds), {tuple(body["sorts"]) for body in searches}) == (1, {("hs_object_id",)})


@pytest.mark.parametrize(("status", "words"), [(410, "is gone for good (410)"), (404, "does not exist (404)")])
def test_2_an_endpoint_is_gone(httpserver, crm, status, words):
    httpserver.expect_request("/deals").respond_with_data("", status=status)
    pull = run(crm)
    assert (pull.state, pull.permanent) == ("failed", True)
    assert f"/deals {words}" in pull.error


def test_3_records_are_deleted_at_the_source(salesforce, opportunities):
    run(opportunities)
    salesforce.put("Opportunity", "0061", "2026-03-02T09:00:00+00:00", IsDeleted=True)
    assert run(opportunities).rows_deleted == 1
    del salesforce.rows["Opportunity"]["0062"]  # deleted, and the recycle bin emptied since
    cursor = Stream.objects.get().cursor
    a_month_ago = datetime.fromisoformat(cursor["read_at"]) - timedelta(days=30)
    Stream.objects.update(cursor={**cursor, "read_at": a_month_ago.isoformat()})
    assert run(opportunities).rows_deleted == 1
    assert {work.external_id for work in Work.objects.present()} == {"0060", "0063", "0064"}
    assert Work.objects.count() == 5


def test_4_the_daily_quota_is_nearly_spent(salesforce, opportunities, monkeypatch):
    salesforce.requests, salesforce.used = 100, 86
    pull = run(opportunities)
    assert (answered(opportunities).state, pull.state, salesforce.used) == ("paused_quota", "due", 90)
    assert Stream.objects.get().cursor["next"][0] == "changed"
    sent: list[int] = []
    monkeypatch.setattr(tasks, "send", lambda waiting: sent.append(waiting.pk))
    monkeypatch.setattr(tasks.timezone, "now", lambda: NOW + timedelta(hours=2))
    tasks.sweep()
    salesforce.used = 0
    done = run(opportunities, NOW + timedelta(hours=2))
    assert (sent, done.state, answered(opportunities).state, Work.objects.count()) == ([pull.pk], "done", "active", 5)


@pytest.mark.parametrize("status", [429, 502, 503])
def test_5_the_source_is_busy(httpserver, crm, status):
    a_date = format_datetime(datetime.now(UTC) + timedelta(seconds=8), usegmt=True)
    slept: list[float] = []
    for wait in ("3", a_date):
        httpserver.expect_oneshot_request("/deals").respond_with_data("", status=status, headers={"Retry-After": wait})
    httpserver.expect_request("/deals").respond_with_data("", status=status)
    pull = run(crm, slept=slept)
    assert 3 <= slept[0] <= 4
    assert 5 <= slept[1] <= 9
    assert (len(httpserver.log), pull.state, pull.permanent) == (4, "due", False)
    assert NOW < pull.due_at < NOW + timedelta(minutes=1)


@pytest.mark.django_db(transaction=True)
def test_6_the_token_expires_in_mid_pull(salesforce, opportunities):
    served = salesforce._part

    def expire(rows, start):
        if start == 2:
            salesforce.token, salesforce._part = "expired", served
        return served(rows, start)

    salesforce._part = expire
    assert counts(run(opportunities)) == (5, 5, 0, 0, 0)
    assert salesforce.paths().count("/services/oauth2/token") == 2
    salesforce._token = lambda request: Response('{"access_token": "refused as well"}', content_type="application/json")
    salesforce.token = "another"
    assert run(opportunities).state == "failed"
    assert answered(opportunities).state == "reconnect"


def test_7_next_names_another_host(httpserver):
    with HTTPServer(host="127.0.0.1") as thief:
        thief.expect_request("/deals").respond_with_json([])
        link = {"Link": f'<{thief.url_for("/deals")}>; rel="next"'}
        httpserver.expect_request("/deals").respond_with_json([deal(1)], headers=link)
        paged = stream(path="deals", pagination={"style": "link"})
        pull = run(rest_source(httpserver.url_for("/"), paged, secret="s3cret"))
        assert thief.log == []
    assert (pull.state, pull.permanent) == ("failed", True)
    assert "another host" in pull.error
    assert "the credential stays here" in pull.error


@pytest.mark.parametrize(("rows", "told"), [([deal(1)], "the same next page twice"), ([], "an empty page and yet a next one")])
def test_8_the_cursor_stands_still(httpserver, rows, told):
    httpserver.expect_request("/deals").respond_with_json({"rows": rows, "next": "abc"})
    pull = run(rest_source(httpserver.url_for("/"), stream(path="deals", rows="rows", pagination={"style": "cursor"})))
    assert told in pull.error
    assert len(httpserver.log) <= 2


@pytest.mark.parametrize("body", ['[{"id": "d2", "name": "cut o', "<!doctype html><title>Sign in</title>"])
def test_9_the_body_is_cut_off_or_a_sign_in_page(httpserver, body):
    def serve(request: Request) -> Response:
        return Response(json.dumps([deal(1)]) if request.args["page"] == "1" else body)

    httpserver.expect_request("/deals").respond_with_handler(serve)
    pull = run(rest_source(httpserver.url_for("/"), stream(path="deals", pagination={"style": "page"})))
    assert (pull.rows_read, Stream.objects.get().cursor) == (1, {"next": 2})
    assert [work.external_id for work in Work.objects.all()] == ["d1"]


@pytest.mark.parametrize("through", ["file", "array", "rest", "large array", "large rest"])
def test_10_numbers_and_letters_that_are_none(tmp_path, httpserver, monkeypatch, through):
    if through.startswith("large"):
        for module in ("signals.client.answers", "signals.connectors.json_lines"):
            monkeypatch.setattr(f"{module}.HELD_IN_MEMORY", 10)
    lines = [
        '{"id": "1", "name": "NaN", "amount": NaN}',
        '{"id": "2", "name": "large", "amount": 1e400}',
        '{"id": "3", "name": "\\u0000", "amount": 1}',
        '{"id": "4", "name": "\\ud800", "amount": 1}',
        '{"id": "5", "name": "text", "amount": "67,283"}',
    ]
    (tmp_path / "deals.jsonl").write_text("\n".join(lines))
    (tmp_path / "deals.json").write_text(f"[{','.join(lines)}]")
    httpserver.expect_request("/deals").respond_with_data(f"[{','.join(lines)}]", content_type="application/json")
    sources = {
        "file": lambda: file_source(tmp_path, stream(file="deals.jsonl")),
        "array": lambda: file_source(tmp_path, stream(file="deals.json")),
        "rest": lambda: rest_source(httpserver.url_for("/"), stream(path="deals")),
    }
    assert counts(run(sources[through.removeprefix("large ")]())) == (5, 5, 0, 0, 0)
    kept = {work.external_id: (work.title, work.amount, sorted(work.flags or {})) for work in Work.objects.all()}
    assert kept["2"] == ("large", None, ["amount"])
    half = ("?", []) if through.startswith("large") else ("", ["title"])
    assert (kept["1"][1], kept["3"][::2], kept["4"][::2], kept["5"][1]) == (None, ("", ["title"]), half, 67_283)


def test_11_dates_in_every_form(tmp_path):
    dates = ["2026-03-01T08:00:00", "03-04-2026", "31-03-2026", "2026-03-01T08:00:00+02:00", 1_772_352_000_000]
    write_lines(tmp_path / "deals.jsonl", [deal(number, created_at=found) for number, found in enumerate(dates)])
    source = file_source(tmp_path, stream(file="deals.jsonl"), time_zone="Europe/Berlin")
    assert counts(run(source)) == (5, 2, 0, 0, 3)
    assert {work.opened_at.hour for work in Work.objects.all()} == {7, 6}
    assert sorted(Reject.objects.values_list("reason", flat=True)) == ["ambiguous_date", "ambiguous_date", "wrong_date"]
    assert "has two readings: declare its format" in Reject.objects.filter(external_id="d1").get().message


def test_12_duplicates_replays_and_what_comes_out_of_order(httpserver):
    newest = deal(1, stage="Won", changed="2026-03-03T00:00:00Z")
    source = rest_source(httpserver.url_for("/"), stream(path="deals", version="changed"))
    for page in ([newest, newest], [newest], [deal(1, stage="Open", changed="2026-03-02T00:00:00Z")]):
        httpserver.expect_oneshot_request("/deals").respond_with_json(page)
    assert [counts(run(source)) for _ in range(3)] == [(2, 1, 0, 1, 0), (1, 0, 0, 1, 0), (1, 0, 0, 1, 0)]
    assert Work.objects.get().status == "Won"


def test_12_webhooks_are_replayed_out_of_order_and_badly_signed(client, time_machine):
    time_machine.move_to(NOW, tick=False)
    shop = push_source()
    won, opened = (
        event(number, "arc.work", {"kind": "deal", "id": "d1", "status": status}, time=f"2026-03-0{number}T08:00:00Z")
        for number, status in ((3, "Won"), (2, "Open"))
    )
    for told in (won, opened, won):
        assert push(client, shop, told).status_code == 202
    assert push(client, shop, won, secret=OTHER).status_code == 401
    assert counts(run(shop)) == (3, 1, 0, 2, 0)
    assert push(client, shop, opened).status_code == 202
    assert counts(run(shop, NOW + timedelta(minutes=1))) == (1, 0, 0, 1, 0)
    assert Work.objects.get().status == "Won"
    assert not Arrival.objects.exists()


def test_13_accounts_are_merged_at_the_source_and_free_mail_joins_nobody(httpserver, salesforce):
    for number, name in (("0011", "Acme Ltd"), ("0012", "Acme")):
        salesforce.put("Account", number, MARCH, Name=name, Website="https://gmail.com")
    salesforce.put("Opportunity", "0061", MARCH, Name="Old", AccountId="0011", **OPEN)
    source = vendor("salesforce", httpserver, f"{KEY}:{SECRET}", "accounts", "opportunities")
    run(source)
    assert Party.objects.customers().count() == 2
    salesforce.merge("Account", "0011", "0012", "2026-03-02T09:00:00+00:00")
    run(source)
    old = Work.objects.get(kind="opportunity")
    assert (old.party.external_id, old.party.customer.name) == ("0011", "Acme")
    assert [party.name for party in Party.objects.customers()] == ["Acme"]


def test_14_a_column_is_renamed_and_a_number_becomes_text(tmp_path):
    used = {"name": "used", "file": "used.jsonl", "id": "id", "records": [USED]}
    write_lines(tmp_path / "used.jsonl", [{"id": "a", "at": "2026-03-09T08:00:00Z", "value": 5, "plan": "team"}])
    source = file_source(tmp_path, used)
    measured = {"kind": "sum", "what": {"signals": "feature_used"}, "window": "28 days"}
    define("use", source, at=NOW, definition=measured)
    run(source)
    assert Reading.objects.latest("pk").value == 5
    write_lines(tmp_path / "used.jsonl", [{"id": "a", "at": "2026-03-09T08:00:00Z", "value": "many", "tier": "team"}])
    run(source, NOW + timedelta(hours=1))
    assert [change.sentence for change in changes_of(Stream.objects.get().drift)] == [
        "The column “plan” is gone, and rows are made from it.",
        "The column “tier” is new.",
        "The column “value” was number and is text.",
    ]
    reading = Reading.objects.latest("pk")
    assert (reading.value, bool(reading.why_unknown)) == (None, True)
    write_lines(tmp_path / "used.jsonl", [{"id": "a", "at": "2026-03-09T08:00:00Z", "amount": 5, "tier": "team"}])
    run(source, NOW + timedelta(hours=2))
    assert Reading.objects.latest("pk").value is None


def test_15_a_large_backfill_goes_on_by_chunks_and_a_large_page_by_batches(httpserver, monkeypatch):
    monkeypatch.setattr(running, "CHUNK_OF_BACKFILL", 2)
    monkeypatch.setattr("signals.client.answers.HELD_IN_MEMORY", 200_000)
    monkeypatch.setattr("signals.connectors.rest.BATCH", 500)
    pages = {"1": 1_200, "2": 300, "3": 0}

    def serve(request: Request) -> Response:
        page = request.args["page"]
        rows = [deal(int(page) * 10_000 + number, note="x" * 500) for number in range(pages[page])]
        return Response(json.dumps(rows), content_type="application/json")

    httpserver.expect_request("/deals").respond_with_handler(serve)
    source = rest_source(httpserver.url_for("/"), stream(path="deals", pagination={"style": "page"}))
    opened = pulls.open_pull(source, NOW, kind=Pull.Kind.BACKFILL, since=NOW - timedelta(days=365))
    seen: list[int] = []
    states = []
    while not states or states[-1] == "due":
        left = pulls.pull(pulls.claim(opened.pk, NOW), now=lambda: NOW, progress=lambda name, rows, known: seen.append(rows))
        states.append(left.state)
    assert states == ["due", "done"]
    assert max(seen) == 500
    assert (Work.objects.count(), Stream.objects.get().cursor) == (1_500, {})
