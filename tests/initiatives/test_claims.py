"""Claims over a partition: the window stays covered exactly, and no claim ever hides dark time by itself."""

from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from initiatives.ownership import Claim, Hold, Interval, Kind, partition, with_claims
from tests.initiatives.days import monday

START = monday(0)
hours = st.integers(0, 120).map(lambda number: START + timedelta(hours=number))
people = st.integers(1, 3)
WINDOW = Interval(START, START + timedelta(hours=120))


@st.composite
def spans(draw, make):
    start, end = sorted(draw(st.tuples(hours, hours)))
    return make(draw(people), start, end + timedelta(hours=1))


holds = st.lists(spans(Hold), max_size=4)
claims = st.lists(spans(lambda person, start, end: Claim(1, person, start, end, "Ana")), max_size=4)


@given(holds, claims)
def test_the_window_stays_covered_without_overlap(held, claimed):
    segments = with_claims(partition(WINDOW, held, [], WINDOW.end), claimed)
    assert (segments[0].start, segments[-1].end) == (WINDOW.start, WINDOW.end)
    assert all(one.end == other.start for one, other in pairwise(segments))
    assert all((one.kind, one.people) != (other.kind, other.people) for one, other in pairwise(segments))


@given(holds, claims)
def test_a_claim_turns_time_contested_and_nothing_else(held, claimed):
    before = partition(WINDOW, held, [], WINDOW.end)
    after = with_claims(before, claimed)

    def kind(segments, instant):
        return next(one.kind for one in segments if one.start <= instant < one.end)

    for hour in range(120):
        instant = START + timedelta(hours=hour)
        assert kind(after, instant) in (kind(before, instant), Kind.CONTESTED)


@given(holds)
def test_claims_that_agree_change_nothing(held):
    before = partition(WINDOW, held, [], WINDOW.end)
    agreeing = [
        Claim(1, segment.people[0], segment.start, segment.end, "HubSpot") for segment in before if segment.kind is Kind.HELD
    ]
    nobody = [Claim(1, None, segment.start, segment.end, "HubSpot") for segment in before if segment.kind is Kind.DARK]
    assert with_claims(before, [*agreeing, *nobody]) == before
