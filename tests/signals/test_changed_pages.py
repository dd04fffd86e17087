"""Pages of which some records are new and some have changed: the same rows and sums, whichever way they go."""

import pytest

from signals import rollups
from signals.models import RawPage, Rollup, Signal
from tests.signals.sources import USED, counts, file_source, run, write_lines

pytestmark = pytest.mark.django_db
FILLED = {"value": 1, "workspace": "w1", "plan": "team"}


@pytest.fixture
def pulled(tmp_path):
    def pull(*records):
        write_lines(tmp_path / "used.jsonl", [FILLED | record for record in records])
        return run(file_source(tmp_path, {"name": "used", "file": "used.jsonl", "id": "id", "version": "v", "records": [USED]}))

    return pull


def used(number: int, day: int = 1, version: int = 1, **said) -> dict:
    return {"id": f"s{number}", "at": f"2026-03-{day:02d}T08:00:00Z", "v": f"2026-03-{version:02d}T08:00:00Z", **said}


def kept() -> list[tuple]:
    return sorted(Signal.objects.values_list("external_id", "at__day", "value", "party__external_id", "version"))


def sums() -> list[tuple]:
    return sorted(Rollup.objects.values_list("metric_key", "day__day", "count", "sum", "min", "max"))


@pytest.fixture(params=["quick way", "general way"])
def way(request, monkeypatch):
    if request.param == "general way":
        monkeypatch.setattr("signals.loading.page.differing_only", lambda *_: None)


@pytest.mark.usefixtures("way")
def test_new_changed_unchanged_and_moved_records_of_one_page(pulled):
    pulled(used(1), used(2), used(3, day=5))
    done = pulled(used(1), used(2, version=2, value=7, workspace="w2"), used(3, day=9, version=2), used(4, value=3))
    assert counts(done) == (4, 1, 2, 1, 0)
    ours = [(one, day, value, workspace) for one, day, value, workspace, _ in kept()]
    assert ours == [("s1", 1, 1, "w1"), ("s2", 1, 7, "w2"), ("s3", 9, 1, "w1"), ("s4", 1, 3, "w1")]
    assert sums() == [("feature_used", 1, 3, 11, 1, 7), ("feature_used", 9, 1, 1, 1, 1)]
    assert [page.rows for page in RawPage.objects.order_by("pk")] == [3, 3]
    payload = RawPage.objects.get(pk=Signal.objects.get(external_id="s4").page_id)
    assert payload.record(Signal.objects.get(external_id="s4").ordinal)["id"] == "s4"


@pytest.mark.usefixtures("way")
def test_an_older_record_among_newer_ones_changes_nothing(pulled):
    pulled(used(1, version=5), used(2, version=5))
    assert counts(pulled(used(1, version=4, value=9), used(2, version=6, value=8))) == (2, 0, 1, 1, 0)
    assert [(one, value) for one, _, value, _, _ in kept()] == [("s1", 1), ("s2", 8)]


@pytest.mark.usefixtures("way")
def test_a_record_that_comes_twice_in_a_page_counts_once(pulled):
    pulled(used(1))
    assert counts(pulled(used(1, version=2, value=2), used(1, version=3, value=3))) == (2, 0, 2, 0, 0)
    assert [(one, value) for one, _, value, _, _ in kept()] == [("s1", 3)]


def test_many_days_are_summed_as_few_are(pulled, monkeypatch):
    records = [used(number, day=number % 20 + 1, value=number, plan=f"p{number % 3}") for number in range(200)]
    pulled(*records)
    few = sums()
    Rollup.objects.all().delete()
    monkeypatch.setattr(rollups, "MANY", 5)
    pulled(*[record | {"v": "2026-03-09T08:00:00Z"} for record in records])
    assert sums() == few
    assert len(few) == len({(number % 20, number % 3) for number in range(200)})


def test_later_pages_of_new_records_go_ahead_and_give_the_same_sums(pulled, monkeypatch):
    monkeypatch.setattr("signals.connectors.file.BATCH", 5)
    looked_at = []
    monkeypatch.setattr("signals.loading.page.differing_only", lambda *said: looked_at.append(said))
    first = [used(number, value=number) for number in range(5)]
    pulled(*first)
    done = pulled(*first, *[used(number, day=number % 3 + 1, value=number) for number in range(5, 105)])
    assert counts(done) == (105, 100, 0, 5, 0)
    assert len(looked_at) < 8  # of twenty pages, those that were on their way when the first of them was found to be new
    days = [[number for number in range(105) if (number % 3 if number >= 5 else 0) == day] for day in range(3)]
    assert sums() == [("feature_used", day + 1, len(of), sum(of), min(of), max(of)) for day, of in enumerate(days)]
