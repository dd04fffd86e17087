"""The launches as the console itself reports them, for several anchors and hours: what the mock tells must come out."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from initiatives.leaving import left_behind
from initiatives.models import Delegation, Handoff, Initiative, ProgressUpdate
from initiatives.reports import cycle_of, ownership_of_initiative
from people.models import Person
from sample_company.cast import cast, found_company, hire
from sample_company.launches.atlas import replay_atlas
from sample_company.launches.beacon import replay_beacon
from sample_company.launches.past import replay_past
from sample_company.story.days import Days

pytestmark = pytest.mark.django_db
DAYS = Days(date(2026, 11, 20))
NOW = DAYS.at(0, 10)


@pytest.fixture(scope="module")
def launches(django_db_setup, django_db_blocker):
    """All seven, replayed once for this module and rolled back at its end: seconds of work."""
    with django_db_blocker.unblock(), transaction.atomic():
        found_company(DAYS)
        hire(DAYS, "correct horse battery")
        past = replay_past(cast(), DAYS)
        atlas = replay_atlas(cast(), DAYS, 10.0, past, NOW)
        yield {"past": past, "atlas": atlas, "beacon": replay_beacon(cast(), DAYS, 10.0, past)}
        transaction.set_rollback(True)


@pytest.fixture
def people(launches):
    return cast()


@pytest.fixture
def baseline(launches):
    return launches["past"]


@pytest.fixture
def atlas(launches):
    return launches["atlas"]


def test_the_five_past_launches_took_97_91_96_92_and_94_days(baseline):
    assert [cycle_of(launch, NOW).cycle_days for launch in baseline] == [97, 91, 96, 92, 94]
    assert {launch.slug for launch in Initiative.objects.live()} == {"atlas", "beacon"}


def test_one_past_launch_missed_while_every_function_hit_its_number(baseline):
    said = ProgressUpdate.objects.filter(initiative__slug="cobalt").values_list("text", flat=True)
    assert sum("hit its number" in text for text in said) == 5
    assert any("missed" in text for text in said)


def test_atlas_is_53_days_in_forecast_74_against_66_from_94(atlas):
    cycle = cycle_of(atlas, NOW)
    assert (cycle.so_far_days, cycle.forecast_days, cycle.baseline_days) == (53, 74, 94)
    assert round(cycle.target_days) == 66
    assert (cycle.sequential_days, cycle.parallel_days, cycle.avoidable_days) == (94, 65, 9)
    assert cycle.dark_path.without_dark_days == 65
    assert cycle.withheld == []


def test_atlas_was_dark_for_nine_days_in_two_gaps_and_two_jobs_were_never_owned(atlas):
    ownership = ownership_of_initiative(atlas, NOW)
    assert ownership.dark_days == 9
    assert [gap.length.days for gap in ownership.dark] == [6, 3]
    assert [row.name for row in ownership.never_owned] == ["Lead routing", "Expansion signal"]
    assert ownership.handoffs.number == 31
    assert dict(ownership.handoffs.rejections)["Missing information"] == 2


def test_a_batch_of_118_leads_was_rejected_and_is_dark_in_toms_inbox_now(atlas, people):
    batch = Handoff.objects.filter(batch_size=118)
    assert [handoff.answer for handoff in batch.order_by("offered_at")] == ["rejected", ""]
    assert [handoff.items.count() for handoff in batch.order_by("offered_at")] == [0, 118]
    waiting = list(Handoff.objects.waiting_on(people["Tom Halvorsen"], NOW).darkest_first(NOW))
    assert [handoff.title.split(",")[0] for handoff in waiting[:3]] == [
        "118 Atlas MQLs",
        "Enablement deck v2",
        "Pricing page copy",
    ]
    assert (NOW - waiting[0].dark_since(NOW)).total_seconds() == (2 * 24 + 3) * 3600


def test_atlas_has_a_charter_that_four_heads_acknowledged_one_with_a_reservation(atlas):
    charter = atlas.charter_in_force(NOW)
    assert charter.owner.name == "Priya Raman"
    assert charter.confirmed
    assert [said.function for said in charter.acknowledgements.all() if said.reservation] == ["sales"]


def test_diego_answers_for_elena_while_she_is_away(launches, people):
    [delegation] = Delegation.objects.at(NOW)
    assert (delegation.person, delegation.delegate) == (people["Elena Popova"], people["Diego Santos"])


def test_beacon_has_a_name_on_everything_and_little_dark(launches):
    beacon = launches["beacon"]
    ownership = ownership_of_initiative(beacon, NOW)
    assert ownership.dark_days == Decimal("1.5")
    assert ownership.never_owned == []
    assert cycle_of(beacon, NOW).forecast_days == 60


def test_hugo_left_this_morning_and_what_he_held_is_orphaned(launches, people):
    beacon, hugo = launches["beacon"], people["Hugo Brandt"]
    behind = left_behind(hugo, NOW)
    assert [holding.deliverable.name for holding in behind.holdings] == ["Launch webinar"]
    assert [handoff.batch_size for handoff in behind.received] == [40]
    assert not hugo.seats.at(NOW).exists()
    asked = beacon.action_items.get(holding__person=hugo)
    assert (asked.person.name, asked.text) == (
        "Priya Raman",
        "Name a holder for Launch webinar: Hugo Brandt, who held it, left on Fri 20 Nov.",
    )
    webinar = next(
        one
        for one in ownership_of_initiative(beacon, NOW + timedelta(hours=2)).deliverables
        if str(one.deliverable) == "Launch webinar"
    )
    assert webinar.state == "dark"


@pytest.mark.parametrize("anchor", [date(2026, 11, 22), date(2027, 4, 1)])
def test_the_story_holds_for_any_day_and_hour(people, baseline, anchor):
    days = Days(anchor)
    now = datetime(anchor.year, anchor.month, anchor.day, 15, 20, tzinfo=UTC)
    with transaction.atomic():
        Initiative.objects.filter(slug="atlas").update(slug="atlas-of-another-day")
        atlas = replay_atlas(people, days, 15 + 20 / 60, baseline, now)
        cycle, ownership = cycle_of(atlas, now), ownership_of_initiative(atlas, now)
        transaction.set_rollback(True)
    assert (round(cycle.so_far_days), round(cycle.forecast_days), ownership.dark_days) == (53, 74, 9)


def test_hiring_again_changes_nobody_and_a_new_password_is_set_for_all(people):
    before = {person.pk: person.password for person in Person.objects.all()}
    hire(DAYS, "correct horse battery")
    assert {person.pk: person.password for person in Person.objects.all()} == before
    hire(DAYS, "another good password")
    assert all(person.check_password("another good password") for person in Person.objects.all())
