"""What GO needs, as rules 17 to 20 say it."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from people.models import Function
from scorecards.rules import Needed, Room, go_needs, missing_for_go, quorum, tally

ALL = frozenset(Function.values)
READY = Room(
    charter_in_force=True,
    opened=True,
    revealed=True,
    present=ALL,
    answered=ALL,
    has_interpretation=True,
    readings=[Needed("nrr", "NRR", "watch"), Needed("cac", "CAC", "off")],
)


def codes(room):
    return [missing.requirement for missing in missing_for_go(room)]


def test_a_room_where_everything_is_there_lacks_nothing():
    assert codes(READY) == []


def test_a_reading_off_its_target_does_not_stand_in_the_way_but_a_stale_or_unknown_one_does():
    readings = [
        Needed("nrr", "NRR", "off"),
        Needed("cac", "CAC", "stale"),
        Needed("ttv", "TTV", "unknown", ["Events"]),
    ]
    missing = missing_for_go(replace(READY, readings=readings))
    assert [item.sentence for item in missing] == ["CAC is stale.", "TTV is unknown: no data from Events."]


def test_go_needs_every_head_and_names_the_one_who_is_missing():
    room = replace(READY, present=ALL - {"sales"}, names={"sales": "Tom Halvorsen"})
    assert [item.sentence for item in missing_for_go(room)] == ["Sales is not in the room (Tom Halvorsen)."]


def test_go_needs_an_interpretation_answered_by_each():
    assert codes(replace(READY, answered=ALL - {"creative"})) == ["agreed:creative"]
    assert codes(replace(READY, answered=[], has_interpretation=False)) == ["interpretation"]


def test_go_needs_a_charter_in_force_which_nobody_can_waive():
    assert codes(replace(READY, charter_in_force=False, waived=["charter"])) == ["charter"]


def test_go_needs_the_calls_revealed_and_before_that_the_meeting_open():
    assert codes(replace(READY, revealed=False, waived=["revealed"])) == ["revealed"]
    assert codes(replace(READY, opened=False, revealed=False)) == ["opened"]


def test_a_waiver_takes_away_exactly_its_requirement():
    room = replace(READY, present=ALL - {"sales"}, readings=[Needed("cac", "CAC", "stale"), Needed("nrr", "NRR", "stale")])
    assert codes(replace(room, waived=["stale:cac"])) == ["present:sales", "stale:nrr"]


def test_the_quorum_is_four_voices_or_a_waived_absence():
    assert quorum(READY)
    room = replace(READY, present=ALL - {"sales"})
    assert not quorum(room)
    assert quorum(replace(room, waived=["present:sales"]))


@given(
    st.sets(st.sampled_from(Function.values)),
    st.sets(st.sampled_from(Function.values)),
    st.lists(st.sampled_from(["on", "watch", "off", "stale", "unknown"]), max_size=6),
)
def test_waiving_everything_that_can_be_waived_leaves_nothing_waivable(present, answered, states):
    readings = [Needed(f"m{place}", f"M{place}", state) for place, state in enumerate(states)]
    room = replace(READY, present=present, answered=answered, readings=readings)
    assert codes(replace(room, waived=codes(room))) == []


def test_the_button_says_what_is_missing_in_a_few_words():
    room = replace(
        READY, present=ALL - {"sales", "creative"}, answered=[], readings=[Needed("cac", "CAC", "stale")], revealed=False
    )
    assert go_needs(missing_for_go(room), {"cac": "CAC"}) == [
        "Creative and Sales in the room",
        "answers from all four heads",
        "CAC fresh",
        "the calls revealed",
    ]


def test_the_calls_are_tallied_in_a_sentence():
    assert (
        tally({"product": "hold", "marketing": "go", "creative": "hold", "sales": "hold"}) == "3 heads call hold, one calls go"
    )
    assert tally(dict.fromkeys(Function.values, "go")) == "All four heads call go"
    assert tally({"product": "nogo"}) == "1 head calls no-go"
    assert tally({}) == ""
