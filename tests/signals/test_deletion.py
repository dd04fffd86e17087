"""A source deleted with its records: what others speak of stays, and so does its history."""

from datetime import UTC, datetime

import pghistory.core
import pytest
from django.core.exceptions import ValidationError

from signals import deletion, services
from signals.models import Party, Pull, RawPage, Record, Signal, Source, Stream, Work
from signals.tasks import delete_source as task
from tests.signals.rows import a_customer, a_signal, a_source, roll_up, some_work
from tests.signals.sources import NOW, USED, deal, file_source, run, stream, write_lines

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture
def export(tmp_path):
    write_lines(tmp_path / "deals.jsonl", [deal(number) for number in range(5)])
    used = [{"id": "u1", "at": "2026-03-01T08:00:00Z", "value": 3, "workspace": "w1", "plan": "pro"}]
    write_lines(tmp_path / "used.jsonl", used)
    source = file_source(
        tmp_path, stream(file="deals.jsonl"), {"name": "used", "file": "used.jsonl", "id": "id", "records": [USED]}
    )
    run(source)
    return source


def test_what_would_go_is_counted_first(export):
    counts = deletion.counts_of(export)
    assert (counts.work, counts.signals, counts.customers, counts.pulls) == (5, 1, 4, 1)
    assert (counts.kept_customers, counts.gone_customers) == (0, 4)


def test_everything_goes_and_the_history_stays(export, company):
    services.delete_source(source=export, by=company.administrator, at=NOW)
    task(export.pk)
    assert not Source.objects.exists()
    for model in (Stream, Pull, RawPage, Record, Work, Party, Signal):
        assert not model.objects.exists()
    (events,) = pghistory.core.event_models(tracks_model=Source)
    assert (
        list(events.objects.filter(pgh_obj_id=export.pk).order_by("pgh_id").values_list("pgh_label", flat=True))[-1] == "delete"
    )
    task(export.pk)


def test_a_customer_that_others_speak_of_stays(company):
    ours, theirs = a_source("CRM"), a_source("Events")
    shared, alone = a_customer(ours, "Acme"), a_customer(ours, "Alone")
    some_work(theirs, 1, party=shared)
    some_work(ours, 2, party=alone)
    a_signal(theirs, "visit", AT, party=shared)
    roll_up()
    assert deletion.counts_of(ours).kept_customers == 1
    services.delete_source(source=ours, by=company.administrator, at=AT)
    task(ours.pk)
    assert Party.objects.get().pk == shared.pk
    assert Party.objects.get().source is None
    assert Work.objects.get().party == shared


def test_a_source_that_is_being_deleted_takes_no_other_order(export, company):
    pull = services.request_pull(source=export, by=company.administrator, at=NOW)
    services.delete_source(source=export, by=company.administrator, at=NOW)
    pull.refresh_from_db()
    assert pull.state == Pull.State.CANCELLED
    assert Source.objects.get().secret is None
    for act in (services.resume_source, services.pause_source):
        with pytest.raises(ValidationError, match="is being deleted"):
            act(source=Source.objects.get(), by=company.administrator)
    with pytest.raises(ValidationError, match="being deleted"):
        services.request_pull(source=Source.objects.get(), by=company.administrator, at=NOW)
    assert not Source.objects.due(NOW).exists()


def test_a_stretch_of_each_month_at_a_time_only_the_sources_own_signals_go(company, monkeypatch):
    monkeypatch.setattr(deletion, "STRETCH", 1)
    ours, theirs = a_source("CRM"), a_source("Events")
    for number in range(600):
        a_signal((ours, theirs)[number % 2], "visit", AT.replace(month=1 + number % 3, day=1 + number % 28))
    services.delete_source(source=ours, by=company.administrator, at=AT)
    task(ours.pk)
    assert Signal.objects.count() == Signal.objects.filter(stream__source=theirs).count() == 300
