"""The pictures' arithmetic: nothing collides, black is exactly the dark time, what is missing is not drawn."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from scorecards.charts import Label, Owned, Piece, Track, bars, line, owned_row, place, strip
from scorecards.charts.strip import Mark

LOCK = datetime(2026, 9, 28, tzinfo=UTC)
values = st.lists(st.none() | st.decimals(-1000, 1000, places=2), max_size=14)


def day(number):
    return LOCK + timedelta(days=number)


@given(
    st.lists(st.tuples(st.floats(0, 100), st.text("Today, 0123456789dLokSepW", min_size=1, max_size=12)), max_size=8),
    st.floats(12, 60),
)
def test_no_label_lies_on_another_or_leaves_the_axis(marks, axis_em):
    placed = place([Label(at, text) for at, text in marks], axis_em)
    assert len(placed) == len(marks)
    for one in placed:
        assert one.left >= -1e-9
        assert one.left + one.width <= 100 + 1e-9
        for other in placed:
            apart = one.left + one.width <= other.left or other.left + other.width <= one.left
            assert one is other or one.row != other.row or apart


def test_labels_that_fit_stay_in_one_row():
    placed = place([Label(20, "Lock 28 Sep"), Label(63, "Today, 53"), Label(73, "66"), Label(80, "74 d"), Label(95, "94")], 44)
    assert {label.row for label in placed} == {0}


@given(values, st.none() | st.decimals(-1000, 1000, places=2), st.sampled_from(["above", "below"]))
def test_a_line_stays_in_its_box_and_crosses_no_gap(series, target, side):
    drawn = line(series, target, side)
    known = [value for value in series if value is not None]
    assert bool(drawn.path) == bool(known) == bool(drawn.point)
    assert drawn.path.count("M") + drawn.path.count("L") == len(known)
    for left, width in drawn.gaps:
        assert 0 <= float(left) <= 100
        assert 0 < float(width) <= 100
    if target is not None:
        assert 5 <= float(drawn.target) <= 35


def test_missing_weeks_are_hatched_from_the_last_known_point():
    drawn = line([Decimal(value) for value in (1, 2, 3)] + [None, None], Decimal(2), "below")
    assert drawn.gaps == [("50", "50")]
    assert drawn.shade == "M0 20H100V40H0z"
    assert line([None, None], None, "above").gaps == [("0", "100")]
    assert line([Decimal(1), None, Decimal(1)], None, "above").path == "M0 20h.01 M100 20h.01"


def test_bars_stand_on_the_ground_and_the_last_is_this_launch():
    drawn = bars([Decimal(value) for value in (97, 91, 96, 92, 94, 74)], Decimal(66))
    assert [bar.now for bar in drawn.bars] == [False] * 5 + [True]
    assert all(abs(float(bar.y) + float(bar.height) - 40) < 0.11 for bar in drawn.bars)
    assert bars([], None).bars == []
    assert bars([Decimal(0)], None).bars[0].height == "0"


WHOSE = {"held": "sales"}
pieces = st.lists(
    st.builds(
        lambda kind, start, length, order: Piece(
            kind, day(start), day(start + length), "sales" if kind == "held" else "", order
        ),
        st.sampled_from(["held", "transit", "dark", "contested"]),
        st.integers(0, 40),
        st.integers(1, 20),
        st.integers(0, 5),
    ),
    max_size=8,
)


@given(pieces, st.randoms())
def test_the_black_of_the_owned_row_is_exactly_the_union_of_dark_time(given_pieces, random):
    dark_days = {n for p in given_pieces if p.kind == "dark" for n in range((p.start - LOCK).days, (p.end - LOCK).days)}
    row = owned_row(given_pieces)
    assert sum((stretch.end - stretch.start).days for stretch in row if stretch.kind == "dark") == len(dark_days)
    assert all(one.end <= other.start for one, other in pairwise(row))
    shuffled = random.sample(given_pieces, len(given_pieces))
    assert [(s.kind, s.start, s.end) for s in owned_row(shuffled)] == [(s.kind, s.start, s.end) for s in row]


def test_the_arc_is_with_whoever_took_a_deliverable_last():
    row = owned_row(
        [
            Piece("held", day(0), day(30), "product", 0),
            Piece("held", day(10), day(20), "marketing", 1),
            Piece("dark", day(20), day(22)),
        ]
    )
    assert [(stretch.kind, stretch.function) for stretch in row] == [
        ("held", "product"),
        ("held", "marketing"),
        ("dark", ""),
        ("held", "product"),
    ]


def test_the_strip_puts_days_where_they_belong_and_writes_only_what_fits():
    drawn = strip(
        [Track("Scope", "product", [(day(0), day(50))], [(day(50), day(60))], [(day(0), day(40))])],
        [Owned("held", "product", day(0), day(60)), Owned("dark", "", day(60), day(61)), Owned("dark", "", day(61), day(90))],
        [Mark("lock", day(0), "Lock 28 Sep"), Mark("due", day(100), "100 d")],
        {"product": "Product"},
    )
    assert [(box.style, box.x, box.width) for box in drawn.rows[0].boxes] == [
        ("ghost", "0.00%", "38.46%"),
        ("real", "0.00%", "48.08%"),
        ("todo", "48.08%", "9.62%"),
    ]
    assert [box.text for box in drawn.owned] == ["Product", "", "29 d"]
    assert strip([], [], [], {}) is None
    assert strip([], [], [Mark("lock", day(0), "Lock")], {}) is None
