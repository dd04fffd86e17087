"""The conditions of a decision reach their person before the day, and the arc owner after it (rule 20)."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from initiatives import services as initiatives
from people.models import Message
from scorecards import services
from scorecards.escalation import escalate, write_digests
from scorecards.models import Condition
from scorecards.services import ConditionDraft
from tests.scorecards.conftest import NOW, days

pytestmark = pytest.mark.django_db
THURSDAY, MONDAY = datetime(2026, 11, 26, 9, tzinfo=UTC), datetime(2026, 11, 30, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def held(launch):
    """HOLD until two conditions are met by Friday 27 November: one by hand of sales, one by a reading, of marketing."""
    launch.open()
    due, metric = date(2026, 11, 27), launch.metrics["nrr"]
    drafts = [
        ConditionDraft("Lead routing has one holder", launch.staff.sales, due),
        ConditionDraft("NRR read again", launch.staff.marketing, due, metric, "fresh"),
    ]
    launch.do(services.decide_hold, launch.staff.owner, until=NOW + days(10), conditions=drafts)
    return launch


@pytest.fixture
def told(clock):
    """`told(at)`: whom the escalations of that instant tell of conditions, and of what step."""

    def run(at):
        clock.move_to(at)
        before = set(Message.objects.values_list("pk", flat=True))
        escalate(at=at)
        escalate(at=at)
        new = Message.objects.exclude(pk__in=before).filter(key__startswith="condition-").select_related("person")
        return sorted((message.person.name, message.key.split(":")[1]) for message in new)

    return run


def test_a_condition_is_reminded_of_once_and_told_to_the_arc_owner_once_it_is_overdue(held, told):
    assert told(THURSDAY - days(0, 1)) == []
    assert told(THURSDAY) == [("Luis Ferreira", "due"), ("Tom Halvorsen", "due")]
    assert told(THURSDAY + days(2)) == []
    owner, both = ("Priya Raman", "overdue"), [("Luis Ferreira", "overdue"), ("Tom Halvorsen", "overdue")]
    assert told(MONDAY) == sorted([owner, owner, *both])
    assert told(MONDAY + days(1)) == []


def test_a_message_leads_to_the_meeting_and_says_how_its_condition_is_met(held, told):
    told(THURSDAY)
    by_hand = Message.objects.get(person=held.staff.sales, kind="due")
    assert by_hand.subject == "Due Fri 27 Nov: Atlas launch, Lead routing has one holder"
    assert by_hand.path == f"/meetings/{held.meeting.pk}/"
    assert by_hand.text == "It names Tom Halvorsen. Say so when it came true, or ask the arc owner to."
    by_reading = Message.objects.get(person=held.staff.marketing, kind="due")
    assert by_reading.text == "It names Luis Ferreira. It ticks itself when the reading meets it."


def test_nobody_is_told_of_what_came_true_of_a_stopped_launch_or_against_their_wish(held, told, clock):
    services.meet_condition(condition=Condition.objects.get(metric=None), by=held.staff.sales, at=NOW + days(1))
    held.staff.marketing.mail_now = False
    held.staff.marketing.save()
    assert told(THURSDAY) == []
    assert told(MONDAY) == [("Priya Raman", "overdue")]
    initiatives.stop_launch(initiative=held.initiative, by=held.staff.owner, at=MONDAY)
    held.staff.marketing.mail_now = True
    held.staff.marketing.save()
    assert told(MONDAY + days(1)) == []


def test_the_digest_has_conditions_and_what_is_overdue_of_others(held, clock):
    clock.move_to(MONDAY)
    write_digests(at=MONDAY)
    assert write_digests(at=MONDAY) == 0
    digests = {message.person: message.text for message in Message.objects.filter(kind="digest")}
    assert "To do\n- Fri 27 Nov, overdue: Lead routing has one holder (Atlas launch)" in digests[held.staff.sales]
    assert "- Fri 27 Nov: NRR read again (Atlas launch), Luis Ferreira" in digests[held.staff.owner]
    assert "Overdue, of others" not in digests[held.staff.sales]


def test_the_number_of_queries_does_not_grow_with_the_conditions(held, django_assert_max_num_queries):
    decision = held.fresh().decision
    for number in range(10):
        decision.conditions.create(text=f"{number}", person=held.staff.sales, due=date(2026, 11, 27))
    with django_assert_max_num_queries(15):
        escalate(at=NOW)
