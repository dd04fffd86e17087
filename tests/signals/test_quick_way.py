"""The quick way makes the very rows that the general way makes, and leaves to it what it does not know."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signals.connectors.base import Page
from signals.loading.prepare import Preparer
from signals.loading.quick import quick_mapper
from signals.loading.signals import Line, Signals
from signals.loading.sorting import Before, sort
from signals.mapping.compiled import Compiled, Place
from signals.mapping.declared import Mapping
from signals.mapping.refusals import Refused

ROW = {
    "metric": "event",
    "at": "at",
    "value": "value",
    "party": {"keys": {"workspace": "workspace"}},
    "dimensions": {"plan": "plan", "region": "region"},
}
COMPILED = Compiled(
    Mapping.model_validate({"id": "id", "version": "v", "records": [{"signal": ROW}]}),
    Place("Europe/Berlin", "EUR", flat=False),
)
ODD = ["", "N/A", " team ", "a\\b", "tab\there", "\x00", "W 1", "5%s", "%(a)d", None, 1, True]
WORDS = st.text(max_size=6) | st.sampled_from(ODD)
INSTANTS = st.sampled_from(
    ["2026-03-01T08:00:00Z", "2026-03-01T23:59:59.999999Z", "2026-03-01", "2026-03-01T08:00:00+02:00", "", None, 5]
)
VALUES = st.one_of(st.floats(), st.integers(), st.sampled_from(["5", "1,000", "80%", "N/A", "x", "", None, True]))
RECORDS = st.fixed_dictionaries(
    {"event": WORDS, "at": INSTANTS, "v": INSTANTS, "value": VALUES, "workspace": WORDS, "plan": WORDS, "region": WORDS}
)


class _Numbered(dict):
    def __missing__(self, key):
        self[key] = len(self)
        return self[key]


class _Known:
    ids = _Numbered()


def both_ways(records):
    """The COPY lines by the quick way (None: left to the other) and by the general way (None: a record is refused)."""
    page = Page([json.dumps(record).encode() for record in records], records, {})
    prepared = Preparer(COMPILED).prepare(page)
    quick = quick_mapper(COMPILED, 7)(prepared)
    new = {one: Before(None, None, "") for one in prepared.ids if one is not None}
    found = sort(prepared, new, COMPILED)
    written = Signals(7, _Known(), _Known())
    lines = [
        Line(line.rows[0], prepared.hashes[line.number], line.version, line.number, "\\N", b"\\" not in page.raws[line.number])
        for line in found.lines.values()
    ]
    general = None if found.refused else [line.encode() for line in written._texts(lines, 9, {})]
    return quick and quick.text(9, _Known.ids).splitlines(keepends=True), general


@given(st.lists(RECORDS, min_size=1, max_size=3))
def test_both_ways_make_the_same_rows(given_):
    quick, general = both_ways([{"id": f"r{number}", **record} for number, record in enumerate(given_)])
    if quick is not None:
        assert quick == general


def test_the_ordinary_record_goes_the_quick_way():
    at = "2026-03-01T08:00:00Z"
    record = {"id": "a", "event": "used", "at": at, "v": at, "value": 1.5, "workspace": "w", "plan": "team", "region": "eu"}
    quick, general = both_ways([record, {**record, "id": "b", "value": 7, "workspace": None, "plan": 'with "marks"'}])
    assert quick is not None
    assert quick == general


def test_other_shapes_go_the_general_way():
    shaped = Mapping.model_validate({"id": "id", "records": [{"signal": {**ROW, "at": {"from": "at", "format": "epoch_s"}}}]})
    assert quick_mapper(Compiled(shaped, Place("UTC", "", flat=False)), 7) is None
    with pytest.raises(Refused):
        COMPILED.rows({"id": "a"}, "a")
