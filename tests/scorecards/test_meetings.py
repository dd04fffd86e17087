"""Scheduling and opening a meeting: the brief is frozen, hashed and chained (rule 16)."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from initiatives import services as initiatives
from revenue_arc.canonical import sha256_of
from scorecards import facts, services
from scorecards.models import Brief, Meeting
from tests.scorecards.conftest import NOW, days, read


def test_only_the_owner_schedules_and_opens(launch):
    with pytest.raises(ValidationError, match="Only the arc owner, Priya Raman, can open the meeting"):
        launch.do(services.open_meeting, launch.staff.ceo)
    with pytest.raises(ValidationError, match="Only the arc owner"):
        services.schedule_meeting(
            initiative=launch.initiative, question="now?", scheduled_for=NOW, by=launch.staff.sales, at=NOW
        )


def test_an_initiative_has_one_undecided_meeting_at_a_time(launch):
    with pytest.raises(ValidationError, match="undecided meeting"):
        services.schedule_meeting(
            initiative=launch.initiative, question="again?", scheduled_for=NOW, by=launch.staff.owner, at=NOW
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.create(
            initiative=launch.initiative, number=2, of=4, question="?", scheduled_for=NOW, called_by=launch.staff.owner
        )


def test_a_meeting_is_scheduled_ahead_and_moved_until_it_is_open(launch):
    with pytest.raises(ValidationError, match="lies ahead"):
        launch.do(services.reschedule_meeting, launch.staff.owner, question="when?", scheduled_for=NOW - days(1), of=4)
    launch.do(services.reschedule_meeting, launch.staff.owner, question="when?", scheduled_for=NOW + days(1), of=4)
    launch.open()
    with pytest.raises(ValidationError, match="part of the frozen brief"):
        launch.do(services.reschedule_meeting, launch.staff.owner, question="why?", scheduled_for=NOW + days(1), of=4)


def test_opening_freezes_values_versions_pulls_ages_ownership_and_cycle_facts(launch):
    frozen = launch.open()
    content = json.loads(frozen.text)
    assert frozen.sha256 == sha256_of(frozen.text)
    assert content["previous"] is None
    speed = content["readings"][0]
    assert (speed["key"], speed["value"], speed["version"], speed["state"], speed["age"]) == (
        "speed_to_lead", "3.7", 1, "off", 7260,
    )  # fmt: skip
    assert speed["required"] is True
    assert content["ownership"]["dark_days"] == "6"
    assert content["cycle"]["target_days"] == "65.8"
    assert content["cycle"]["forecast_days"] == "74"
    assert content["charter"]["owner"]["name"] == "Priya Raman"
    assert content["heads"]["sales"] == "Tom Halvorsen"
    assert [track["name"] for track in content["arc"]["tracks"]] == ["Scope", "Positioning", "Creative", "Enablement"]


def test_what_happens_after_the_opening_does_not_change_the_brief(launch):
    frozen = launch.open()
    read(launch.metrics["nrr"], None, NOW + days(1))
    assert Brief.objects.get().text == frozen.text
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        Brief.objects.update(text="{}")
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        Brief.objects.all().delete()


def test_a_meeting_opens_once_and_only_with_readings_chosen(launch):
    launch.initiative.required_readings.all().delete()
    with pytest.raises(ValidationError, match="Choose the readings"):
        launch.open()
    with pytest.raises(ValidationError, match="at least one reading"):
        services.choose_readings(initiative=launch.initiative, metrics=[], by=launch.staff.owner, at=NOW)
    metrics = [(metric, True) for metric in launch.metrics.values()]
    services.choose_readings(initiative=launch.initiative, metrics=metrics, by=launch.staff.owner, at=NOW)
    launch.open()
    with pytest.raises(ValidationError, match="brief is frozen since"):
        launch.open()


def test_the_next_brief_holds_the_hash_of_the_one_before(launch):
    first = launch.open()
    launch.do(services.decide_nogo, launch.staff.owner, reason="Not now.")
    launch.meeting = services.schedule_meeting(
        initiative=launch.initiative,
        question="now?",
        scheduled_for=NOW + days(8),
        of=4,
        by=launch.staff.owner,
        at=NOW + days(7),
    )
    second = services.open_meeting(meeting=launch.meeting, by=launch.staff.owner, at=NOW + days(8))
    assert launch.meeting.number == 2
    assert json.loads(second.text)["previous"] == first.sha256
    assert second.previous == first


def test_what_happened_in_a_meeting_is_never_moved(launch):
    launch.open()
    with pytest.raises(IntegrityError, match="never moved"), transaction.atomic():
        Meeting.objects.update(opened_at=NOW + days(3))
    with pytest.raises(IntegrityError, match="never goes back"), transaction.atomic():
        Meeting.objects.update(revision=0)


def test_the_number_of_queries_to_freeze_does_not_grow_with_deliverables_and_holdings(launch):
    with CaptureQueriesContext(connection) as before:
        facts.of_meeting(launch.fresh(), NOW)
    for number in range(5):
        made = initiatives.add_deliverable(
            initiative=launch.initiative, name=f"More {number}", function="sales", by=launch.staff.owner, at=NOW - days(3)
        )
        initiatives.name_holder(deliverable=made, person=launch.staff.member, by=launch.staff.owner, at=NOW - days(3))
    with CaptureQueriesContext(connection) as after:
        facts.of_meeting(launch.fresh(), NOW)
    assert len(after) == len(before)
