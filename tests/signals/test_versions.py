"""What changed between two versions of a definition, and who signed which."""

from signals.definitions.differences import Difference, differences, formula

WIN_RATE = {
    "key": "win_rate",
    "name": "Win rate",
    "definition": {
        "kind": "ratio",
        "numerator": [{"work": "opportunity", "by": "closed", "category": ["won"]}],
        "denominator": [{"work": "opportunity", "by": "closed", "category": ["won", "lost"]}],
        "window": "12 weeks",
    },
    "unit": "%",
    "target": "0.25",
    "sources": ["CRM"],
    "functions": ["sales"],
}


def changed(**after):
    return differences(WIN_RATE, {**WIN_RATE, **after})


def test_what_did_not_change_is_not_told():
    assert changed() == []
    assert changed(name="Share won") == []


def test_each_part_that_changed_is_told_in_words():
    spec = {**WIN_RATE["definition"], "window": "4 weeks"}
    assert changed(definition=spec, target="0.3", functions=["marketing", "sales"]) == [
        Difference("Window", "12 weeks", "4 weeks"),
        Difference("Target", "25%", "30%"),
        Difference("Heads that sign", "sales", "marketing, sales"),
    ]


def test_targets_are_in_the_measure_of_the_metric_and_exact():
    assert changed(target="0.2505", watch="0.20") == [Difference("Target", "25%", "25.05%"), Difference("Watch", "", "20%")]
    hours, money = {"unit": "h", "target": "4"}, {"unit": "money", "currency": "USD", "target": "14200"}
    assert differences({"unit": "h"}, hours) == [Difference("Target", "", "4 h")]
    assert ("Target", "14200 USD") in formula(money)


def test_a_changed_selection_is_told_as_the_sentence_tells_it():
    below = [{"work": "opportunity", "by": "closed", "category": ["won", "lost", "dropped"]}]
    assert changed(definition={**WIN_RATE["definition"], "denominator": below}) == [
        Difference(
            "Denominator",
            "the number of won or lost opportunities that closed",
            "the number of won, lost or dropped opportunities that closed",
        )
    ]


def test_what_comes_in_and_what_goes_is_told_with_the_other_side_empty():
    without = {name: value for name, value in WIN_RATE.items() if name != "target"}
    assert differences(without, WIN_RATE) == [Difference("Target", "", "25%")]
    assert differences(WIN_RATE, without) == [Difference("Target", "25%", "")]


def test_a_selection_that_only_hides_behind_its_name_is_told():
    def of(key):
        terms = [{"signals": [key], "measure": "sum", "called": "cost"}]
        return {**WIN_RATE, "definition": {**WIN_RATE["definition"], "numerator": terms}}

    [found] = differences(of("cost.sales"), of("cost.all"))
    assert "cost.sales" in found.was
    assert "cost.all" in found.now
