"""A backfill reads a vendor again from an instant on, a page at a time, and leaves the cursor of the fresh pulls alone."""

from datetime import timedelta

import pytest
import time_machine

from signals import pulls
from signals.connectors import hogql
from signals.models import Pull, Stream
from signals.pulls import running
from tests.signals.fakes import asana, jira, posthog
from tests.signals.sources import NOW, preset_source, run

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def day_by_day(clock, act):
    """Something happens on each of the five days before now."""
    for days in range(5, 0, -1):
        clock.move_to(NOW - days * DAY)
        act(days)
    clock.move_to(NOW)


def an_asana(clock):
    fake = asana.FakeAsana(page=2)
    projects = [fake.project("Launch"), fake.project("Site")]
    day_by_day(clock, lambda days: fake.assign(fake.task(projects[days % 2], f"Task {days}"), "Ada", by="Tom"))
    return fake, "", asana.TOKEN


def a_jira(clock):
    fake = jira.FakeJira(zone="America/Sao_Paulo", page=2, changes=1)
    day_by_day(clock, lambda days: fake.assign(fake.issue(f"Issue {days}"), "Ada", by="Tom"))
    return fake, "", jira.TOKEN


def a_posthog(clock):
    fake = posthog.FakePosthog(zone="Asia/Tokyo")
    day_by_day(clock, lambda days: fake.capture("used", fake.person(days, email=f"p{days}@acme.example")))
    return fake, f"/project/{posthog.PROJECT}", posthog.KEY


@pytest.fixture(params=[an_asana, a_jira, a_posthog])
def connected(request, httpserver, monkeypatch):
    """A source of each kind with five days of history, its service and the clock."""
    monkeypatch.setattr(running, "CHUNK_OF_BACKFILL", 1)
    monkeypatch.setattr(hogql, "LIMIT", 2)
    with time_machine.travel(NOW, tick=False) as clock:
        fake, address, secret = request.param(clock)
        fake.serve(httpserver)
        kind = request.param.__name__.rpartition("_")[2]
        yield preset_source(kind, httpserver.url_for(address), secret=secret), fake


def backfill(source, since) -> tuple[Pull, int]:
    """Run a backfill chunk by chunk; it, and after how many of them."""
    opened = pulls.open_pull(source, NOW, kind=Pull.Kind.BACKFILL, since=since)
    for chunks in range(1, 60):
        done = pulls.pull(pulls.claim(opened.pk, NOW), now=lambda: NOW, sleep=[].append)
        if done.state != Pull.State.DUE:
            return done, chunks
    raise AssertionError("it never ends")


def test_a_backfill_of_one_page_a_chunk_reads_each_record_once(connected):
    source, _ = connected
    done, chunks = backfill(source, NOW - 100 * DAY)
    assert (done.state, done.error, done.rows_rejected) == ("done", "", 0)
    assert done.rows_read == done.rows_new >= 10
    assert chunks > 4


def test_a_backfill_reads_only_from_its_instant_on(connected):
    source, _ = connected
    done, _ = backfill(source, NOW - 3 * DAY - timedelta(hours=1))
    assert (done.state, done.rows_read) == ("done", {"asana": 6, "jira": 6, "posthog": 9}[source.kind])


def test_a_backfill_changes_nothing_that_is_known_and_moves_no_cursor(connected):
    source, _ = connected
    run(source)
    before = dict(Stream.objects.values_list("name", "cursor"))
    done, _ = backfill(source, NOW - 100 * DAY)
    assert (done.state, done.rows_read, done.rows_deleted) == ("done", done.rows_unchanged, 0)
    assert dict(Stream.objects.values_list("name", "cursor")) == before


def test_a_pull_that_is_killed_at_every_page_still_reads_each_record_once(connected):
    source, _ = connected
    places: set = set()

    def killed_after_a_page(name, *_):
        place = str(dict(Stream.objects.values_list("name", "cursor")))
        if place not in places:
            places.add(place)
            raise KeyboardInterrupt

    done = None
    while done is None:
        try:
            done = run(source, progress=killed_after_a_page)
        except KeyboardInterrupt:
            Pull.objects.update(state=Pull.State.DUE, claim=None)
    new = {"asana": 10, "jira": 10, "posthog": 15}[source.kind]
    assert (done.state, done.rows_new, done.rows_changed, done.rows_deleted) == ("done", new, 0, 0)
    assert len(places) > 4
