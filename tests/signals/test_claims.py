"""A pull is a row: claimed once, found again when its worker is gone, and never waited for in vain."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from signals import pulls, services, tasks
from signals.models import Pull, Source, Touched
from signals.pulls import claims
from tests.signals.sources import NOW, file_source, run, stream

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(tmp_path) -> Source:
    (tmp_path / "deals.csv").write_text("id,name\n1,a\n")
    return file_source(tmp_path, stream(file="deals.csv"), interval="5m")


@pytest.fixture
def sent(monkeypatch) -> list:
    """What would be sent to workers."""
    found: list = []
    monkeypatch.setattr(tasks.pull_source, "apply_async", lambda args, queue, expires: found.append((queue, *args)))
    monkeypatch.setattr(tasks.run_backfill, "apply_async", lambda args, queue, expires: found.append((queue, *args)))
    return found


def test_a_pull_is_claimed_once(source):
    opened = pulls.open_pull(source, NOW)
    assert pulls.claim(opened.pk, NOW) is not None
    assert pulls.claim(opened.pk, NOW) is None


def test_a_source_has_one_open_pull_of_a_kind(source):
    assert pulls.open_pull(source, NOW) == pulls.open_pull(source, NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pull.objects.create(source=source, due_at=NOW)


def test_a_pull_whose_heartbeat_stopped_is_taken_over(source):
    opened = pulls.claim(pulls.open_pull(source, NOW).pk, NOW)
    Pull.objects.update(claimed_by="elsewhere:1")
    assert pulls.claim(opened.pk, NOW + timedelta(minutes=2)) is None
    assert pulls.claim(opened.pk, NOW + timedelta(minutes=4)) is not None
    with pytest.raises(claims.ClaimLost):
        claims.heartbeat(opened, NOW)


def test_a_worker_of_this_machine_that_is_gone_is_not_waited_for(source):
    opened = pulls.claim(pulls.open_pull(source, NOW).pk, NOW)
    Pull.objects.update(claimed_by=claims.worker_name().rpartition(":")[0] + ":4194303")
    assert pulls.claim(opened.pk, NOW) is not None


def test_the_database_refuses_a_pull_that_loses_a_row(source):
    with pytest.raises(IntegrityError), transaction.atomic():
        Pull.objects.create(source=source, due_at=NOW, rows_read=5, rows_new=4)


def test_the_sweep_opens_what_is_due_and_sends_it(source, sent, time_machine):
    time_machine.move_to(NOW, tick=False)
    tasks.sweep()
    tasks.sweep()
    assert sent == [("fresh", source.pk)] * 2
    tasks.pull_source(source.pk)
    tasks.pull_source(source.pk)
    assert [pull.rows_read for pull in Pull.objects.all()] == [1]
    sent.clear()
    time_machine.move_to(NOW + timedelta(minutes=4), tick=False)
    tasks.sweep()
    assert sent == []
    time_machine.move_to(NOW + timedelta(minutes=6), tick=False)
    tasks.sweep()
    assert sent == [("fresh", source.pk)]


def test_the_sweep_sends_a_pull_whose_worker_died_again(source, sent, time_machine):
    time_machine.move_to(NOW, tick=False)
    pulls.claim(pulls.open_pull(source, NOW).pk, NOW)
    time_machine.move_to(NOW + timedelta(minutes=4), tick=False)
    tasks.sweep()
    assert sent == [("fresh", source.pk)]


def test_the_sweep_does_not_wait_for_a_worker_of_this_machine_that_is_gone(source, sent, time_machine):
    time_machine.move_to(NOW, tick=False)
    pulls.claim(pulls.open_pull(source, NOW).pk, NOW)
    tasks.sweep()
    assert sent == []
    Pull.objects.update(claimed_by=claims.worker_name().rpartition(":")[0] + ":4194303")
    tasks.sweep()
    assert sent == [("fresh", source.pk)]


def test_readings_that_a_killed_worker_left_are_found_and_computed(source, time_machine, monkeypatch):
    asked: list = []
    monkeypatch.setattr(tasks.read_anew, "apply_async", lambda args, expires: asked.append(args[0]))
    run(source)
    Touched.objects.create(source=source, subject="work:deal", day=NOW.date())
    for minutes, expected in ((1, []), (4, [source.pk])):
        time_machine.move_to(NOW + timedelta(minutes=minutes), tick=False)
        tasks.sweep()
        assert asked == expected
    tasks.read_anew(source.pk)
    assert not Touched.objects.exists()


def test_readings_of_a_pull_that_runs_or_failed_are_not_computed_between(source):
    run(source)
    Touched.objects.create(source=source, subject="work:deal", day=NOW.date())
    at = NOW + timedelta(minutes=4)
    assert list(Touched.objects.left(at)) == [source.pk]
    opened = pulls.open_pull(source, at)
    assert list(Touched.objects.left(at)) == []
    opened.delete()
    Source.objects.update(attempted_at=NOW + timedelta(seconds=1))
    assert list(Touched.objects.left(at)) == []


def test_a_paused_source_is_left_alone_until_it_is_resumed(source, sent, company):
    services.pause_source(source=source, by=company.administrator)
    tasks.sweep()
    assert sent == []
    with pytest.raises(ValidationError, match="resume it first"):
        services.request_pull(source=source, by=company.administrator, at=NOW)
    services.resume_source(source=source, by=company.administrator)
    tasks.sweep()
    assert sent == [("fresh", source.pk)]


def test_a_pull_asked_for_is_sent_after_commit(source, sent, company, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        services.request_pull(source=source, by=company.administrator, at=NOW)
        assert sent == []
    assert sent == [("fresh", source.pk)]


def test_a_backfill_runs_beside_in_chunks_on_its_own_queue(
    tmp_path, sent, company, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr("signals.connectors.file.BATCH", 2)
    monkeypatch.setattr("signals.pulls.running.CHUNK_OF_BACKFILL", 2)
    (tmp_path / "deals.csv").write_text("id,name\n" + "".join(f"{n},a\n" for n in range(9)))
    source = file_source(tmp_path, stream(file="deals.csv"))
    with django_capture_on_commit_callbacks(execute=True):
        backfill = services.request_pull(source=source, by=company.administrator, at=NOW, since=NOW - timedelta(days=30))
    read = []
    while sent:
        assert sent.pop() == ("backfill", backfill.pk)
        tasks.run_backfill(backfill.pk)
        read.append(Pull.objects.get(pk=backfill.pk).rows_read)
    assert read == [4, 8, 9]
    assert Pull.objects.get(pk=backfill.pk).state == "done"
    assert run(source).rows_unchanged == 9
