"""The partition of a window, as a reference says it, instant by instant."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from initiatives.ownership import (
    Hold,
    Interval,
    Kind,
    Offer,
    coverage,
    dark,
    dark_time,
    days,
    never_owned,
    never_owned_time,
    once_held,
    partition,
    time_of,
    total,
    union,
)

START = datetime(2026, 11, 2, tzinfo=UTC)
HOURS = 40


def hour(number):
    return START + timedelta(hours=number)


WINDOW = Interval(hour(10), hour(30))
NOW = hour(30)
instants = st.integers(0, HOURS).map(hour)
people = st.integers(1, 4)


@st.composite
def holds(draw):
    start = draw(instants)
    return Hold(draw(people), start, draw(st.none() | st.just(start + timedelta(hours=draw(st.integers(1, 20))))))


@st.composite
def offers(draw):
    offered = draw(instants)
    answered = draw(st.none() | st.integers(0, 12).map(lambda number: offered + timedelta(hours=number)))
    return Offer(draw(people), offered, offered + timedelta(hours=draw(st.integers(1, 12))), answered)


many_holds, many_offers = st.lists(holds(), max_size=8), st.lists(offers(), max_size=4)


def said_by_the_rules(instant, held, offered):
    """Kind and holders at one instant, by the words of PRODUCT.md."""

    def covers(start, end):
        return start <= instant and (end is None or instant < end)

    waiting = [offer for offer in offered if covers(offer.offered, offer.answered)]
    holders = {hold.person for hold in held if covers(hold.start, hold.end)} - {offer.sender for offer in waiting}
    if holders:
        return (Kind.HELD if len(holders) == 1 else Kind.CONTESTED), holders
    in_window = any((offer.answered or NOW) <= offer.answer_by for offer in waiting)
    return (Kind.TRANSIT if in_window else Kind.DARK), set()


@given(many_holds, many_offers)
def test_the_segments_cover_the_window_exactly_and_never_overlap(held, offered):
    parts = partition(WINDOW, held, offered, NOW)
    assert (parts[0].start, parts[-1].end) == (WINDOW.start, WINDOW.end)
    assert all(first.end == second.start for first, second in pairwise(parts))
    assert all(part.length > timedelta() for part in parts)
    assert all((first.kind, first.people) != (second.kind, second.people) for first, second in pairwise(parts))


@given(many_holds, many_offers)
def test_every_instant_is_what_the_rules_say(held, offered):
    parts = partition(WINDOW, held, offered, NOW)
    for number in range(10, 30):
        instant = hour(number) + timedelta(minutes=30)
        part = next(part for part in parts if part.start <= instant < part.end)
        kind, holders = said_by_the_rules(instant, held, offered)
        assert part.kind is kind
        assert holders == set(part.people) if kind is not Kind.CONTESTED else holders <= set(part.people)


@given(many_holds, many_offers, st.randoms())
def test_the_answer_does_not_depend_on_the_order_of_the_records(held, offered, random):
    before = partition(WINDOW, held, offered, NOW)
    random.shuffle(held)
    random.shuffle(offered)
    assert partition(WINDOW, held, offered, NOW) == before


@given(many_holds, many_offers, holds())
def test_adding_a_holding_never_adds_dark_time(held, offered, another):
    before, after = (partition(WINDOW, some, offered, NOW) for some in (held, [*held, another]))
    assert union([*dark(before), *dark(after)]) == union(dark(before))
    assert time_of(Kind.TRANSIT, [after]) <= time_of(Kind.TRANSIT, [before])
    assert never_owned(before) or not never_owned(after)


@given(many_holds, many_offers)
def test_the_people_of_a_contested_segment_are_those_who_claimed_it_and_more_than_one(held, offered):
    for part in partition(WINDOW, held, offered, NOW):
        expected = {Kind.HELD: part.people[:1], Kind.DARK: (), Kind.TRANSIT: ()}.get(part.kind, part.people)
        assert part.people == expected
        assert part.kind is not Kind.CONTESTED or len(part.people) > 1


@given(many_offers)
def test_transit_lies_inside_an_acceptance_window_only(offered):
    for part in partition(WINDOW, [], offered, NOW):
        if part.kind is Kind.TRANSIT:
            inside = [offer for offer in offered if (offer.answered or NOW) <= offer.answer_by]
            waits = union(Interval(offer.offered, min(offer.answered or NOW, offer.answer_by)) for offer in inside)
            assert union([*waits, part.interval]) == waits


@given(st.lists(many_holds, max_size=4))
def test_dark_days_are_the_union_and_deliverable_days_the_sum(several):
    partitions = [partition(WINDOW, held, [], NOW) for held in several]
    together = total(dark_time(partitions))
    assert together <= time_of(Kind.DARK, partitions)
    assert together >= max((time_of(Kind.DARK, [parts]) for parts in partitions), default=timedelta())


@given(st.lists(many_holds, min_size=1, max_size=4), many_offers, holds(), st.data())
def test_dark_time_and_never_owned_time_together_never_grow_by_a_holding(several, offered, another, data):
    def unowned(holdings):
        partitions = [partition(WINDOW, held, offered, NOW) for held in holdings]
        return time_of(Kind.DARK, once_held(partitions)) + never_owned_time(partitions)

    which = data.draw(st.integers(0, len(several) - 1))
    more = [[*held, another] if number == which else held for number, held in enumerate(several)]
    assert unowned(more) <= unowned(several)


def test_an_empty_window_has_no_segment():
    assert partition(Interval(hour(5), hour(5)), [Hold(1, hour(0))], [], NOW) == []
    assert coverage([[]]) is None
    assert not never_owned([])


def test_coverage_is_held_time_over_needed_time_and_contested_time_is_not_held():
    held = [Hold(1, hour(10), hour(20)), Hold(2, hour(15), hour(20))]
    assert coverage([partition(WINDOW, held, [], NOW)]) == Decimal("0.25")


def test_what_two_people_claim_was_owned_by_somebody():
    contested = partition(WINDOW, [Hold(1, hour(0)), Hold(2, hour(0))], [], NOW)
    assert [part.kind for part in contested] == [Kind.CONTESTED]
    assert not never_owned(contested)
    assert never_owned(partition(WINDOW, [], [Offer(1, hour(12), hour(40))], NOW))


def test_days_have_one_decimal_and_halves_go_up():
    assert [days(timedelta(minutes=minutes)) for minutes in (71, 72, 1440)] == [Decimal("0.0"), Decimal("0.1"), Decimal("1.0")]
