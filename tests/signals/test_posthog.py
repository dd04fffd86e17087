"""PostHog: events, persons and counts by day, pull after pull, against a service that behaves as its documentation says."""

from datetime import UTC, timedelta

import pytest
import time_machine

from signals.connectors import check, hogql
from signals.connectors.posthog import PosthogSettings
from signals.models import Party, Rollup, Signal, Stream
from signals.sources_file.loading import SourcesFileError
from signals.sources_file.loading import check as check_file
from tests.signals.fakes.answering import answer
from tests.signals.fakes.posthog import KEY, PROJECT, FakePosthog, busy
from tests.signals.sources import NOW, counts, preset_source, run

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def clock():
    with time_machine.travel(NOW - timedelta(days=2), tick=False) as traveller:
        yield traveller


@pytest.fixture
def posthog(httpserver, clock) -> FakePosthog:
    fake = FakePosthog(zone="America/Los_Angeles")
    fake.serve(httpserver)
    fake.ada = fake.person(2, email="ada@acme.example", name="Ada")
    fake.tom = fake.person(1, email="tom@acme.example")
    fake.person(3, identified=False)
    for number in range(5):
        fake.capture("used", fake.ada, plan="team" if number else None)
    fake.capture("signed up", fake.tom)
    clock.move_to(NOW)
    return fake


@pytest.fixture
def source(posthog, httpserver):
    return preset_source("posthog", httpserver.url_for(f"/project/{PROJECT}/insights"), secret=KEY)


@pytest.fixture
def small_pages(monkeypatch):
    monkeypatch.setattr(hogql, "LIMIT", 2)


def only(source, *names) -> None:
    source.streams.exclude(name__in=names).update(retired=True)


def later(posthog, clock, span: timedelta):
    clock.move_to(NOW + span)
    posthog.asked.clear()
    return NOW + span


def happened() -> list[tuple]:
    events = Signal.objects.filter(stream__name="events").order_by("at", "external_id")
    return [(signal.metric_key, signal.at) for signal in events]


def test_each_event_is_a_signal_of_its_name(source):
    pull = run(source)
    assert (pull.state, pull.error) == ("done", "")
    assert happened() == [("used", NOW - timedelta(days=2))] * 5 + [("signed up", NOW - timedelta(days=2))]
    assert set(Party.objects.filter(kind="person").values_list("name", flat=True)) >= {"Ada", "tom@acme.example"}


def test_events_of_one_instant_are_read_page_by_page_by_their_uuid(source, small_pages, posthog):
    only(source, "events")
    assert counts(run(source)) == (6, 6, 0, 0, 0)
    assert len([sql for sql in posthog.queries() if "toString(uuid) >" in sql]) == 3


def test_each_day_says_how_often_and_by_how_many(source, small_pages, posthog, clock):
    posthog.capture("used", posthog.tom)
    only(source, "days")
    run(source)
    found = {
        (rollup.metric_key, f"{rollup.day:%d}", rollup.dimensions["event"]): int(rollup.sum) for rollup in Rollup.objects.all()
    }
    assert found == {
        ("posthog.events", "08", "used"): 5,
        ("posthog.users", "08", "used"): 1,
        ("posthog.events", "08", "signed up"): 1,
        ("posthog.users", "08", "signed up"): 1,
        ("posthog.events", "10", "used"): 1,
        ("posthog.users", "10", "used"): 1,
    }


def test_a_day_is_counted_again_while_late_events_come(source, posthog, clock):
    only(source, "days")
    run(source)
    at = later(posthog, clock, HOUR)
    posthog.capture("used", posthog.tom, at=NOW - timedelta(days=2))
    run(source, at)
    assert {int(rollup.sum) for rollup in Rollup.objects.filter(metric_key="posthog.events")} == {6, 1}


def test_the_next_pull_reads_only_what_came_since(source, posthog, clock):
    only(source, "events")
    run(source)
    at = later(posthog, clock, HOUR)
    posthog.capture("used", posthog.tom)
    assert counts(run(source, at)) == (1, 1, 0, 0, 0)
    assert "created_at >= toDateTime('2026-03-10 11:50:00.000000', 'UTC')" in posthog.queries()[0]
    assert "timestamp >= toDateTime('2026-03-10 11:50:00.000000', 'UTC')" in posthog.queries()[1]


def test_history_is_read_with_the_number_of_events_known(source, small_pages, posthog, clock):
    only(source, "events")
    told: list[tuple] = []
    run(source, progress=lambda name, rows, known: told.append((rows, known)))
    assert told == [(2, 6), (2, 6), (2, 6), (0, 6)]
    told.clear()
    run(source, later(posthog, clock, HOUR), progress=lambda name, rows, known: told.append((rows, known)))
    assert told == [(0, None)]


def test_an_event_that_comes_days_late_is_found(source, posthog, clock):
    run(source)
    at = later(posthog, clock, HOUR)
    posthog.capture("offline", posthog.ada, at=NOW - timedelta(days=5))
    run(source, at)
    assert ("offline", NOW - timedelta(days=5)) in happened()


def test_a_clock_that_runs_ahead_hides_nothing_that_comes_after(source, posthog, clock):
    only(source, "events")
    posthog.capture("hasty", posthog.ada, at=NOW + 20 * HOUR)
    posthog.capture("of another age", posthog.ada, at=NOW.replace(year=2099))
    run(source)
    assert ("hasty", NOW + 20 * HOUR) in happened()
    assert "of another age" not in dict(happened())
    at = later(posthog, clock, HOUR)
    posthog.capture("used", posthog.tom)
    assert counts(run(source, at)) == (2, 1, 0, 1, 0)
    assert ("used", at) in happened()


@pytest.mark.parametrize(("stream", "rows"), [("events", 7), ("days", 3)])
def test_a_clock_that_was_decades_behind_costs_no_query_for_each_day_since(source, posthog, stream, rows):
    only(source, stream)
    posthog.capture("of another age", posthog.ada, at=NOW.replace(year=1970))
    pull = run(source)
    assert (pull.state, pull.rows_read) == ("done", rows)
    assert len(posthog.asked) < 10


def test_an_event_that_comes_in_while_it_is_read_is_found_by_the_next_pull(source, small_pages, posthog, clock):
    only(source, "events")
    own = posthog.respond

    def capture_at_the_second_page(request):
        if b"toString(uuid) >" in request.get_data():
            posthog.respond = own
            clock.shift(2 * HOUR)
            posthog.capture("meanwhile", posthog.tom, at=NOW - timedelta(days=2, hours=1))
        return own(request)

    posthog.respond = capture_at_the_second_page
    run(source)
    assert "meanwhile" not in dict(happened())
    run(source, later(posthog, clock, 3 * HOUR))
    assert "meanwhile" in dict(happened())


def test_an_interrupted_read_goes_on_after_its_last_row(source, small_pages, posthog):
    only(source, "events")
    own, asked = posthog.respond, []

    def break_at_the_third_page(request):
        asked.append(request)
        return busy(3600) if len(asked) == 4 else own(request)

    posthog.respond = break_at_the_third_page
    assert run(source).state == "due"
    assert Stream.objects.get(name="events").cursor["next"]["after"][1] == posthog.events[3]["uuid"]
    posthog.respond = own
    posthog.asked.clear()
    assert counts(run(source, NOW + 2 * HOUR)) == (6, 6, 0, 0, 0)
    assert posthog.events[3]["uuid"] in posthog.queries()[0]


def test_an_interrupted_search_for_what_came_late_goes_on(source, small_pages, posthog, clock):
    only(source, "events")
    run(source)
    at = later(posthog, clock, HOUR)
    for hours in range(30, 35):
        posthog.capture("offline", posthog.ada, at=NOW - hours * HOUR)
    posthog.capture("used", posthog.ada)
    own, asked = posthog.respond, []

    def break_at_the_second_page(request):
        asked.append(request)
        return busy(3600) if len(asked) == 2 else own(request)

    posthog.respond = break_at_the_second_page
    assert run(source, at).state == "due"
    posthog.respond = own
    assert counts(run(source, at + HOUR)) == (6, 6, 0, 0, 0)


def test_only_the_events_that_are_named_are_read_with_their_properties(source, posthog):
    only(source, "events")
    stream = source.streams.get(name="events")
    stream.settings = {**stream.settings, "params": {"events": "used, it's", "properties": "plan"}}
    stream.mapping = {
        **stream.mapping,
        "records": [{"signal": {"metric": "event", "at": "timestamp", "dimensions": {"plan": "plan"}}}],
    }
    stream.save()
    posthog.capture("it's", posthog.ada)
    run(source)
    assert {key for key, _ in happened()} == {"used", "it's"}
    assert Signal.objects.filter(dimensions={"plan": "team"}).count() == 4


def test_what_is_no_property_is_not_put_into_a_query(source, posthog):
    stream = source.streams.get(name="events")
    stream.settings = {**stream.settings, "params": {"properties": "plan FROM persons --"}}
    stream.save()
    pull = run(source)
    assert (pull.state, pull.permanent) == ("failed", True)
    assert "is no property that can be asked for" in pull.error


def test_persons_are_read_when_new_and_all_of_them_daily(source, small_pages, posthog, clock):
    only(source, "persons")
    run(source)
    posthog.persons[posthog.ada]["properties"]["name"] = "Ada Byron"
    del posthog.persons[posthog.tom]
    assert counts(run(source, later(posthog, clock, HOUR))) == (0, 0, 0, 0, 0)
    pull = run(source, later(posthog, clock, 25 * HOUR))
    assert (counts(pull), pull.rows_deleted) == ((1, 0, 1, 0, 0), 1)
    present = Party.objects.filter(deleted_at__isnull=True, kind="person")
    assert set(present.values_list("name", flat=True)) == {"Ada Byron"}


def test_an_answer_is_never_taken_from_the_cache(source, posthog, clock):
    only(source, "persons")
    run(source)
    new = posthog.person(9, email="mei@acme.example")
    Stream.objects.update(cursor={})
    run(source, NOW + HOUR)
    assert Party.objects.filter(external_id=new).exists()


def test_a_project_without_events_is_read_and_empty(httpserver, clock):
    FakePosthog().serve(httpserver)
    source = preset_source("posthog", httpserver.url_for("/"), secret=KEY, settings={"project": PROJECT})
    assert (run(source).state, Signal.objects.count()) == ("done", 0)
    assert check(source).rows == 0


def test_too_many_queries_are_waited_for_as_asked(source, posthog):
    slept: list[float] = []
    posthog.busy = [busy(11)]
    assert run(source, slept=slept).state == "done"
    assert 11 <= slept[0] <= 12


@pytest.mark.parametrize(
    ("response", "state", "words"),
    [
        (answer({"type": "validation_error", "detail": "Query timed out."}, 400), "active", "Query timed out."),
        (answer({"detail": "API key missing required scope 'query:read'"}, 403), "reconnect", "required scope 'query:read'"),
        (answer({"results": [[1, 2, 3, 4, 5]]}), "active", "are not the 4 columns asked for"),
    ],
)
def test_what_is_wrong_is_told_in_the_words_of_posthog(source, posthog, response, state, words):
    posthog.respond = lambda request: response
    pull = run(source)
    source.refresh_from_db()
    assert (pull.state, source.state) == ("failed", state)
    assert words in pull.error


def test_a_query_that_stands_still_fails_visibly(source, small_pages, posthog):
    posthog.respond = lambda request: answer({"results": [["p1", "2026-03-01T00:00:00Z", None, None]] * 2})
    pull = run(source)
    assert (pull.state, len(posthog.asked)) == ("due", 2)
    assert "PostHog ended two pages with the same row: it stands still." in pull.error


def test_days_are_days_in_utc_wherever_the_project_and_the_source_are(source, posthog, clock):
    only(source, "days")
    source.time_zone = "Asia/Tokyo"
    source.save()
    clock.move_to(NOW.replace(hour=1))
    posthog.capture("early", posthog.tom)
    run(source)
    assert {f"{rollup.day}" for rollup in Rollup.objects.filter(dimensions={"event": "early"})} == {"2026-03-10"}


def test_a_key_that_is_refused_asks_to_reconnect(source):
    source.set_secret("phx_old")
    source.save()
    run(source)
    source.refresh_from_db()
    assert source.state == "reconnect"


def test_the_check_says_which_project_and_how_many_events_would_come(source):
    found = check(source)
    assert (found.ok, found.rows) == (True, 6)
    assert found.sentence.endswith(f", project {PROJECT} answers: 6 events would come, the first on 8 March 2026.")


def test_an_address_from_the_browser_is_understood():
    found = PosthogSettings.model_validate({"base_url": "https://eu.posthog.com/project/12345/insights"})
    assert (found.base_url, found.project) == ("https://eu.posthog.com", "12345")


def test_a_source_that_names_no_project_is_refused_with_a_sentence():
    source = {"name": "PostHog", "kind": "posthog", "settings": {"base_url": "https://eu.posthog.com"}}
    with pytest.raises(SourcesFileError, match="say which `project`, by its number or with an address such as"):
        check_file({"version": 1, "sources": [source]})


def test_an_instant_is_written_with_its_zone_and_a_text_is_quoted():
    assert hogql.instant(NOW.astimezone(UTC)) == "toDateTime('2026-03-10 12:00:00.000000', 'UTC')"
    assert hogql.text("it's \\ so") == "'it\\'s \\\\ so'"
