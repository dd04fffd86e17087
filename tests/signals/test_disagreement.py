"""Two rules for one thing over the same records: who counts what, and which part of a rule explains how much."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from signals.disagreement import compared, disagreement
from signals.evaluation import Counted, Step
from signals.models import Metric
from signals.services import agree_on, sign_definition, take_back
from tests.signals.metrics import define
from tests.signals.rows import NOW, a_customer, a_signal, a_source, day, roll_up, some_work

SCORED = {"kind": "count", "what": {"signals": "scored"}, "window": "7 days"}
QUALIFIED = {"kind": "count", "what": {"events": "status", "work": "lead", "to": "qualified"}, "window": "7 days"}


def became(what, back):
    return [("status", what, "", day(back))]


@pytest.fixture
def rules(db):
    """Marketing scores leads 1 to 4; sales qualifies 1, 5 and (last month) 3, keeps 2 as new, and never saw 4."""
    marketing, sales = a_source("Campaigns", function="marketing"), a_source("CRM")
    origins = {number: some_work(marketing, f"L{number}", title=f"Lead {number}", opened_at=day(4)) for number in range(1, 6)}
    for number in range(1, 5):
        a_signal(marketing, "scored", day(3), work=origins[number])
    events = {1: became("qualified", 2), 2: became("new", 2), 3: became("qualified", 20), 5: became("qualified", 1)}
    for number, happened in events.items():
        some_work(sales, f"Q{number}", opened_at=day(4), origin=origins[number], events=happened)
    roll_up()
    told = {"topic": "Qualified leads", "functions": ["marketing", "sales"]}
    mine = define("by_marketing", marketing, definition=SCORED, name="As marketing counts", function="marketing", **told)
    theirs = define("by_sales", sales, definition=QUALIFIED, name="As sales counts", function="sales", **told)
    return mine, theirs


def told(comparison):
    return {(group.first, group.part, group.words): [item.title for item in group.things] for group in comparison.groups}


def test_each_record_is_counted_by_one_or_both_and_the_rule_part_that_leaves_it_out_is_named(rules):
    found = disagreement(*rules, NOW).comparison
    assert (found.mine, found.theirs, len(found.both)) == (D(4), D(2), 1)
    assert told(found) == {
        (True, "source", "not in CRM"): ["Lead 4"],
        (True, "what happened", "there, but never became qualified"): ["Lead 2"],
        (True, "window", "outside its window"): ["Lead 3"],
        (False, "what is counted", "there, but without a “scored”"): ["Q5"],
    }
    assert [(step["change"], step["after"]) for step in found.bridge()][-1] == (D(1), D(2))


def test_what_only_one_counts_is_found_by_customer_where_no_record_names_its_work(db):
    crm, events = a_source(), a_source("Events", function="product")
    acme, bolt, cobalt = (a_customer(crm, name) for name in ("Acme", "Bolt", "Cobalt"))
    also_acme = a_customer(events, "acme.io", joined_to=acme)
    for party, back in ((also_acme, 2), (bolt, 3), (bolt, 4)):
        a_signal(events, "active", day(back), party=party)
    for number, party in enumerate((acme, cobalt)):
        some_work(crm, number, kind="deal", status_category="won", closed_at=day(5), party=party)
    first = define("active", events, definition={"kind": "distinct", "what": {"signals": "active"}, "window": "7 days"})
    won = {"kind": "distinct", "what": {"work": "deal", "by": "closed", "category": "won"}, "window": "7 days"}
    found = disagreement(first, define("won", crm, definition=won), NOW).comparison
    assert (found.mine, found.theirs, found.by_work) == (D(2), D(2), False)
    assert [item.customer for group in found.only(True) for item in group.things] == ["Bolt"]
    assert [item.customer for group in found.only(False) for item in group.things] == ["Cobalt"]


def test_a_status_that_differs_and_a_value_that_differs_are_told(db):
    crm, books = a_source(), a_source("Books", function="")
    for number, (category, amount, billed) in enumerate([("won", 100, 90), ("won", 50, 50), ("lost", 70, 70)]):
        deal = some_work(crm, number, kind="deal", status_category=category, amount=amount, closed_at=day(5))
        some_work(books, number, kind="deal", amount=billed, status_category="won", closed_at=day(5), origin=deal)
    spec = {"kind": "sum", "what": {"work": "deal", "by": "closed", "category": "won"}, "window": "7 days"}
    found = disagreement(define("billed", books, definition=spec), define("sold", crm, definition=spec), NOW).comparison
    assert (found.mine, found.theirs) == (D(210), D(150))
    assert [(group.part, group.change) for group in found.groups] == [("status category", D(-70))]
    assert found.value_change == D(10)
    assert len(found.valued_differently) == 1


def test_rules_of_different_kinds_are_not_compared_record_by_record(rules):
    spec = {"kind": "cohort", "work": "lead", "enters": {"field": "opened"}, "reaches": {"field": "closed"}, "window": "7 days"}
    found = disagreement(rules[0], define("share", *rules[1].sources.all(), definition=spec), NOW)
    assert found.comparison is None
    assert found.why_not


def test_records_that_name_no_customer_are_told_and_never_compared_as_zero(db):
    crm = a_source()
    for back in (2, 3):
        a_signal(crm, "visit", day(back))
    mine, theirs = define("visits", crm), define("more_visits", crm, name="More visits", target=5)
    found = disagreement(mine, theirs, NOW)
    assert found.comparison is None
    assert found.why_not.startswith("2 records of Visits and 2 records of More visits name no customer")
    a_signal(crm, "visit", day(4), party=a_customer(crm, "Acme"))
    found = disagreement(mine, theirs, NOW)
    assert (found.comparison.mine, found.comparison.theirs) == (D(1), D(1))
    assert "2 records of Visits" in found.why_not


def test_numbers_in_different_units_are_not_compared(rules):
    found = disagreement(rules[0], define("share", *rules[1].sources.all(), definition=QUALIFIED, unit="%"), NOW)
    assert found.comparison is None
    assert "different units" in found.why_not


def test_the_number_of_queries_does_not_grow_with_the_records(rules, django_assert_max_num_queries):
    crm = rules[1].sources.get()
    for number in range(10, 40):
        some_work(crm, number, opened_at=day(3), events=became("qualified", 2))
    with django_assert_max_num_queries(14):
        assert disagreement(*rules, NOW).comparison.theirs == D(32)


THINGS = st.dictionaries(st.integers(1, 12), st.integers(-5, 9), max_size=9)


@given(THINGS, THINGS)
def test_the_parts_explain_the_whole_difference_whatever_the_records(mine, theirs):
    def things(values):
        return [Counted(thing, D(value), 1, NOW, "", "", None, None) for thing, value in values.items()]

    why = {thing: Step(f"part {thing % 3}", "", "") for thing in range(1, 13)}
    found = compared(things(mine), things(theirs), left_out_by_first=why, left_out_by_second=why)
    assert (found.mine, found.theirs) == (sum(mine.values()), sum(theirs.values()))
    assert found.mine + sum(step["change"] for step in found.bridge()) == found.theirs
    alone = sum(len(group.things) for group in found.groups)
    assert alone + len(found.both) == len({*mine, *theirs})


def test_an_agreement_takes_effect_when_the_heads_of_both_have_signed_it(rules, company):
    mine, theirs = rules
    sign_definition(definition=theirs, by=company.sales, at=NOW)
    made = agree_on(rule=theirs, instead_of=mine, by=company.sales, at=NOW + timedelta(hours=1))
    assert Metric.objects.in_use().count() == 2
    sign_definition(definition=made, by=company.sales, at=NOW + timedelta(hours=1))
    assert Metric.objects.in_use().count() == 2
    assert (made.version, made.spec, made.signed_by()) == (2, theirs.spec, ["sales"])
    sign_definition(definition=made, by=company.marketing, at=NOW + timedelta(hours=2))
    metric, replaced = Metric.objects.get(key="by_sales"), Metric.objects.get(key="by_marketing")
    assert "instead of As marketing counts (definition 1)" in made.note
    assert (metric.name, metric.function, replaced.replaced_by) == ("Qualified leads", "", metric)
    with pytest.raises(ValidationError, match="replaced already"):
        agree_on(rule=mine, instead_of=made, by=company.sales, at=NOW + timedelta(hours=2))


def test_a_proposal_is_turned_down_by_either_head_and_both_rules_stay(rules, company):
    mine, theirs = rules
    made = agree_on(rule=theirs, instead_of=mine, by=company.sales, at=NOW)
    back = take_back(definition=made, by=company.marketing, at=NOW)
    assert (back.version, back.functions, back.instead_of) == (3, theirs.functions, None)
    with pytest.raises(ValidationError, match="newer version"):
        sign_definition(definition=made, by=company.sales, at=NOW)
    with pytest.raises(ValidationError, match="Nothing is proposed here any more"):
        take_back(definition=back, by=company.marketing, at=NOW)
    assert Metric.objects.in_use().count() == 2


def test_two_things_are_never_agreed_to_be_one(rules, company):
    other = define("other", *rules[0].sources.all(), topic="Something else")
    with pytest.raises(ValidationError, match="no topic in common"):
        agree_on(rule=rules[0], instead_of=other, by=company.sales, at=NOW)
