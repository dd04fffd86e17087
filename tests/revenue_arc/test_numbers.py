"""Whole numbers that an address asks for."""

import pytest

from revenue_arc.numbers import whole


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("12", 12), ("9" * 18, 10**18 - 1)])
def test_digits_are_a_whole_number(text, number):
    assert whole(text) == number


@pytest.mark.parametrize("text", [None, "", "²", "1²", "٣", "-1", "+1", " 1", "1_0", "9" * 19])
def test_anything_else_is_none(text):
    assert whole(text) is None


def test_more_digits_than_asked_for_are_none():
    assert whole("1234", digits=3) is None
