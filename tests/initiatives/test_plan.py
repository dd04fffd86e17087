"""The same work in sequence and in parallel, over true dependencies."""

import itertools
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives.plan import (
    Piece,
    avoidable,
    circle,
    critical_path,
    in_order,
    in_parallel,
    in_sequence,
    length,
    median_days,
    target_days,
)

DAY = timedelta(days=1)


@st.composite
def plans(draw):
    """Pieces that need only earlier ones, in any order."""
    number = draw(st.integers(0, 8))
    pieces = [
        Piece(key, draw(st.integers(0, 30)) * DAY, frozenset(draw(st.sets(st.integers(0, key - 1))) if key else ()))
        for key in range(number)
    ]
    return draw(st.permutations(pieces))


def longest(pieces, key):
    """The longest path that ends with `key`, the slow way."""
    by_key = {piece.key: piece for piece in pieces}
    return by_key[key].length + max((longest(pieces, need) for need in by_key[key].needs), default=timedelta())


@given(plans())
def test_the_parallel_length_is_the_longest_path(pieces):
    expected = max((longest(pieces, piece.key) for piece in pieces), default=timedelta())
    assert length(in_parallel(pieces)) == expected


@given(plans())
def test_the_sequential_length_is_the_sum_and_never_shorter_than_the_parallel_one(pieces):
    assert length(in_sequence(pieces)) == sum((piece.length for piece in pieces), timedelta())
    assert length(in_parallel(pieces)) <= length(in_sequence(pieces))


@given(plans())
def test_the_critical_path_is_a_path_of_that_length(pieces):
    by_key = {piece.key: piece for piece in pieces}
    path = critical_path(pieces)
    assert sum((by_key[key].length for key in path), timedelta()) == length(in_parallel(pieces))
    assert all(before in by_key[after].needs for before, after in itertools.pairwise(path))


@given(plans())
def test_nothing_starts_before_what_it_needs_is_finished(pieces):
    line = {placed.key: placed for placed in in_parallel(pieces)}
    assert all(line[need].finish <= line[piece.key].start for piece in pieces for need in piece.needs)


@given(plans())
def test_pieces_come_after_what_they_need(pieces):
    seen = set()
    for piece in in_order(pieces):
        assert piece.needs <= seen
        seen.add(piece.key)
    assert circle({piece.key: piece.needs for piece in pieces}) == []


@given(plans(), st.data())
def test_a_circle_is_found_and_is_one(pieces, data):
    needs = {piece.key: set(piece.needs) for piece in pieces}
    ring = data.draw(st.lists(st.integers(0, 20), min_size=1, max_size=6, unique=True))
    for key, need in zip(ring, [*ring[1:], ring[0]], strict=True):
        needs.setdefault(key, set()).add(need)
    found = circle(needs)
    assert found
    assert all(after in needs[before] for before, after in zip(found, [*found[1:], found[0]], strict=True))


def test_pieces_in_a_circle_have_no_order():
    with pytest.raises(ValueError, match="in a circle"):
        in_order([Piece(1, DAY, frozenset({2})), Piece(2, DAY, frozenset({1}))])


def test_avoidable_time_is_never_below_zero():
    assert avoidable(10 * DAY, 7 * DAY) == 3 * DAY
    assert avoidable(5 * DAY, 7 * DAY) == timedelta()


def test_the_target_is_seven_tenths_of_the_median():
    assert median_days(map(Decimal, (80, 94, 120))) == Decimal("94.0")
    assert median_days(map(Decimal, (80, 94, 95, 120))) == Decimal("94.5")
    assert target_days(Decimal("94.0")) == Decimal("65.8")
