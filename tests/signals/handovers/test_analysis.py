"""Handing over in an event log: a small log with its matrix worked out by hand, and what holds of any log."""

from collections import Counter
from datetime import timedelta
from itertools import groupby, pairwise

from hypothesis import given
from hypothesis import strategies as st

from signals.handovers import Step, analyse

HOUR, DAY = 3600.0, 86400.0
# a: Ada → Ben → Ben → Ada → Cleo, closed. b: Ada → Ben → Ada, closed. c: Ada → (nobody) → Ben, left at Check a month ago.
# d: Cleo alone, closed much later.
LOG = [
    Step("a", "Register", "Ada", "Desk", 0),
    Step("a", "Check", "Ben", "Back", 1 * HOUR),
    Step("a", "Decide", "Ben", "Back", 2 * HOUR),
    Step("a", "Ask", "Ada", "Desk", 12 * HOUR),
    Step("a", "Close", "Cleo", "Desk", 13 * HOUR),
    Step("b", "Register", "Ada", "Desk", 0),
    Step("b", "Check", "Ben", "Back", 3 * HOUR),
    Step("b", "Close", "Ada", "Desk", 33 * HOUR),
    Step("c", "Register", "Ada", "Desk", 0),
    Step("c", "Scan", "", "", 1 * HOUR),
    Step("c", "Check", "Ben", "Back", 2 * HOUR),
    Step("d", "Close", "Cleo", "Desk", 30 * DAY),
]


def counts(matrix) -> dict:
    return {(pair.sender, pair.receiver): pair.count for pair in matrix.pairs}


def test_the_matrix_of_resources_is_the_one_worked_out_by_hand():
    found = analyse(LOG).resources
    assert counts(found) == {
        ("Ada", "Ben"): 2, ("Ben", "Ada"): 2, ("Ben", "Ben"): 1, ("Ada", "Cleo"): 1,
    }  # fmt: skip
    assert found.number == 5


def test_the_matrix_of_groups_is_the_one_worked_out_by_hand():
    assert counts(analyse(LOG).groups) == {
        ("Desk", "Back"): 2, ("Back", "Desk"): 2, ("Back", "Back"): 1, ("Desk", "Desk"): 1,
    }  # fmt: skip


def test_waiting_is_from_one_step_to_the_next():
    waits = {(pair.sender, pair.receiver): pair for pair in analyse(LOG).resources.pairs}
    assert waits["Ada", "Ben"].median == timedelta(hours=2)
    assert waits["Ada", "Ben"].p90 == timedelta(hours=3)
    assert waits["Ben", "Ada"].waited == timedelta(hours=40)
    assert analyse(LOG).resources.costliest() == waits["Ben", "Ada"]
    assert analyse(LOG).resources.slowest(least=2) == waits["Ben", "Ada"]


def test_what_goes_straight_back_is_ping_pong_however_many_steps_it_took_there():
    found = analyse(LOG).resources
    assert (found.returned, found.returned_most) == (2, ("Ada", "Ben", 2))


def test_a_case_ends_nowhere_where_most_go_on_and_nothing_came_for_long():
    found = analyse(LOG)
    assert [(stop.activity, stop.cases, stop.reached, stop.examples) for stop in found.stops] == [("Check", 1, 3, ["c"])]
    assert found.unnamed == [("Scan", 1)]
    assert (found.steps, found.cases, found.end_nowhere, found.without_resource) == (12, 4, 1, 1)


def test_a_case_that_went_on_lately_may_still_go_on():
    def stops(*more):
        return [(stop.activity, stop.cases) for stop in analyse([*LOG, *more]).stops]

    assert stops(Step("e", "Register", "Ada", "Desk", 30 * DAY - HOUR)) == [("Check", 1)]
    assert stops(Step("e", "Register", "Ada", "Desk", DAY)) == [("Check", 1), ("Register", 1)]


def test_an_empty_log_says_nothing():
    found = analyse([])
    assert (found.steps, found.cases, found.resources.pairs, found.resources.costliest()) == (0, 0, [], None)


names = st.sampled_from(["", "Ada", "Ben", "Cleo"])


@st.composite
def logs(draw):
    steps = []
    for case in range(draw(st.integers(0, 4))):
        moments = sorted(draw(st.lists(st.integers(0, 1000), max_size=8, min_size=1)))
        steps += [Step(str(case), "x", draw(names), draw(names), float(at)) for at in moments]
    return steps


@given(logs())
def test_every_two_that_follow_each_other_are_counted_once(log):
    found = analyse(log)
    pairs: Counter = Counter()
    for _, case in groupby(log, key=lambda step: step.case):
        pairs.update((one.resource, other.resource) for one, other in pairwise(case) if one.resource and other.resource)
    assert counts(found.resources) == pairs
    assert found.resources.returned <= found.resources.number
    assert all(timedelta() <= pair.median <= pair.waited for pair in found.resources.pairs)
    assert found.end_nowhere <= found.cases


@given(logs())
def test_the_order_of_cases_does_not_matter(log):
    turned = sorted(log, key=lambda step: -int(step.case))
    assert analyse(turned).resources.pairs == analyse(log).resources.pairs
