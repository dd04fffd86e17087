"""Newer wins, deletes are tombstones, and a repeat changes nothing."""

from decimal import Decimal

import pytest

from signals.connectors import json_lines
from signals.connectors.file import READ
from signals.models import PartAlias, RawPage, Rollup, Signal, Work, WorkEvent
from tests.signals.sources import DEAL, USED, counts, deal, file_source, run, stream, write_lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def deals(tmp_path):
    def make(*records, **said):
        write_lines(tmp_path / "deals.jsonl", records)
        return run(file_source(tmp_path, stream(file="deals.jsonl", version="v", **said)))

    return make


@pytest.fixture
def used(tmp_path):
    def make(*records, **said):
        rows = [{"at": "2026-03-01T08:00:00Z", "value": 1, "workspace": "w1", "plan": "team", **record} for record in records]
        write_lines(tmp_path / "used.jsonl", rows)
        entry = {"name": "used", "file": "used.jsonl", "id": "id", "version": "v", "records": [USED], **said}
        return run(file_source(tmp_path, entry))

    return make


def days() -> dict[str, tuple[int, Decimal]]:
    return {f"{rollup.day}": (rollup.count, rollup.sum) for rollup in Rollup.objects.all()}


def test_newer_wins_and_the_older_payload_is_kept(deals):
    deals(deal(1, v="2026-03-02", stage="Won"))
    assert counts(deals(deal(1, v="2026-03-01", stage="Open"))) == (1, 0, 0, 1, 0)
    assert Work.objects.get().status == "Won"
    assert RawPage.objects.count() == 2
    assert counts(deals(deal(1, v="2026-03-03", stage="Lost"))) == (1, 0, 1, 0, 0)
    assert Work.objects.get().status == "Lost"


def test_a_record_that_comes_twice_in_a_page_is_one_row(deals):
    pull = deals(deal(1, v="2026-03-02", stage="Won"), deal(1, v="2026-03-01"), deal(1, v="2026-03-03", stage="Lost"))
    assert counts(pull) == (3, 1, 1, 1, 0)
    assert Work.objects.get().status == "Lost"


def test_a_record_deleted_at_the_source_is_marked_and_comes_back(deals):
    deals(deal(1, v="2026-03-01"), deleted="gone")
    assert deals(deal(1, v="2026-03-02", gone="yes"), deleted="gone").rows_deleted == 1
    assert not Work.objects.present().exists()
    deals(deal(1, v="2026-03-03", gone="false"), deleted="gone")
    assert Work.objects.present().count() == 1


def test_a_file_that_is_written_again_while_it_is_read_marks_nothing(deals, tmp_path, monkeypatch):
    monkeypatch.setattr("signals.connectors.file.BATCH", 2)
    deals(*map(deal, range(5)), missing="tombstone")
    own = json_lines.chunks_of_lines

    def cut_short_meanwhile(path, entry, size):
        path.write_text("")
        yield from own(path, entry, size)

    monkeypatch.setitem(READ, "jsonl", cut_short_meanwhile)
    pull = deals(*map(deal, range(5)), missing="tombstone")
    assert "deals.jsonl changed while it was read, so that nothing was marked as deleted." in pull.error
    assert (pull.rows_deleted, Work.objects.present().count()) == (0, 5)


def test_what_a_whole_read_lacks_was_deleted(deals):
    deals(deal(1), deal(2), missing="tombstone")
    assert deals(deal(2), missing="tombstone").rows_deleted == 1
    assert [work.external_id for work in Work.objects.present()] == ["d2"]
    assert counts(deals(deal(1), deal(2), missing="tombstone")) == (2, 0, 1, 1, 0)
    assert Work.objects.present().count() == 2


def test_an_empty_export_deletes_nothing(deals):
    deals(deal(1), missing="tombstone")
    assert deals(missing="tombstone").rows_deleted == 0
    assert Work.objects.present().count() == 1


def test_signals_the_same(used):
    assert counts(used({"id": "a", "v": "2026-03-02"}, {"id": "b", "v": "2026-03-02"})) == (2, 2, 0, 0, 0)
    assert counts(used({"id": "a", "v": "2026-03-02"}, {"id": "b", "v": "2026-03-02"})) == (2, 0, 0, 2, 0)
    assert counts(used({"id": "a", "v": "2026-03-01", "value": 9}, {"id": "b", "v": "2026-03-03", "value": 5})) == (
        2,
        0,
        1,
        1,
        0,
    )
    assert dict(Signal.objects.values_list("external_id", "value")) == {"a": 1, "b": 5}
    assert days() == {"2026-03-01": (2, Decimal(6))}


def test_a_signal_whose_instant_is_corrected_moves_to_its_new_month(used):
    used({"id": "a", "at": "2026-01-31T23:59:59Z"}, {"id": "b"})
    assert counts(used({"id": "a", "at": "2026-02-01T00:00:00Z"}, {"id": "b"})) == (2, 0, 1, 1, 0)
    assert Signal.objects.filter(external_id="a").count() == 1
    assert days() == {"2026-02-01": (1, Decimal(1)), "2026-03-01": (1, Decimal(1))}


def test_the_same_signal_twice_in_a_first_pull_in_different_months_is_one(used):
    pull = used({"id": "a", "at": "2026-01-01T00:00:00Z"}, {"id": "a", "at": "2026-02-01T00:00:00Z"})
    assert counts(pull) == (2, 1, 1, 0, 0)
    assert days() == {"2026-02-01": (1, Decimal(1))}


def test_a_signal_deleted_leaves_the_sums(used):
    used({"id": "a"}, {"id": "b", "value": 5}, missing="tombstone")
    assert used({"id": "b", "value": 5}, missing="tombstone").rows_deleted == 1
    assert days() == {"2026-03-01": (1, Decimal(5))}
    used({"id": "a"}, {"id": "b", "value": 5}, missing="tombstone")
    assert days() == {"2026-03-01": (2, Decimal(6))}


def test_days_are_days_in_utc(used):
    used({"id": "a", "at": "2026-03-01T23:30:00-02:00"}, {"id": "b", "at": "2026-03-02"})
    assert days() == {"2026-03-02": (2, Decimal(2))}


def test_an_event_finds_its_work_whichever_comes_first(tmp_path):
    moved = {"work": {"kind": "deal", "id": "deal"}, "kind": {"const": "status"}, "at": "at", "to_value": "to"}
    opened = {"work": {"kind": "deal", "id": "id"}, "kind": {"const": "status"}, "at": "created_at"}
    write_lines(tmp_path / "events.jsonl", [{"id": "e1", "deal": "d1", "at": "2026-03-01T08:00:00Z", "to": "Won"}])
    write_lines(tmp_path / "deals.jsonl", [deal(1)])
    events = stream(name="events", file="events.jsonl", records=[{"event": moved}])
    run(file_source(tmp_path, events, stream(file="deals.jsonl", records=[DEAL, {"event": opened}])))
    assert WorkEvent.objects.count() == 2
    assert {found.work.external_id for found in WorkEvent.objects.all()} == {"d1"}


def test_products_written_in_two_ways_are_one_part(tmp_path):
    (tmp_path / "deals.csv").write_text("id,product\n1,WidgetPro\n2,Widget Pro\n3,wp-9\n")
    (tmp_path / "products.csv").write_text("product,code\nWidget Pro,WP9\n")
    work = {"work": {"kind": {"const": "deal"}, "part": {"name": "product"}}}
    product = {"part": {"name": "product", "aliases": ["code"]}}
    products = {"name": "products", "file": "products.csv", "id": "product", "records": [product]}
    run(file_source(tmp_path, stream(file="deals.csv", records=[work]), products))
    part = PartAlias.objects.get(value="wp9").part
    assert set(PartAlias.objects.filter(part=part).values_list("value", flat=True)) == {"widgetpro", "wp9"}
    assert {work.part for work in Work.objects.all()} == {part}
    assert (part.name, part.external_id) == ("Widget Pro", "Widget Pro")
