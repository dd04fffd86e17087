"""Two at once: one wins, the other gets a sentence, and nothing is half done."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from scorecards import services
from scorecards.models import Brief, Call, Decision, Interpretation, Meeting
from tests.scorecards.conftest import NOW, days

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Do the acts in threads of their own, at one moment; what each returned or how it was refused."""
    gate = Barrier(len(acts))

    def run(act):
        try:
            gate.wait(timeout=20)
            return act()
        except ValidationError as refusal:
            return refusal.messages
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def refusals(results):
    return [result for result in results if isinstance(result, list)]


def test_two_decisions_at_once_leave_one_and_a_sentence(launch):
    launch.make_ready()
    owner, meeting = launch.staff.owner, launch.meeting
    results = at_once(
        lambda: services.decide_go(meeting=meeting, by=owner, at=NOW + days(0, 1)),
        lambda: services.decide_nogo(meeting=meeting, reason="No.", by=owner, at=NOW + days(0, 1)),
    )
    assert Decision.objects.count() == 1
    (refused,) = refusals(results)
    assert "A decision is taken once; nothing was changed." in refused[0]


def test_two_openings_at_once_freeze_one_brief(launch):
    act = lambda: services.open_meeting(meeting=launch.meeting, by=launch.staff.owner, at=NOW)  # noqa: E731
    results = at_once(act, act)
    assert Brief.objects.count() == 1
    assert "brief is frozen since" in refusals(results)[0][0]


def test_two_meetings_scheduled_at_once_leave_one(launch):
    launch.open()
    launch.do(services.decide_nogo, launch.staff.owner, reason="No.")
    ask = {"initiative": launch.initiative, "question": "now?", "scheduled_for": NOW + days(9), "by": launch.staff.owner}
    act = lambda: services.schedule_meeting(**ask, at=NOW + days(1))  # noqa: E731
    results = at_once(act, act)
    assert Meeting.objects.under_way().count() == 1
    assert "undecided meeting" in refusals(results)[0][0]


def test_the_last_two_calls_at_once_reveal_all_four(launch):
    launch.open()
    launch.gather()
    launch.call("product", "marketing")
    said = {"meeting": launch.meeting, "call": "go", "sentence": "Ready.", "confidence": 80, "at": NOW + days(0, 1)}
    results = at_once(
        lambda: services.make_call(**said, by=launch.staff.creative), lambda: services.make_call(**said, by=launch.staff.sales)
    )
    assert refusals(results) == []
    assert Call.objects.count() == 4
    assert launch.fresh().state == "revealed"


def test_an_answer_and_an_edit_at_once_never_leave_an_answer_to_what_was_not_read(launch):
    launch.open()
    launch.gather()
    launch.interpret("Demand is there.")
    later = NOW + days(0, 1)
    at_once(
        lambda: services.agree(meeting=launch.meeting, by=launch.staff.sales, at=later, version=1),
        lambda: services.interpret(meeting=launch.meeting, text="Demand is gone.", by=launch.staff.owner, at=later),
    )
    standing = Interpretation.objects.latest_of(launch.meeting)
    assert (standing.version, standing.agreements.count()) == (2, 0)
