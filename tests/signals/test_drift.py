"""Columns that are gone, new or of another type: since when, and what a reading says meanwhile."""

from datetime import timedelta
from pathlib import Path

import pytest

from signals import services
from signals.drift import changes_of
from signals.drifted import why_unknown
from signals.models import Reading, Stream
from tests.signals.metrics import define
from tests.signals.sources import NOW, deal, file_source, run, stream, write_lines

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
OPENED = {"kind": "count", "what": {"work": "deal", "by": "opened"}, "window": "28 days"}


@pytest.fixture
def source(tmp_path):
    write_lines(tmp_path / "deals.jsonl", [deal(1), deal(2)])
    made = file_source(tmp_path, stream(file="deals.jsonl"))
    run(made)
    return made


def write(source, *records):
    write_lines(Path(source.settings["folder"]) / "deals.jsonl", records)


def without(record, column):
    return {name: value for name, value in record.items() if name != column}


def drift():
    return [(change.column, change.what, change.since_at) for change in changes_of(Stream.objects.get().drift)]


def test_each_change_keeps_the_instant_of_the_pull_that_first_saw_it(source):
    write(source, without(deal(1), "created_at"))
    run(source, NOW + DAY)
    write(source, {**without(deal(1), "created_at"), "region": "EMEA"})
    run(source, NOW + 2 * DAY)
    assert drift() == [("created_at", "gone", NOW + DAY), ("region", "new", NOW + 2 * DAY)]


def test_a_column_that_comes_back_is_no_drift(source):
    write(source, without(deal(1), "created_at"))
    run(source, NOW + DAY)
    write(source, deal(1))
    run(source, NOW + 2 * DAY)
    assert drift() == []


def test_a_column_that_some_records_never_had_is_not_missed(source):
    write(source, deal(1), without(deal(2), "website"))
    run(source, NOW + DAY)
    write(source, without(deal(2), "amount"), deal(3))
    run(source, NOW + 2 * DAY)
    write(source, without(deal(3), "amount"))
    run(source, NOW + 3 * DAY)
    assert drift() == []


def test_what_is_expected_now_is_no_drift_any_more(source, company):
    write(source, {**without(deal(1), "created_at"), "region": "EMEA"})
    run(source, NOW + DAY)
    services.expect_shape(stream=Stream.objects.get(), by=company.administrator, at=NOW + DAY)
    assert drift() == []
    run(source, NOW + 2 * DAY)
    assert drift() == []


def test_a_reading_whose_column_is_gone_says_unknown_not_zero(source, company):
    definition = define("deals_opened", source, definition=OPENED, at=NOW)
    run(source, NOW)
    write(source, without(deal(1), "created_at"), without(deal(3), "created_at"))
    run(source, NOW + DAY)
    reading = Reading.objects.newest(NOW + DAY).get(definition=definition)
    assert reading.value is None
    assert reading.why_unknown == "The column “created_at” of Export, deals is gone since Wed 11 Mar."
    services.expect_shape(stream=Stream.objects.get(), by=company.administrator, at=NOW + 2 * DAY)
    assert Reading.objects.newest(NOW + 2 * DAY).get(definition=definition).why_unknown != reading.why_unknown


@pytest.mark.parametrize(
    ("column", "spec", "unknown"),
    [
        ("amount", OPENED, True),
        ("name", OPENED, False),
        ("created_at", {"kind": "count", "what": {"work": "lead", "by": "opened"}, "window": "28 days"}, False),
        ("created_at", {"kind": "count", "what": {"signals": "visit"}, "window": "28 days"}, False),
    ],
)
def test_only_readings_that_rest_on_the_column_are_unknown(source, column, spec, unknown):
    write(source, without(deal(1), column))
    run(source, NOW + DAY)
    assert bool(why_unknown(spec, [source])) == unknown


def test_a_number_that_becomes_a_text_is_told(source):
    write(source, {**deal(1), "amount": 100})
    run(source, NOW + DAY)
    [change] = changes_of(Stream.objects.get().drift)
    assert change.sentence == "The column “amount” was text and is number."
    assert why_unknown(OPENED, [source]) == "The column “amount” of Export, deals was text and is number since Wed 11 Mar."
