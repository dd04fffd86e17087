"""Rows made ahead, in whatever process, are the rows that are made once a page's records are known to be new."""

import json

import pytest

from signals.entries import SourceEntry
from signals.loading import mapper
from signals.loading.mapper import MapperProcess, Task
from signals.mapping.compiled import Place
from signals.mapping.page import Page
from signals.models import Record, Signal, Work, WorkEvent
from signals.services import save_source
from tests.signals.sources import counts, run

WORK = {
    "kind": {"const": "deal"}, "title": "title", "status": "status", "amount": "amount", "opened_at": "opened",
    "party": {"keys": {"domain": "domain"}}, "part": {"kind": "product", "name": "product"},
    "origin": {"kind": "lead", "id": "lead"}, "dimensions": {"region": "region"},
}  # fmt: skip
EVENT = {"work": {"kind": "deal", "id": "id"}, "kind": {"const": "holder"}, "at": "moved", "to_value": "to", "when": "moved"}
SIGNAL = {"metric": {"const": "call"}, "at": "opened", "work": {"kind": "deal", "id": "id"}, "when": "called"}
PARTY = {"keys": {"domain": "domain"}, "name": "firm", "when": "firm"}
STREAM = {
    "name": "deals", "file": "deals.jsonl", "id": "id", "version": "v", "deleted": "gone",
    "records": [{"work": WORK}, {"event": EVENT}, {"signal": SIGNAL}, {"party": PARTY}],
}  # fmt: skip
FIRM = {"domain": "alder.example", "firm": "Alder"}
DEAL = {"v": "2026-03-01T08:00:00Z", "opened": "2026-03-01", "region": "eu", "amount": 5, **FIRM}
MOVED = {"moved": "2026-03-02T09:00:00+01:00", "to": "5 %"}
DEALS = [
    DEAL | MOVED | {"id": "1", "title": "A\tb\\c\n100 %s", "product": "GTX Pro", "lead": "7"},
    DEAL | {"id": "2", "title": None, "amount": "much", "domain": None, "firm": None, "called": True},
    DEAL | MOVED | {"id": "3", "status": "Tür", "v": None, "gone": True, "to": "Ben", "called": 1},
    DEAL | {"id": "4", "lead": "7", "product": "gtx-pro", "region": None, "opened": None},
]
NUMBERED = {"id", "source_id", "stream_id", "page_id", "work_id", "origin_id", "party_id", "part_id", "deleted_at"}


def written(source) -> list:
    """What was written of a source, without numbers that differ between two sources; with whether they are there."""
    found = []
    for model in (Work, WorkEvent, Record, Signal):
        for row in model.objects.filter(stream__source=source).order_by("external_id").values():
            found.append(
                {name: value is not None if name in NUMBERED else value for name, value in row.items() if name != "hash"}
            )
    return found


@pytest.mark.django_db
def test_rows_made_ahead_are_the_rows_made_later(tmp_path, monkeypatch):
    (tmp_path / "deals.jsonl").write_text("".join(json.dumps(deal) + "\n" for deal in DEALS))
    both = []
    for name, rows_ahead in (("Ahead", mapper.rows_ahead), ("Later", lambda compiled: None)):
        monkeypatch.setattr(mapper, "rows_ahead", rows_ahead)
        entry = {"name": name, "kind": "file", "function": "sales", "settings": {"folder": str(tmp_path)}, "streams": [STREAM]}
        source = save_source(entry=SourceEntry.model_validate(entry), allow_folder=str(tmp_path))
        assert counts(run(source)) == (4, 4, 0, 0, 0)
        both.append(written(source))
    assert both[0] == both[1]
    assert [row["title"] for row in both[0][:4]] == ["A\tb\\c\n100 %s", "", "", ""]


def test_the_process_makes_the_same_rows():
    mapping = {key: said for key, said in STREAM.items() if key in ("id", "version", "deleted", "records")}
    task = Task(mapping, Place("UTC", "EUR", flat=False), 7, None)
    page = Page([json.dumps(deal).encode() for deal in DEALS], None, {})
    twice = Page([json.dumps(deal).encode() for deal in (DEALS[0], DEALS[0])], None, {})
    with MapperProcess(task) as process:
        there, here = process.prepare(page), task.preparer().prepare(page)
        assert there.mapped == here.mapped
        assert here.mapped.rows.blocks
        assert process.prepare(twice).mapped is None
