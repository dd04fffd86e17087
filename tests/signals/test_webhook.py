"""What was pushed is pulled like all else: once, in order of its time, all of it."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from signals import services, tasks
from signals.connectors import check
from signals.deletion import delete
from signals.hooks.events import events_of
from signals.models import Arrival, Party, Pull, Reject, Signal, Source, Stream, Work, WorkEvent
from signals.pulls import claim, open_pull, pull
from signals.services import keep_arrivals, request_pull
from tests.signals.pushing import event, push_source
from tests.signals.sources import NOW, counts, run, stream

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def arrive(source, *told, at=NOW):
    """Events that came with one request."""
    kept = events_of({"content-type": "application/cloudevents-batch+json"}, json.dumps(told).encode(), binary=False)
    keep_arrivals(source=source, events=kept, at=at)


def work(number, at, **data):
    return event(number, "arc.work", {"kind": "lead", "id": "l1", "title": "Acme", **data}, time=at)


def test_its_preset_brings_customers_work_changes_and_signals():
    shop = push_source()
    arrive(
        shop,
        event(1, "arc.customer", {"id": "c1", "name": "Acme", "domain": "acme.example"}),
        event(2, "arc.person", {"id": "p1", "name": "Ada", "email": "ada@acme.example", "customer": "c1"}),
        work(3, "2026-03-09T08:00:00Z", status="Qualified", status_category="open", customer="c1", holder="ben@x.example"),
        event(4, "arc.change", {"lead": "l1", "field": "holder", "from": "", "to": "ben@x.example", "by": "ada@x.example"}),
        event(5, "order placed", {"value": 3, "unit": "pieces", "domain": "acme.example"}),
    )
    assert counts(run(shop)) == (5, 5, 0, 0, 0)
    lead = Work.objects.get()
    assert (lead.kind, lead.status_category, lead.party.customer.name) == ("lead", "open", "Acme")
    assert [(one.work, one.kind, one.to_value) for one in WorkEvent.objects.all()] == [(lead, "holder", "ben@x.example")]
    placed = Signal.objects.get()
    assert (placed.metric_key, placed.value, placed.party.customer) == ("order placed", 3, lead.party.customer)
    assert Party.objects.get(kind="person").customer == lead.party.customer
    assert not Arrival.objects.exists()


def test_twice_is_once_and_an_older_event_never_overwrites_a_newer_one():
    shop = push_source()
    newest = work(2, "2026-03-09T10:00:00Z", status="Won")
    arrive(shop, newest, newest)
    assert counts(run(shop)) == (2, 1, 0, 1, 0)
    arrive(shop, newest, work(1, "2026-03-09T09:00:00Z", status="Open"), at=NOW + HOUR)
    assert counts(run(shop, NOW + HOUR)) == (2, 0, 0, 2, 0)
    arrive(
        shop, work(3, "2026-03-09T11:00:00Z", status="Lost"), work(1, "2026-03-09T09:00:00Z", status="Open"), at=NOW + 2 * HOUR
    )
    assert counts(run(shop, NOW + 2 * HOUR)) == (2, 0, 1, 1, 0)
    assert Work.objects.get().status == "Lost"


def test_a_record_without_a_time_is_rejected_where_the_newer_must_win():
    shop = push_source()
    lost = event(1, "arc.work", {"kind": "lead", "id": "l1"})
    del lost["time"]
    arrive(shop, lost)
    assert counts(run(shop)) == (1, 0, 0, 0, 1)
    assert Reject.objects.get().field == "time → version"


def test_an_event_that_no_stream_takes_is_rejected_and_not_lost():
    told = stream(path="placed", id={"join": ["source", "id"]}, records=[{"work": {"kind": {"const": "order"}}}])
    shop = push_source(preset=False, streams=[told])
    arrive(shop, event(1, "placed"), event(2, "cancelled"))
    assert counts(run(shop)) == (2, 1, 0, 0, 1)
    assert "no stream of this source takes events of type “cancelled”" in Reject.objects.get().message
    assert not Arrival.objects.exists()


def test_many_are_read_in_pages_and_a_pull_that_dies_lets_go_of_whole_pages_only(monkeypatch):
    monkeypatch.setattr("signals.connectors.webhook.ROWS", 2)
    shop = push_source()
    arrive(shop, *[event(number) for number in range(5)])
    pages: list[int] = []

    class Died(BaseException):
        """The worker is killed."""

    def die(name, rows, known):
        pages.append(rows)
        if name == "events" and sum(pages) == 4:
            raise Died

    opened = open_pull(shop, NOW)
    with pytest.raises(Died):
        pull(claim(opened.pk, NOW), now=lambda: NOW, progress=die)
    assert (Signal.objects.count(), Arrival.objects.count()) == (4, 1)
    Pull.objects.update(state="due", claim=None)
    assert counts(run(shop)) == (5, 5, 0, 0, 0)
    assert (Signal.objects.count(), Arrival.objects.count()) == (5, 0)


def test_a_large_backlog_is_read_by_size(monkeypatch):
    monkeypatch.setattr("signals.connectors.webhook.BYTES", 300)
    shop = push_source()
    arrive(shop, *[event(number) for number in range(5)])
    assert counts(run(shop)) == (5, 5, 0, 0, 0)


def test_a_quiet_sender_is_seen_and_an_empty_pull_makes_nothing_fresh():
    shop = push_source()
    assert not Source.objects.due(NOW + 100 * HOUR).exists()
    arrive(shop, event())
    run(shop)
    run(shop, NOW + 5 * HOUR)
    shop.refresh_from_db()
    assert shop.fresh_as_of == NOW


def test_what_has_come_is_found_again_where_the_queue_lost_it(monkeypatch):
    shop = push_source()
    arrive(shop, event())
    Pull.objects.all().delete()
    sent = []
    monkeypatch.setattr(tasks, "send", lambda opened: sent.append(opened.source_id))
    monkeypatch.setattr(tasks.timezone, "now", lambda: NOW)
    tasks.sweep()
    assert sent == [shop.pk]


def test_after_a_failure_what_waits_is_tried_again_at_the_interval_and_not_in_a_circle():
    shop = push_source()
    arrive(shop, event())
    run(shop)
    Source.objects.update(attempted_at=NOW + HOUR)
    arrive(shop, event(2), at=NOW + HOUR)
    assert Pull.objects.open().count() == 0
    assert not Source.objects.due(NOW + 2 * HOUR).exists()
    assert Source.objects.due(NOW + 25 * HOUR).exists()


def test_the_check_says_whether_events_can_come():
    assert "no signing secret" in check(push_source(secret=None)).sentence
    shop = push_source()
    arrive(shop, event())
    assert check(shop).sentence == "Events are taken. 1 have come and wait to be loaded."
    assert check(Source(kind="webhook", settings={}), []).ok


def test_what_was_told_once_cannot_be_asked_for_again():
    with pytest.raises(ValidationError, match="told of each event once"):
        request_pull(source=push_source(), by=None, at=NOW, since=NOW - HOUR)


def test_a_secret_that_is_none_is_refused():
    with pytest.raises(ValidationError, match="whsec_"):
        push_source(secret="hush")


def test_deleting_the_source_takes_what_waits_along(company):
    shop = push_source()
    arrive(shop, event())
    services.delete_source(source=shop, by=company.administrator, at=NOW)
    delete(shop.pk)
    assert (Arrival.objects.count(), Stream.objects.count()) == (0, 0)
