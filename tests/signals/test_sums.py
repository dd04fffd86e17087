"""Sums that grow with the pages of a first pull are the very sums that would be made anew from the signals."""

import threading
from collections import defaultdict
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from signals import rollups
from signals.loading.copying import cursor
from signals.loading.escaping import NOTHING
from signals.loading.sums import WORTH_IT, summed
from signals.models import Rollup, RollupDue, Signal
from tests.signals.sources import USED, file_source, run, write_lines

DAY = date(2026, 3, 1)
NUMBERS = st.decimals(-(10**16), 10**16, places=6).map(str) | st.just(NOTHING)
SIGNALS = st.tuples(
    st.sampled_from(["a", "b"]), st.sampled_from(["2026-03-01", "2026-03-02"]), st.sampled_from(["{}", '{"p":1}'])
)


@given(st.lists(st.tuples(SIGNALS, NUMBERS), min_size=8 * WORTH_IT, max_size=60))
def test_sums_are_exact(given_):
    groups = defaultdict(list)
    for signal, number in given_:
        groups[signal].append(None if number == NOTHING else Fraction(number))
    sums = summed("EUR", [signal for signal, _ in given_], [number for _, number in given_])
    found = zip(sums.metric_keys, sums.days, sums.dimensions, sums.counts, sums.totals, sums.squares, strict=True)
    for key, day, dimensions, count, total, squares in found:
        values = [value for value in groups[key, day, dimensions] if value is not None]
        assert count == len(groups.pop((key, day, dimensions)))
        assert (None if total is None else Fraction(total)) == (sum(values) if values else None)
        assert (None if squares is None else Fraction(squares)) == (sum(value * value for value in values) if values else None)
    assert not groups


def test_values_are_rounded_as_the_database_rounds_them():
    sums = summed("", [("a", "2026-03-01", "{}")] * WORTH_IT, ["0.0000005", "-0.0000015", "1.2345674", "2"])
    assert Decimal(sums.totals[0]) == Decimal("0.000001") - Decimal("0.000002") + Decimal("1.234567") + 2
    assert (Decimal(sums.lowest[0]), Decimal(sums.highest[0])) == (Decimal("-0.000002"), 2)


def test_a_page_of_as_many_sums_as_signals_leaves_them_to_the_database():
    assert summed("", [(f"metric_{number}", "2026-03-01", "{}") for number in range(10)], ["1"] * 10) is None


@pytest.fixture
def source(tmp_path, monkeypatch):
    monkeypatch.setattr("signals.connectors.file.BATCH", 60)
    lines = [
        {
            "id": f"u{number}",
            "at": f"2026-03-0{number // 100 + 1}T08:00:00Z",
            "value": [1.5, 0.1234565, None, -7, "12.25"][number % 5],
            "workspace": f"w{number % 7}",
            "plan": ["team", 'of "ten"', "100%", "a\\b"][number % 4 if number > 120 else 0],
        }
        for number in range(300)
    ]
    write_lines(tmp_path / "used.jsonl", lines)
    return file_source(tmp_path, {"name": "used", "file": "used.jsonl", "id": "id", "records": [USED]})


def kept() -> list[tuple]:
    names = ("metric_key", "day", "unit", "dimensions", "function", "count", "sum", "sum_squares", "min", "max")
    return sorted(Rollup.objects.values_list(*names), key=str)


@pytest.mark.django_db
def test_a_first_pulls_sums_grow_with_its_pages(source, monkeypatch):
    anew = []
    monkeypatch.setattr(rollups, "_sum", lambda *said: anew.append(said))
    run(source)
    assert not anew
    grown = kept()
    monkeypatch.undo()
    rollups.mark(cursor(), source.pk, {("feature_used", date(2026, 3, day)) for day in (1, 2, 3)})
    rollups.roll_up(source.pk)
    assert kept() == grown
    assert sum(count for *_, count, _, _, _, _ in grown) == 300 == Signal.objects.count()


@pytest.mark.django_db
def test_what_grew_is_told_to_the_readings_too(source, monkeypatch):
    told, roll_up = [], rollups.roll_up
    monkeypatch.setattr(rollups, "roll_up", lambda source_id: told.append(roll_up(source_id)))
    run(source)
    assert told == [[date(2026, 3, day) for day in (1, 2, 3)]]
    assert not RollupDue.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_who_makes_sums_anew_waits_for_a_page_by_which_they_grow(source):
    run(source)
    before = Rollup.objects.get(day=DAY, dimensions={"plan": "team"})
    sums = summed("", [("feature_used", "2026-03-01", '{"plan":"team"}')] * WORTH_IT, ["1"] * WORTH_IT)

    def roll_up() -> None:
        rollups.roll_up(source.pk)
        connection.close()

    other = threading.Thread(target=roll_up)
    rollups.mark(cursor(), source.pk, {("another", DAY)})
    with transaction.atomic():
        rollups.grow(cursor(), source.pk, {("feature_used", DAY)}, sums)
        other.start()
        other.join(0.3)
        assert other.is_alive()
    other.join(30)
    assert Rollup.objects.get(day=DAY, dimensions={"plan": "team"}).count == before.count + WORTH_IT
