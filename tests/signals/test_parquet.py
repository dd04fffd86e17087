"""Parquet files: each type as it is, a few rows at a time, and a sentence where the package is missing."""

import sys
from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow
import pytest
from pyarrow import parquet as written

from signals.connectors import parquet
from signals.models import Work
from tests.signals.sources import counts, file_source, run, stream

pytestmark = pytest.mark.django_db
ROWS = [
    {"id": 1, "name": "Ünal", "amount": Decimal("1200.50"), "created_at": datetime(2026, 3, 1, 8, tzinfo=UTC), "tags": ["a"]},
    {"id": 2, "name": None, "amount": None, "created_at": None, "tags": []},
]


def write(path, rows, **how) -> None:
    written.write_table(pyarrow.Table.from_pylist(rows), path, **how)


def test_each_type_comes_as_it_is(tmp_path):
    write(tmp_path / "deals.parquet", ROWS)
    source = file_source(tmp_path, stream(file="deals.parquet"))
    assert counts(run(source)) == (2, 2, 0, 0, 0)
    work = Work.objects.get(external_id="1")
    assert (work.title, work.amount, work.opened_at) == ("Ünal", Decimal("1200.50"), ROWS[0]["created_at"])
    assert counts(run(source)) == (2, 0, 0, 2, 0)


def test_rows_come_a_few_at_a_time_whatever_the_row_groups(tmp_path):
    write(tmp_path / "a.parquet", [{"id": number} for number in range(250)], row_group_size=100)
    sizes = [len(rows) for rows in parquet.batches(tmp_path / "a.parquet", 60)]
    assert (sum(sizes), max(sizes)) == (250, 60)


def test_instants_to_the_nanosecond_and_days_and_bytes(tmp_path):
    columns = {
        "at": pyarrow.array([1_772_352_000_123_456_789], pyarrow.timestamp("ns", "UTC")),
        "local": pyarrow.array([datetime(2026, 3, 1, 8)], pyarrow.timestamp("us")),
        "on": [date(2026, 3, 1)],
        "key": [b"\x00\xff"],
        "in": [{"deep": Decimal("0.1")}],
    }
    written.write_table(pyarrow.table(columns), tmp_path / "a.parquet")
    [[row]] = parquet.batches(tmp_path / "a.parquet", 10)
    assert row == {
        "at": "2026-03-01T08:00:00.123456+00:00",
        "local": "2026-03-01T08:00:00",
        "on": "2026-03-01",
        "key": "AP8=",
        "in": {"deep": "0.1"},
    }


def test_a_file_that_is_cut_off_loads_nothing(tmp_path):
    write(tmp_path / "deals.parquet", ROWS)
    whole = (tmp_path / "deals.parquet").read_bytes()
    (tmp_path / "deals.parquet").write_bytes(whole[:-20])
    pull = run(file_source(tmp_path, stream(file="deals.parquet")))
    assert "broken or cut off" in pull.error
    assert not Work.objects.exists()


def test_without_the_package_it_says_what_to_install(tmp_path, monkeypatch):
    write(tmp_path / "deals.parquet", ROWS)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    pull = run(file_source(tmp_path, stream(file="deals.parquet")))
    assert (pull.state, pull.permanent) == ("failed", True)
    assert "revenue-arc[parquet]" in pull.error
