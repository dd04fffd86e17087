"""The pages of a decision, for the owner, a head and a bystander."""

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from scorecards import services
from signals.models import Pull
from tests.scorecards.conftest import NOW, days

ROOM = "/initiatives/atlas/decision/"


@pytest.fixture(autouse=True)
def _now():
    cache.clear()
    with time_machine.travel(NOW + days(0, 1), tick=False):
        yield


def address(launch, name):
    return reverse(f"scorecards:{name}", args=[launch.meeting.pk])


def post(client, launch, name, **data):
    return client.post(address(launch, name), data)


def test_everybody_reads_the_room_and_each_is_offered_what_is_theirs(launch, client_of):
    first = {
        "owner": "Open the meeting",
        "sales": "Name a delegate for Sales",
        "member": "The meeting and its record",
    }
    for who, words in first.items():
        page = client_of(getattr(launch.staff, who)).get(ROOM).content.decode()
        assert words in page
        assert "Open the meeting" not in page or who == "owner"


def test_the_title_and_the_verdict_say_the_state(launch, client_of):
    client = client_of(launch.staff.member)
    assert (
        "<title>Atlas launch: decision 1 opens Fri 20 Nov, 09:00 \u2013 Revenue Arc</title>"
        in client.get(ROOM).content.decode()
    )
    launch.open()
    launch.gather("product")
    launch.call("product")
    page = client.get(ROOM).content.decode()
    assert "<title>Atlas launch: calls sealed, 1 of 4 in \u2013 Revenue Arc</title>" in page
    for words in (
        "1 of 4",
        "heads in the room",
        "GO needs",
        "Marketing, Creative and Sales in the room",
        "Sealed calls: Product",
    ):
        assert words in page


def test_no_page_shows_a_sealed_call_to_anybody(launch, client_of, django_user_model):
    launch.open()
    launch.gather("sales")
    launch.do(services.make_call, launch.staff.sales, call="nogo", sentence="Zebra crossing", confidence=13)
    admin = django_user_model.objects.create_superuser("root@example.com", "correct horse battery", name="Root")
    for who in (launch.staff.owner, launch.staff.sales, launch.staff.ceo, admin):
        client = client_of(who)
        for name in ("meeting", "screen", "brief"):
            assert "Zebra" not in client.get(address(launch, name)).content.decode()
        for path in (ROOM, "/decisions/", "/api/v1/meetings/", "/api/v1/decisions/", "/admin/scorecards/call/"):
            assert "Zebra" not in client.get(path).content.decode()


def test_the_owner_chooses_readings_schedules_and_reschedules(launch, client_of):
    client = client_of(launch.staff.owner)
    nrr, speed = launch.metrics["nrr"].pk, launch.metrics["speed_to_lead"].pk
    answer = client.post(f"{ROOM}readings/", {"metric_1": nrr, "metric_2": nrr})
    assert "NRR is chosen twice" in answer.content.decode()
    client.post(f"{ROOM}readings/", {"metric_1": nrr, "metric_2": speed, "required_2": "on"})
    rows = launch.initiative.required_readings.values_list("metric__key", "required")
    assert list(rows) == [("nrr", False), ("speed_to_lead", True)]
    form = {"question": "in market by Christmas?", "scheduled_for": "2026-11-20T12:00", "of": 5}
    assert post(client, launch, "reschedule", **form).status_code == 303
    assert "in market by Christmas?" in client.get(ROOM).content.decode()
    assert client.post(f"{ROOM}schedule/", form).status_code == 422


def test_a_launch_without_a_meeting_says_what_the_page_is_for(atlas, company, client_of):
    page = client_of(company.owner).get(ROOM).content.decode()
    assert "Choose the readings" in page
    assert "arc owner schedules" in client_of(company.member).get(ROOM).content.decode()
    assert client_of(company.member).get("/initiatives/nothing/decision/").status_code == 404


def test_a_tile_opens_down_to_its_definition_pulls_and_records(launch, client_of):
    client = client_of(launch.staff.member)
    page = client.get(reverse("scorecards:tile", args=[launch.meeting.pk, "speed_to_lead"])).content.decode()
    for words in ("/metrics/speed_to_lead/", "/metrics/speed_to_lead/records/", "Version 1", "Week of Mon 7 Sep", "0.7 h"):
        assert words in page
    part = client.get(
        reverse("scorecards:tile", args=[launch.meeting.pk, "speed_to_lead"]), headers={"HX-Request": "true"}
    ).content.decode()
    assert "<html" not in part
    assert client.get(reverse("scorecards:tile", args=[launch.meeting.pk, "nothing"])).status_code == 404
    assert "6 dark days" not in part
    assert "Enablement" in client.get(address(launch, "arc")).content.decode()


def test_a_tile_bears_what_happened_in_its_weeks_and_nothing_later(launch, client_of):
    source = launch.metrics["speed_to_lead"].definition.sources.first()
    for back in (9, -9):
        at = NOW - timedelta(days=back)
        Pull.objects.create(source=source, state="failed", due_at=at, finished_at=at, error="It was away.")
    tile = reverse("scorecards:tile", args=[launch.meeting.pk, "speed_to_lead"])
    client = client_of(launch.staff.member)
    page = client.get(tile).content.decode()
    assert page.count("could not be pulled: 1 failed pull") == 1
    assert 'class="nt is-outage"' in page
    assert "could not be pulled" in client.get(f"{tile}?export=csv&list=happened").getvalue().decode()


def test_a_brief_is_shown_verified_downloaded_and_held_beside_what_happened(launch, client_of):
    client = client_of(launch.staff.member)
    assert client.get(address(launch, "brief")).status_code == 404
    frozen = launch.open()
    page = client.get(address(launch, "brief")).content.decode()
    assert "Verified: unchanged since" in page
    assert frozen.sha256 in page
    assert re.search(r"NRR</th><td class=\"num\"><b>108%</b>", page)
    answer = client.get(f"/meetings/{launch.meeting.pk}/brief.json")
    assert json.loads(answer.content)["readings"][0]["key"] == "speed_to_lead"
    assert answer.content.decode() == frozen.text


def test_the_list_shows_what_is_under_way_and_what_was_decided(launch, client_of):
    client = client_of(launch.staff.member)
    assert "Scheduled" in client.get("/decisions/").content.decode()
    launch.open()
    launch.do(services.decide_nogo, launch.staff.owner, reason="No.")
    page = client.get("/decisions/").content.decode()
    assert "NO-GO" in page
    assert "Live launches without a meeting" in page


def test_once_a_meeting_is_decided_its_owner_is_led_to_the_next_from_every_page(launch, client_of):
    launch.open()
    launch.do(services.decide_nogo, launch.staff.owner, reason="No.")
    there = f'href="{ROOM}schedule/"'
    pages = (ROOM, address(launch, "meeting"), "/decisions/", "/initiatives/atlas/")
    owner, head = client_of(launch.staff.owner), client_of(launch.staff.sales)
    for path in pages:
        assert there in owner.get(path).content.decode(), path
        assert there not in head.get(path).content.decode(), path
    form = {"question": "in market by Christmas?", "scheduled_for": "2026-11-24T12:00", "of": 5}
    assert owner.post(f"{ROOM}schedule/", form).status_code == 303
    for path in pages:
        assert there not in owner.get(path).content.decode(), path


def test_a_head_who_dissents_keeps_the_reason_of_the_call_beside_the_dissent(launch, client_of):
    launch.make_ready()
    launch.do(services.dissent, launch.staff.sales, text="Paid media starts late.", commits=True)
    launch.do(services.decide_go, launch.staff.owner)
    client = client_of(launch.staff.member)
    assert "Ready.<br>Dissents, commits. Paid media starts late." in client.get(address(launch, "brief")).content.decode()
    assert "Ready. Dissents, commits. Paid media starts late." in client.get(address(launch, "meeting")).content.decode()


def test_the_stars_of_the_one_reading_are_drawn_and_never_shown(launch, client_of):
    launch.open()
    launch.gather()
    launch.interpret("Demand is *there* now.")
    client = client_of(launch.staff.sales)
    for name in ("agree", "dissent", "meeting"):
        assert "Demand is <b>there</b> now." in client.get(address(launch, name)).content.decode()
    assert "says: “Demand is there now.”" in post(client, launch, "agree", version=7).content.decode()
