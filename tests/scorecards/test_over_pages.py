"""Forms whose moment is over say what happened and where to go; nothing is offered that cannot be done."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from scorecards import services
from tests.scorecards.conftest import NOW, days


@pytest.fixture(autouse=True)
def _now():
    cache.clear()
    with time_machine.travel(NOW + days(0, 1), tick=False):
        yield


@pytest.fixture
def decided(launch):
    launch.make_ready()
    launch.do(services.decide_go, launch.staff.owner)
    return launch


def url(launch, name):
    return reverse(f"scorecards:{name}", args=[launch.meeting.pk])


@pytest.mark.parametrize("name", ["decide", "open", "reveal", "interpret", "waive", "reschedule"])
def test_a_form_of_a_decided_meeting_says_what_was_decided(decided, client_of, words, name):
    client = client_of(decided.staff.owner)
    page = client.get(url(decided, name))
    assert page.status_code == 200
    assert "Priya Raman decided GO on Fri 20 Nov 2026, 09:15. A decision is taken once. See the decision view" in words(page)
    assert "Schedule the next decision" in words(page)
    sent = client.post(url(decided, name), {"outcome": "hold"})
    assert sent.status_code == 422
    assert "Nothing was changed." in words(sent)


def test_a_head_is_told_the_same(decided, client_of, words):
    for name in ("present", "leave", "delegate", "call", "agree", "dissent"):
        page = words(client_of(decided.staff.sales).get(url(decided, name)))
        assert "This was decided" in page
        assert "Schedule the next decision" not in page


def test_an_open_meeting_is_not_opened_again_nor_moved(launch, client_of, words):
    launch.open()
    client = client_of(launch.staff.owner)
    for name in ("open", "reschedule"):
        assert "Priya Raman opened this meeting on Fri 20 Nov 2026, 09:01; its brief is frozen." in words(
            client.get(url(launch, name))
        )
    again = client.get(reverse("scorecards:schedule", args=["atlas"]))
    assert "Atlas launch, decision 1 of 4 is scheduled, and not decided yet." in words(again)


def test_a_meeting_opened_a_day_early_shows_when_it_took_place(launch, client_of, words):
    early = NOW - days(1)
    services.open_meeting(meeting=launch.meeting, by=launch.staff.owner, at=early)
    client = client_of(launch.staff.owner)
    launch.meeting.refresh_from_db()
    assert launch.meeting.held_at == early
    assert "Meeting Thu 19 Nov, 09:00" in words(client.get("/initiatives/atlas/decision/"))
    assert "Thu 19 Nov 2026, 09:00 (planned for Fri 20 Nov, 09:00)" in words(client.get(url(launch, "meeting")))


def test_a_meeting_opened_within_the_hour_keeps_its_time(launch):
    launch.meeting.opened_at = NOW - timedelta(minutes=60)
    assert launch.meeting.held_at == NOW
