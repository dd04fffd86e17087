"""The numbers of the story, out of real pulls by real definitions."""

from decimal import Decimal
from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import call_command
from django.db.models import Sum

from initiatives.models import Initiative
from initiatives.ownership import Standing
from initiatives.reports import ownership_of_initiative, time_by_standing, unmatched
from people.models import Person
from sample_company import places
from sample_company.cast import cast
from sample_company.evidencing import bring_evidence
from sample_company.founding import TILES, create
from sample_company.meeting import meet
from sample_company.story.customers import customers
from scorecards.models import Call, Interpretation, Meeting
from signals.buying_group import buying_group
from signals.counting import count_customers, newest_count
from signals.coverage import by_function
from signals.customers import known_as, links_of
from signals.likeness import plain_name
from signals.models import Party, PartyKey, PartyLink, Pull, Reject, Source, Work
from signals.shown import shared_readings
from signals.suggesting import suggest_joins
from tests.sample_company.conftest import ANCHOR, NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def readings(pulled_company):
    return {shown.key: shown for shown in shared_readings(TILES["atlas"], pulled_company())}


@pytest.mark.parametrize(
    ("key", "value", "within", "state"),
    [
        ("speed_to_lead", "3.7", "0.05", "off"),
        ("mql_to_sal", "0.31", "0.005", "off"),
        ("time_to_value", "19", "0.5", "on"),
        ("nrr", "1.08", "0.004", "watch"),
        ("cac", "14200", "50", "stale"),
        ("scope_lock_to_market", "74", "0", "watch"),
    ],
)
def test_a_reading_of_atlas_is_what_the_story_tells(readings, key, value, within, state):
    assert abs(readings[key].value - Decimal(value)) <= Decimal(within)
    assert readings[key].state == state


def test_the_readings_take_their_course_over_twelve_weeks(readings):
    course = {key: [Decimal(point["value"]) for point in shown.series if point["value"]] for key, shown in readings.items()}
    assert abs(course["speed_to_lead"][0] - Decimal("0.7")) < Decimal("0.05")
    assert round(course["mql_to_sal"][0], 2) in (Decimal("0.48"), Decimal("0.49"))
    assert course["time_to_value"][0] > 25
    assert all(after > before - Decimal("0.002") for before, after in pairwise(course["nrr"]))
    assert course["nrr"][-1] - course["nrr"][0] > Decimal("0.03")
    assert course["cac"] == sorted(course["cac"])
    assert len(course["cac"]) == 11
    assert course["scope_lock_to_market"] == [97, 91, 96, 92, 94, 74]


def test_the_dead_ledger_is_nine_days_old_though_it_was_pulled_just_now(readings):
    assert readings["cac"].age_text == "9 d ago"
    assert readings["cac"].stale
    assert not readings["nrr"].stale


def test_marketing_and_sales_disagree_on_what_a_qualified_lead_is(pulled_company):
    keys = ["qualified_leads_marketing", "qualified_leads_sales"]
    marketing, sales = shared_readings(keys, pulled_company())
    assert (marketing.value, sales.value) == (168, 118)
    assert (marketing.unsigned, sales.unsigned) == (["sales"], ["marketing"])


def test_every_row_is_counted_and_the_broken_ones_are_rejected_with_a_reason(pulled_company):
    sums = Pull.objects.aggregate(
        **{name: Sum(f"rows_{name}") for name in ("read", "new", "changed", "unchanged", "rejected", "deleted")}
    )
    assert sums["read"] == sums["new"] + sums["changed"] + sums["unchanged"] + sums["rejected"]
    assert sums["rejected"] == Reject.objects.count() > 0
    assert Work.objects.filter(deleted_at__isnull=False).exists()


def test_a_second_pull_changes_nothing(pulled_company):
    call_command("pull", "--all", stdout=StringIO(), stderr=StringIO())
    for source in Source.objects.all():
        last = Pull.objects.filter(source=source).latest("pk")
        assert (last.state, last.rows_new, last.rows_changed, last.rows_deleted) == ("done", 0, 0, 0)


def test_a_customer_is_one_across_the_systems_and_two_look_alikes_stay_two(pulled_company):
    systems = ("events_workspace", "crm_account", "studio_audience", "billing_customer")
    of = {}
    for key in PartyKey.objects.filter(namespace__in=systems).select_related("party"):
        of.setdefault(key.party.joined_to_id or key.party_id, set()).add(key.namespace)
    assert sum(len(found) >= 3 for found in of.values()) > 300
    twins = [PartyKey.objects.get(namespace="crm_account", value=twin.key("crm").lower()).party for twin in customers()[-2:]]
    assert len({party.joined_to_id or party.pk for party in twins}) == 2


def test_alike_names_are_suggested_and_the_two_look_alikes_are_told_apart(pulled_company):
    suggest_joins(at=pulled_company())
    meet(patience=0, say=lambda line: None, now=pulled_company)
    rejected = PartyLink.objects.get(state="rejected")
    assert {plain_name(rejected.a.name), plain_name(rejected.b.name)} == {"northwind carriers", "northwind carrier"}
    assert rejected.decided_by.name == "Tom Halvorsen"
    waiting = list(PartyLink.objects.to_decide().with_parties())
    assert any(plain_name(link.a.name) == plain_name(link.b.name) for link in waiting)


def test_most_records_lead_to_a_customer_and_some_customers_are_seen_by_all(pulled_company):
    found = count_customers(at=pulled_company())
    covered = {one.function: one.share for one in by_function(newest_count()[1])}
    assert covered["product"] > 0.9
    assert covered["creative"] > 0.9
    assert 0.9 < covered["marketing"] < 1  # campaigns and spend name nobody, and stand apart
    assert 100 < found.seen_by_all < found.customers


def test_a_customer_has_a_buying_group_with_titles(pulled_company):
    account = Party.objects.filter(kind="account", members__kind="person", members__name__contains=" ").first().customer
    known = known_as([account])[account.pk]
    group = buying_group(known, links_of([item.party for item in known]))
    assert any(member.role for member in group)


def test_the_systems_confirm_contest_and_name_an_agency_that_nobody_has_matched(pulled_company):
    bring_evidence(cast(), pulled_company)
    bring_evidence(cast(), pulled_company)
    report = ownership_of_initiative(Initiative.objects.get(slug="atlas"), pulled_company())
    assert (report.dark_days, [row.name for row in report.never_owned]) == (9, ["Lead routing", "Expansion signal"])
    of = {one.deliverable.name: one for one in report.deliverables}
    days = {name: dict(time_by_standing(one)) for name, one in of.items()}
    assert days["Enablement"][Standing.CONTESTED] == 3
    assert days["Creative"][Standing.UNKNOWN] == 5
    assert days["Positioning"][Standing.CONFIRMED] > 40
    assert [one for each in of.values() for one in unmatched(each)] == [("Studio", "Brightline Studio")]
    assert of["Enablement"].holder.name == "Tom Halvorsen"


def test_the_meeting_holds_three_against_one_and_says_only_what_the_readings_say(pulled_company):
    meet(patience=0, say=lambda line: None, now=pulled_company)
    last = Meeting.objects.get(initiative__slug="atlas", number=3)
    assert (last.of, last.decision.outcome, last.decision.conditions.count()) == (4, "hold", 2)
    assert last.decision.conditions.filter(metric__key="speed_to_lead", threshold=1, for_days=5).exists()
    assert Interpretation.objects.latest_of(last).text == (
        "Demand is there; the handoff to Sales is not. *46 of 118 leads waited over an hour*; 31% were accepted."
    )
    assert dict(Call.objects.filter(meeting=last).values_list("function", "call")) == {
        "product": "hold",
        "marketing": "go",
        "creative": "hold",
        "sales": "hold",
    }
    assert [meeting.decision.outcome for meeting in Meeting.objects.filter(initiative__slug="atlas").order_by("number")] == [
        "go",
        "hold",
        "hold",
    ]
    assert Meeting.objects.get(initiative__slug="beacon").opened_at is None


def test_creating_and_meeting_again_changes_nothing(pulled_company):
    meet(patience=0, say=lambda line: None, now=pulled_company)
    kept = places.load()
    before = [model.objects.count() for model in (Person, Initiative, Source, Meeting, Work)]
    create(anchor=ANCHOR, base_port=kept.base_port, now=NOW, say=lambda line: None)
    meet(patience=0, say=lambda line: None, now=pulled_company)
    assert [model.objects.count() for model in (Person, Initiative, Source, Meeting, Work)] == before
