"""What the page of a log says: sentences that somebody can act on, and nothing of what says nothing."""

from signals.handovers import Step, analyse, pairs_of, sentences_of

HOUR, DAY = 3600.0, 86400.0


def case(name, *steps):
    """Steps one after the other: who does what, and how long after the one before."""
    at, made = 0.0, []
    for who, activity, wait in steps:
        at += wait
        made.append(Step(name, activity, who, who, at))
    return made


def analysed(*cases):
    return analyse([step for one in cases for step in one])


def told(*cases):
    found = analysed(*cases)
    return sentences_of(found, found.resources)


def many(number, *steps):
    return [case(f"{steps[0][0]}-{place}", *steps) for place in range(number)]


def test_one_odd_case_makes_no_headline():
    often = many(20, ("Ada", "Register", 0), ("Ben", "Close", 2 * HOUR))
    said = told(*often, case("odd", ("Cleo", "Register", 0), ("Dan", "Close", 300 * DAY)))
    assert said[0].startswith("Start with Ada to Ben:")
    assert "The slowest tenth makes up 99% of all the waiting: go through these cases first." in said[1]


def test_the_longest_waits_are_named_with_their_cases():
    often = many(20, ("Ada", "Register", 0), ("Ben", "Close", 2 * HOUR))
    matrix = analysed(*often, case("odd", ("Cleo", "Open", 0), ("Dan", "Close", DAY))).resources
    first = matrix.longest[0]
    assert (first.case, first.sender, first.receiver, first.activity) == ("odd", "Cleo", "Dan", "Close")
    assert [wait.waited for wait in matrix.longest] == sorted([wait.waited for wait in matrix.longest], reverse=True)
    assert [(pair.sender, pair.count) for pair in pairs_of(matrix)] == [("Ada", 20), ("Cleo", 1)]


def test_a_name_that_names_nobody_is_said_and_is_no_headline():
    said = told(*many(30, ("Ada", "Register", 0), ("EMPTY", "Check", 9 * DAY), ("Ben", "Close", HOUR)))
    assert not any("Ada to EMPTY" in sentence for sentence in said)
    assert "33% of the steps are by “EMPTY”, which names nobody: find out who does them." in said


def test_what_stops_is_told_with_how_many_reach_the_step():
    going = many(9, ("Ada", "Register", 0), ("Ben", "Close", HOUR))
    late = case("late", ("Ada", "Register", 400 * DAY), ("Ben", "Close", HOUR))
    said = told(*going, case("left", ("Ada", "Register", 0)), late)
    assert said[-1] == (
        "1 case of 11 (9%) stops at a step after which most go on, most often “Register” (1 of the 11 that reach it). "
        "If that is no end, somebody should take them up again."
    )


def test_going_straight_back_asks_for_what_done_means():
    said = told(*many(6, ("Ada", "Write", 0), ("Ben", "Check", HOUR), ("Ada", "Close", HOUR)))
    back = "most often from Ada to Ben and back to Ada (6): say what “done” means before it is handed over."
    assert any(back in sentence for sentence in said)


def test_waits_under_a_minute_are_one():
    said = told(*many(30, ("Ada", "Write", 0), ("Ben", "Check", 20.0)))
    assert "Half of 30 handovers are taken up within 1 m, nine in ten within 1 m." in said
