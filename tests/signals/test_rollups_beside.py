"""Two pulls of one source at once: whichever rolls up first, no row is left out of the sums."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from signals import rollups
from signals.loading.copying import cursor
from signals.models import Rollup, RollupDue
from tests.signals.sources import NOW, USED, file_source, run, write_lines

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2026, 3, 1)


def used(number: int) -> dict:
    return {"id": f"u{number}", "at": "2026-03-01T08:00:00Z", "value": 1, "workspace": "w", "plan": "team"}


@pytest.fixture
def source(tmp_path, monkeypatch):
    monkeypatch.setattr("signals.connectors.file.BATCH", 2)
    write_lines(tmp_path / "used.jsonl", [used(number) for number in range(6)])
    return file_source(tmp_path, {"name": "used", "file": "used.jsonl", "id": "id", "records": [USED]})


def test_sums_made_by_another_pull_in_between_leave_no_page_out(source):
    run(source, progress=lambda *_: rollups.roll_up(source.pk))
    assert [(rollup.day, rollup.count) for rollup in Rollup.objects.all()] == [(DAY, 6)]


def test_who_sums_a_day_waits_for_the_page_that_touches_it(source):
    run(source)
    rollups.mark(cursor(), source.pk, {("feature_used", DAY)})

    def roll_up() -> None:
        rollups.roll_up(source.pk)
        connection.close()

    other = threading.Thread(target=roll_up)
    with transaction.atomic():
        rollups.mark(cursor(), source.pk, {("feature_used", DAY)})
        other.start()
        other.join(0.3)
        assert other.is_alive()
        with connection.cursor() as one:
            one.execute("UPDATE signals_signal SET deleted_at = %s WHERE external_id = 'u1'", [NOW + timedelta(days=1)])
    other.join(30)
    assert [rollup.count for rollup in Rollup.objects.all()] == [5]
    assert not RollupDue.objects.exists()
