"""Claims, holdings, handoffs, time zones, days on which the clocks change: how each piece of the window stands."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives.ownership import APART, Claim, Hold, Interval, Kind, Offer, Standing, dark, laid, partition, total, weigh
from tests.initiatives.days import friday, monday, thursday, tuesday, wednesday

HOURS = 60
ZONES = [UTC, *map(ZoneInfo, ("Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"))]
# In each of these spans the clocks of one of the zones change, forwards or back; Lord Howe's by half an hour.
STARTS = [datetime(2026, *day, tzinfo=UTC) for day in ((3, 28), (10, 24), (3, 7), (10, 31), (4, 4), (10, 3), (6, 1))]
zones, offsets, people = st.sampled_from(ZONES), st.integers(0, HOURS), st.integers(1, 3)


@st.composite
def spans(draw, start, make):
    first, last = sorted(draw(st.tuples(offsets, offsets)))
    begun = (start + timedelta(hours=first)).astimezone(draw(zones))
    ended = draw(st.none() | st.just((start + timedelta(hours=last + 1)).astimezone(draw(zones))))
    return make(draw, begun, ended)


def a_claim(draw, begun, ended):
    is_known = draw(st.integers(0, 3)) > 0
    person = draw(st.none() | people) if is_known else None
    return Claim(1, person, begun, ended, draw(st.sampled_from(["Jira", "CRM"])), "x" if not is_known else "", is_known)


def an_offer(draw, begun, ended):
    return Offer(draw(people), begun, begun + timedelta(hours=draw(st.integers(1, 9))), ended, draw(people))


@st.composite
def worlds(draw):
    """A window, holdings, offers and claims, each instant written in a zone of its own."""
    start = draw(st.sampled_from(STARTS))
    holds = draw(st.lists(spans(start, lambda draw, begun, ended: Hold(draw(people), begun, ended)), max_size=4))
    offers = draw(st.lists(spans(start, an_offer), max_size=2))
    claims = draw(st.lists(spans(start, a_claim), max_size=5))
    window = Interval(start.astimezone(draw(zones)), (start + timedelta(hours=HOURS)).astimezone(draw(zones)))
    return window, holds, offers, claims


def weighed(world, claims=None, apart=timedelta()):
    window, holds, offers, told = world
    recorded = partition(window, holds, offers, window.end)
    return weigh(recorded, told if claims is None else claims, offers, apart)


def whole(window):
    return window.end.astimezone(UTC) - window.start.astimezone(UTC)


@given(worlds(), st.sampled_from([timedelta(), APART, timedelta(hours=5)]))
def test_the_pieces_cover_the_window_exactly_and_never_overlap(world, apart):
    pieces = weighed(world, apart=apart)
    assert (pieces[0].segment.start, pieces[-1].segment.end) == (world[0].start, world[0].end)
    assert all(one.segment.end == other.segment.start for one, other in pairwise(pieces))
    assert sum((one.segment.length for one in pieces), timedelta()) == whole(world[0]) == timedelta(hours=HOURS)
    segments = laid(pieces)
    assert all((one.kind, one.people) != (other.kind, other.people) for one, other in pairwise(segments))


@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_records_and_claims_does_not_matter(world, chance):
    window, *rows = world
    mixed = [chance.sample(some, len(some)) for some in rows]
    assert weighed((window, *mixed)) == weighed(world)


@given(worlds(), st.sampled_from(ZONES))
def test_the_zone_in_which_an_instant_is_written_does_not_matter(world, zone):
    def written(instant):
        return instant and instant.astimezone(zone)

    window, holds, offers, claims = world
    elsewhere = (
        Interval(written(window.start), written(window.end)),
        [replace(one, start=written(one.start), end=written(one.end)) for one in holds],
        [
            replace(
                one,
                offered=written(one.offered),
                answer_by=written(one.answer_by.astimezone(UTC)),
                answered=written(one.answered),
            )
            for one in offers
        ],
        [replace(one, start=written(one.start), end=written(one.end)) for one in claims],
    )
    assert weighed(elsewhere) == weighed(world)


@given(worlds(), st.sampled_from([timedelta(), APART]))
def test_a_claim_overwrites_no_holding_and_adds_no_dark(world, apart):
    before, after = weighed(world, claims=[]), weighed(world, apart=apart)
    start = world[0].start.astimezone(UTC)
    for hour in range(HOURS):
        old, new = (at(pieces, start + timedelta(hours=hour)).segment for pieces in (before, after))
        assert new.kind in (old.kind, Kind.CONTESTED)
        assert set(old.people) <= set(new.people)
    assert total(dark(laid(after))) <= total(dark(laid(before)))


@given(worlds())
def test_a_claim_that_agrees_confirms_and_changes_no_segment(world):
    recorded = laid(weighed(world, claims=[]))
    agreeing = [Claim(1, one.people[0], one.start, one.end, "Jira") for one in recorded if one.kind is Kind.HELD]
    pieces = weighed(world, claims=agreeing)
    assert laid(pieces) == recorded
    assert {one.standing for one in pieces if one.segment.kind is Kind.HELD} <= {Standing.CONFIRMED}


@given(worlds())
def test_a_resource_that_nobody_knows_is_shown_and_changes_no_segment(world):
    unknown = [replace(claim, person=None, is_known=False) for claim in world[3]]
    pieces = weighed(world, claims=unknown)
    assert laid(pieces) == laid(weighed(world, claims=[]))
    for one in pieces:
        expected = one.claims and one.segment.kind is not Kind.CONTESTED
        assert (one.standing is Standing.UNKNOWN) == bool(expected)


def at(pieces, instant):
    return next(one for one in pieces if one.segment.start <= instant < one.segment.end)


ADA, BEN, CARLA = 1, 2, 3
WEEK = Interval(monday(0), friday(0))
ADAS = (Hold(ADA, monday(0)),)


def standing(*claims, holds=ADAS, offers=(), apart=APART):
    recorded = partition(WEEK, holds, offers, WEEK.end)
    return [(one.standing.value, one.segment.start, one.segment.people) for one in weigh(recorded, claims, offers, apart)]


def test_agreement_confirms_contradiction_contests_and_silence_leaves_the_record_as_it_is():
    told = [Claim(1, ADA, monday(0), tuesday(0), "Jira"), Claim(1, BEN, wednesday(0), thursday(0), "CRM")]
    assert standing(*told) == [
        ("confirmed", monday(0), (ADA,)),
        ("recorded", tuesday(0), (ADA,)),
        ("contested", wednesday(0), (ADA, BEN)),
        ("recorded", thursday(0), (ADA,)),
    ]


def test_where_neither_record_nor_system_names_anybody_it_is_dark():
    held = (Hold(ADA, monday(0), tuesday(0)),)
    assert standing(Claim(1, None, tuesday(0), None, "Jira"), holds=held)[-1] == ("dark", tuesday(0), ())


def test_a_system_that_names_somebody_where_the_record_names_nobody_contests_the_dark():
    assert standing(Claim(1, BEN, tuesday(0), None, "Jira"), holds=())[-1] == ("contested", tuesday(0), (BEN,))


@pytest.mark.parametrize("named", [ADA, BEN])
def test_while_an_offer_waits_a_system_that_names_one_of_its_sides_does_not_contradict(named):
    offer = Offer(ADA, tuesday(0), wednesday(0), thursday(0), BEN)
    held = (Hold(ADA, monday(0), tuesday(0)), Hold(BEN, thursday(0)))
    assert ("dark", tuesday(0), ()) in standing(Claim(1, named, tuesday(0), thursday(0), "Jira"), holds=held, offers=[offer])


def test_while_an_offer_waits_a_system_that_names_a_third_contradicts():
    offer = Offer(ADA, tuesday(0), wednesday(0), thursday(0), BEN)
    found = standing(Claim(1, CARLA, tuesday(0), thursday(0), "Jira"), holds=(), offers=[offer])
    assert ("contested", tuesday(0), (CARLA,)) in found


@pytest.mark.parametrize(("minutes", "expected"), [(60, "recorded"), (61, "contested")])
def test_two_clicks_for_one_act_may_lie_an_hour_apart(minutes, expected):
    held = (Hold(ADA, monday(0), tuesday(0)), Hold(BEN, tuesday(0)))
    claim = Claim(1, ADA, monday(0), tuesday(0) + timedelta(minutes=minutes), "Jira")
    assert standing(claim, holds=held)[1][0] == expected


def test_short_claims_that_follow_each_other_contradict_as_one():
    hands = [
        Claim(1, who, tuesday(place), tuesday(place + 1), "Jira", about="ATL-1")
        for place, who in enumerate((BEN, CARLA, BEN, CARLA))
    ]
    contested = [one for one in standing(*hands) if one[0] == "contested"]
    assert [(start, people) for _, start, people in contested] == [
        (tuesday(place), (ADA, who)) for place, who in enumerate((BEN, CARLA, BEN, CARLA))
    ]
    elsewhere = [replace(one, about=f"ATL-{place}") for place, one in enumerate(hands)]
    assert "contested" not in [one[0] for one in standing(*elsewhere)]


@given(worlds())
def test_cutting_a_claim_in_two_changes_no_segment(world):
    cut = []
    for claim in world[3]:
        middle = claim.start + timedelta(minutes=30)
        if claim.end is not None and middle >= claim.end:
            cut.append(claim)
        else:
            cut += [replace(claim, end=middle), replace(claim, start=middle)]
    assert laid(weighed(world, claims=cut, apart=APART)) == laid(weighed(world, apart=APART))
