"""Kept records mapped anew: nothing is asked of the source, nothing is lost, and a killed run goes on."""

import os
import subprocess
import sys
import time
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from signals import pulls, services
from signals.models import Pull, RawPage, Record, Reject, Signal, Source, Stream, Work
from signals.pulls import remapping
from tests.signals.sources import DEAL, NOW, USED, counts, deal, file_source, run, write_lines
from tests.signals.test_pull_crash import CHECKOUT

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def remapped(source, at=LATER):
    """Map anew as a worker would, to the end."""
    asked = services.map_anew(source=source, by=None, at=at)
    while (asked := pulls.pull(pulls.claim(asked.pk, at), now=lambda: at)).state == Pull.State.DUE:
        assert not asked.error
    return asked


def mapped_as(source, **work):
    """Another mapping, as a form or a sources file would save it."""
    mapping = {"id": "id", "records": [{"work": {**DEAL["work"], **work}}]}
    source.streams.update(mapping=mapping)


def read(tmp_path, *records, name="deals.jsonl"):
    write_lines(tmp_path / name, records)


@pytest.fixture
def export(tmp_path):
    """An export of ten deals, read once; one of them has an unreadable date."""
    read(tmp_path, *(deal(number) for number in range(9)), deal(9, created_at="soon"))
    source = file_source(tmp_path, {"name": "deals", "file": "deals.jsonl", "id": "id", "records": [DEAL]})
    assert counts(run(source)) == (10, 9, 0, 0, 1)
    return source


def test_each_kept_record_is_brought_in_line_and_nothing_is_asked_of_the_source(export, tmp_path):
    (tmp_path / "deals.jsonl").unlink()
    fresh = Source.objects.get().last_success_at
    mapped_as(export, title="stage", opened_at={"const": "2026-02-02"})
    done = remapped(export)
    assert (done.state, counts(done), done.rows_known) == ("done", (10, 1, 9, 0, 0), 10)
    assert set(Work.objects.values_list("title", "opened_at__date")) == {("Open", date(2026, 2, 2))}
    assert Work.objects.count() == Record.objects.count() == 10
    assert Source.objects.get().last_success_at == fresh, "its data is no fresher"
    work = Work.objects.get(external_id="d4")
    assert RawPage.objects.get(pk=work.page_id).record(work.ordinal) == deal(4)


def test_mapping_twice_is_mapping_once(export):
    mapped_as(export, title="stage")
    assert counts(remapped(export)) == (10, 0, 9, 0, 1)
    pages = RawPage.objects.count()
    again = remapped(export, LATER + timedelta(hours=1))
    assert (again.rows_new, again.rows_changed, RawPage.objects.count()) == (0, 0, pages)
    assert again.rows_read == again.rows_unchanged + again.rows_rejected


def test_what_cannot_be_mapped_says_why_and_keeps_its_payload_where_it_was(export):
    mapped_as(export, amount={"from": "nothing", "required": True})
    done = remapped(export)
    assert (counts(done), Work.objects.count()) == ((10, 0, 0, 0, 10), 9)
    reject = Reject.objects.filter(pull=done).first()
    assert (reject.column, reject.role) == ("nothing", "amount")
    assert reject.page.pull_id != done.pk


def test_a_record_that_two_pulls_rejected_is_rejected_once(export, tmp_path):
    read(tmp_path, *(deal(number) for number in range(9)), deal(9, created_at="later"), deal(10, created_at="soon"))
    assert counts(run(export)) == (11, 0, 0, 9, 2)
    done = remapped(export)
    assert counts(done) == (12, 0, 0, 10, 2)
    rejects = Reject.objects.filter(pull=done)
    assert sorted(rejects.values_list("external_id", flat=True)) == ["d10", "d9"]
    [reject] = rejects.filter(external_id="d9")
    assert reject.page.record(reject.ordinal)["created_at"] == "later", "the newest of them is told"


def test_the_newest_stays_and_a_tombstone_stays_one(export, tmp_path):
    read(tmp_path, deal(0, name="Renamed"), *(deal(number) for number in range(1, 9)))
    run(export, NOW + timedelta(minutes=10))
    Record.objects.filter(external_id="d8").update(deleted_at=NOW)
    Work.objects.filter(external_id="d8").update(deleted_at=NOW)
    mapped_as(export, status="name")
    remapped(export)
    assert Work.objects.get(external_id="d0").status == "Renamed"
    assert Work.objects.get(external_id="d1").status == "Deal 1"
    deleted = Work.objects.get(external_id="d8")
    assert (deleted.status, deleted.deleted_at) == ("Open", NOW)


def test_what_a_fresh_pull_brings_meanwhile_is_not_overwritten(export, tmp_path, monkeypatch):
    monkeypatch.setattr(remapping, "CHUNK", 1)
    read(tmp_path, deal(20), name="deals.jsonl")
    run(export, NOW + timedelta(minutes=10))
    mapped_as(export, status="name")
    asked = services.map_anew(source=export, by=None, at=LATER)
    asked = pulls.pull(pulls.claim(asked.pk, LATER), now=lambda: LATER)
    assert (asked.state, asked.rows_read, asked.rows_known) == ("due", 1, 11)
    read(tmp_path, deal(1, name="Newest"))
    run(export, LATER)
    assert pulls.pull(pulls.claim(asked.pk, LATER), now=lambda: LATER).state == "done"
    assert Work.objects.get(external_id="d1").status == "Newest"
    assert Work.objects.get(external_id="d2").status == "Deal 2"


def test_signals_are_mapped_anew_too(tmp_path):
    write_lines(tmp_path / "used.jsonl", [{"id": f"u{n}", "at": "2026-03-01T08:00:00Z", "value": n} for n in range(5)])
    source = file_source(tmp_path, {"name": "used", "file": "used.jsonl", "id": "id", "records": [USED]})
    run(source)
    Stream.objects.update(mapping={"id": "id", "records": [{"signal": {**USED["signal"], "value": {"const": 7}}}]})
    assert counts(remapped(source)) == (5, 0, 5, 0, 0)
    assert set(Signal.objects.values_list("value", flat=True)) == {7}
    assert Signal.objects.count() == 5


def test_only_what_is_kept_can_be_mapped_and_only_while_it_is_pulled(tmp_path):
    source = file_source(tmp_path, {"name": "deals", "file": "deals.jsonl", "id": "id", "records": [DEAL]})
    with pytest.raises(ValidationError, match="Nothing that Export brought is kept yet"):
        services.map_anew(source=source, by=None, at=NOW)
    services.pause_source(source=source, by=None)
    with pytest.raises(ValidationError, match="resume it first"):
        services.map_anew(source=source, by=None, at=NOW)


@pytest.mark.django_db(transaction=True)
def test_a_killed_run_goes_on_before_the_last_page_that_it_had_done(tmp_path):
    source = file_source(tmp_path, {"name": "deals", "file": "deals.jsonl", "id": "id", "records": [DEAL]})
    for number in range(4):
        read(tmp_path, deal(number))
        run(source, NOW + timedelta(minutes=10 * number))
    mapped_as(source, status="name")
    other = connection.copy()
    other.set_autocommit(False)
    with other.cursor() as cursor:  # the run comes as far as this record, and waits for it
        cursor.execute("SELECT 1 FROM signals_record WHERE external_id = 'd1' FOR UPDATE")
        puller = start(source.name)
        deadline = time.monotonic() + 120
        while Work.objects.filter(status__startswith="Deal").count() < 2 and time.monotonic() < deadline:
            time.sleep(0.05)
        puller.kill()
        puller.communicate(timeout=60)
    other.rollback()
    other.close()
    left = Pull.objects.get(kind="remap")
    assert (left.state, left.rows_read) == ("running", 2)
    done = remapped(source)
    assert (done.pk, done.state, counts(done)) == (left.pk, "done", (4, 0, 4, 0, 0))
    assert sorted(Work.objects.values_list("status", flat=True)) == [f"Deal {number}" for number in range(4)]


def start(name: str) -> subprocess.Popen:
    """`manage.py pull NAME --kept` in a process of its own, over this test's database."""
    address = os.environ["DATABASE_URL"].replace("/revenue_arc?", f"/{connection.settings_dict['NAME']}?")
    environment = os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    program = [sys.executable, "manage.py", "pull", name, "--kept"]
    return subprocess.Popen(program, cwd=CHECKOUT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
