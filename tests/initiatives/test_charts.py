"""The ownership strip: where its parts stand, and what its sentence says."""

from datetime import timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives.charts import Holder, percent, strip, ticks
from initiatives.ownership import Hold, Interval, Kind, Offer, Segment, partition
from tests.initiatives.days import friday, monday, thursday, tuesday, wednesday

ADA, BEN = 1, 2
HOLDERS = {ADA: Holder("Ada Byron", "AB", "marketing"), BEN: Holder("Ben Voss", "BV")}
WEEK = Interval(monday(0), friday(0))


def drawn(*segments, now=None):
    return strip(list(segments), HOLDERS, WEEK, now or friday(0))


def test_a_bar_takes_its_share_of_the_axis_and_the_hue_of_its_holder():
    bar = drawn(Segment(Kind.HELD, tuesday(0), wednesday(0), (ADA,))).bars[0]
    assert (bar.x, bar.width, bar.function, bar.label) == ("25.00%", "25.00%", "marketing", "Ada Byron")
    assert bar.says == "Held by Ada Byron, 1 days"


def test_a_narrow_bar_shows_initials_and_the_narrowest_nothing():
    narrow = Segment(Kind.HELD, monday(0), monday(6), (ADA,))
    assert (drawn(narrow).bars[0].label, drawn(narrow).bars[0].mark) == ("", "AB")
    thin = drawn(Segment(Kind.HELD, monday(0), monday(1), (ADA,))).bars[0]
    assert (thin.label, thin.mark) == ("", "")


def test_dark_says_how_many_days_and_contested_whose():
    dark = Segment(Kind.DARK, monday(0), wednesday(12))
    assert drawn(dark, Segment(Kind.HELD, wednesday(12), friday(0), (ADA,))).bars[0].label == "2.5 d"
    assert drawn(dark).bars[0].label == "Never owned, 2.5 d"
    contested = drawn(Segment(Kind.CONTESTED, monday(0), tuesday(0), (ADA, BEN)))
    assert contested.bars[0].says == "Contested by Ada Byron and Ben Voss, 1 days"
    assert contested.parts[0].who == "Ada Byron and Ben Voss"


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (Segment(Kind.HELD, wednesday(0), friday(0), (BEN,)), "Held 4 days. Ben Voss holds it now."),
        (Segment(Kind.DARK, wednesday(0), friday(0)), "Held 2 days and dark 2 days. Nobody has held it since Wed 4 Nov."),
        (Segment(Kind.TRANSIT, wednesday(0), friday(0)), "Held 2 days and in transit 2 days. In transit since Wed 4 Nov."),
        (
            Segment(Kind.CONTESTED, wednesday(0), friday(0), (ADA, BEN)),
            "Held 2 days and contested 2 days. Ada Byron and Ben Voss both claim it since Wed 4 Nov.",
        ),
    ],
)
def test_the_sentence_says_the_times_and_how_it_stands(last, words):
    assert drawn(Segment(Kind.HELD, monday(0), wednesday(0), (ADA,)), last).sentence == words


def test_never_owned_and_not_needed_yet_have_sentences_of_their_own():
    never = drawn(Segment(Kind.DARK, monday(0), friday(0)))
    assert (never.sentence, never.never) == ("Never owned: nobody held it for 4 days.", True)
    assert drawn().sentence == "Not needed yet."


def test_what_ended_has_an_end_and_what_runs_has_none():
    parts = drawn(Segment(Kind.HELD, monday(0), tuesday(0), (ADA,)), Segment(Kind.HELD, tuesday(0), friday(0), (BEN,))).parts
    assert [part.end for part in parts] == [tuesday(0), None]


@given(st.lists(st.tuples(st.integers(0, 95), st.integers(1, 40), st.sampled_from([ADA, BEN])), max_size=8))
def test_bars_never_leave_the_axis_and_cover_it(holds):
    held = [Hold(who, monday(0) + timedelta(hours=at), monday(0) + timedelta(hours=at + long)) for at, long, who in holds]
    offers = [Offer(ADA, thursday(0), thursday(9))]
    bars = strip(partition(WEEK, held, offers, friday(0)), HOLDERS, WEEK, friday(0)).bars
    assert float(bars[0].x[:-1]) == 0
    assert all(float(bar.x[:-1]) + float(bar.width[:-1]) <= 100.4 for bar in bars)
    assert sum(float(bar.width[:-1]) for bar in bars) >= 99.9


def test_ticks_show_today_and_the_scope_lock_and_never_touch():
    axis = Interval(monday(0), monday(0, week=12))
    shown = ticks(axis, monday(0, week=11), ZoneInfo("UTC"), locked=monday(0, week=4))
    labels = [tick.label for tick in shown]
    assert "Today" in labels
    assert "30 Nov, scope lock" in labels
    places = [float(tick.x[:-1]) for tick in shown]
    assert all(later - earlier > 7 for earlier, later in pairwise(places))


def test_an_instant_outside_the_axis_stands_at_its_end():
    assert percent(monday(0, week=-1), WEEK) == 0
    assert percent(monday(0, week=3), WEEK) == 100
