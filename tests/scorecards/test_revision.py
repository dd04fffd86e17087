"""Everyone in the room sees the same revision: 204 while nothing changed, at the price of one query."""

from decimal import Decimal

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from initiatives import services as initiatives
from scorecards import services
from scorecards.revision import revision_of
from signals.models import Source
from tests.scorecards.conftest import NOW, days, read

ROOM = "/initiatives/atlas/decision/"
LATER = NOW + days(0, 1)


@pytest.fixture(autouse=True)
def _now():
    cache.clear()
    with time_machine.travel(LATER, tick=False):
        yield


def token():
    return revision_of(at=LATER, slug="atlas").token


def test_an_unchanged_revision_answers_204_with_one_query_of_its_own(launch, client_of):
    client = client_of(launch.staff.sales)
    client.get(ROOM)
    seen = token()
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(ROOM, {"rev": seen}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert [("scorecards" in query["sql"]) for query in queries] == [False, False, True]


def test_another_revision_answers_the_fragment_with_its_title_and_what_changed(launch, client_of):
    client = client_of(launch.staff.sales)
    before = token()
    launch.open()
    answer = client.get(ROOM, {"rev": before}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in answer
    assert "<title>Atlas launch: calls sealed, 0 of 4 in" in answer
    assert "Priya Raman opened the meeting; the brief is frozen." in answer
    assert f"rev={token()}" in answer


def test_a_reading_a_pull_or_a_handoff_moves_the_revision_before_the_brief_is_frozen(launch):
    seen = [token()]
    read(launch.metrics["nrr"], Decimal("1.2"), NOW)
    seen.append(token())
    Source.objects.filter(name="CRM").update(last_success_at=NOW)
    seen.append(token())
    positioning = launch.initiative.deliverables.get(slug="positioning")
    initiatives.offer_handoff(
        deliverable=positioning,
        receiver=launch.staff.sales,
        acceptance_criteria="A page.",
        by=launch.staff.marketing,
        at=NOW,
    )
    seen.append(token())
    assert len(set(seen)) == len(seen)


def test_the_same_changes_do_not_move_it_once_the_brief_is_frozen(launch):
    launch.open()
    seen = token()
    read(launch.metrics["nrr"], Decimal("1.2"), NOW)
    assert token() == seen
    launch.gather("sales")
    assert token() != seen


def test_an_expiring_waiver_moves_it_and_a_decision_stills_it(launch):
    launch.open()
    waiver = launch.do(
        services.ask_waiver, launch.staff.owner, requirement="present:sales", reason="Ill.", expires_at=NOW + days(2)
    )
    services.grant_waiver(waiver=waiver, by=launch.staff.coo, at=launch.at())
    assert revision_of(at=NOW + days(3), slug="atlas").token != token()
    launch.do(services.decide_nogo, launch.staff.owner, reason="No.")
    assert revision_of(at=NOW + days(9), slug="atlas").token == token()


def test_a_revision_is_drawn_once_for_all_readers_and_shown_with_three_queries(launch, client_of):
    first, second = client_of(launch.staff.owner), client_of(launch.staff.sales)
    first.get(ROOM)
    with CaptureQueriesContext(connection) as queries:
        page = second.get(ROOM).content.decode()
    assert len(queries) == 3
    assert "Open the meeting" not in page


def test_readers_in_two_zones_share_a_revision_and_read_their_own_clocks(launch, client_of):
    launch.staff.sales.time_zone = "Asia/Tokyo"
    launch.staff.sales.save()
    assert "Fri 20 Nov, 09:00" in client_of(launch.staff.owner).get(ROOM).content.decode()
    assert "Fri 20 Nov, 18:00" in client_of(launch.staff.sales).get(ROOM).content.decode()


def test_the_queries_of_a_drawn_page_do_not_grow_with_readings_kept(launch, client_of):
    client = client_of(launch.staff.owner)
    client.get(ROOM)
    cache.clear()
    with CaptureQueriesContext(connection) as before:
        client.get(ROOM)
    for number in range(20):
        read(launch.metrics["nrr"], Decimal(number), NOW - days(1) + days(0, 1) * number / 24)
    cache.clear()
    with CaptureQueriesContext(connection) as after:
        client.get(ROOM)
    assert len(after) == len(before)


def test_an_act_changes_the_readers_buttons_and_nothing_else_keeps_them(launch, client_of):
    launch.open()
    client = client_of(launch.staff.sales)
    page = client.get(ROOM).content.decode()
    assert "I am in the room" in page
    launch.gather("product")
    again = client.get(ROOM).content.decode()
    buttons = [text.split('id="acts-')[1][:8] for text in (page, again)]
    assert buttons[0] == buttons[1]
    launch.gather("sales")
    assert client.get(ROOM).content.decode().split('id="acts-')[1][:8] != buttons[0]


def test_a_screen_that_polls_after_its_session_ended_is_sent_to_sign_in_again(launch, client):
    answer = client.get(ROOM, {"rev": token()}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (204, "true")
    assert client.get(ROOM).headers["location"].startswith("/sign-in/")
