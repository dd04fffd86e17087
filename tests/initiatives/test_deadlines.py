"""Action items: reminded before their day, told further up after it, once each, in working time."""

from datetime import date

import pytest
import time_machine

from initiatives import services
from initiatives.digest import write_digests
from initiatives.escalation import escalate
from initiatives.working_hours import WorkingHours
from people.models import Message
from tests.initiatives.days import friday, monday, saturday, sunday, thursday, tuesday
from tests.initiatives.test_escalation import own

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(monday(8), tick=False) as traveller:
        yield traveller


@pytest.fixture
def item(launch, ben, company):
    """What Ben is to do by Friday, on a launch that Priya Raman owns."""
    own(launch, company)
    return services.add_action_item(
        initiative=launch.initiative, text="Call the bank.", person=ben, due=friday(9).date(), by=company.owner, at=monday(8)
    )


@pytest.fixture
def told(clock):
    """`told(at)`: whom the escalations of that instant tell of action items, and of what step."""

    def run(at):
        clock.move_to(at)
        before = set(Message.objects.values_list("pk", flat=True))
        escalate(at=at)
        escalate(at=at)
        new = Message.objects.exclude(pk__in=before).filter(key__startswith="action-").select_related("person")
        return {(message.person.name, message.key.split(":")[1]) for message in new}

    return run


def test_an_item_is_reminded_of_on_the_working_day_before_and_told_to_the_arc_owner_on_the_one_after(item, told):
    assert told(thursday(8, 59)) == set()
    assert told(thursday(9)) == {("Ben", "due")}
    assert told(friday(16)) == set()
    assert told(saturday(12)) | told(sunday(12)) | told(monday(8, 59, week=1)) == set()
    assert told(monday(9, week=1)) == {("Ben", "overdue"), ("Priya Raman", "overdue")}
    assert told(tuesday(9, week=1)) == set()
    overdue, *_ = Message.objects.filter(key__startswith="action-")
    assert overdue.subject == "Overdue since Fri 6 Nov: Atlas, Call the bank."
    assert (overdue.text, overdue.path) == ("It names Ben.", "/initiatives/atlas/")


def test_what_is_due_after_a_weekend_is_reminded_of_before_it(launch, ben, company, told):
    services.add_action_item(
        initiative=launch.initiative, text="Sign.", person=ben, due=monday(9, week=1).date(), by=company.ceo, at=monday(8)
    )
    assert told(friday(9)) == {("Ben", "due")}
    assert told(tuesday(9, week=1)) == {("Ben", "overdue"), ("Anita Rao", "overdue")}


def test_nobody_hears_of_what_is_done_or_of_a_launch_that_was_stopped_or_wants_no_mail(item, ben, company, told, clock):
    ben.mail_now = False
    ben.save()
    assert told(thursday(9)) == set()
    assert told(monday(9, week=1)) == {("Priya Raman", "overdue")}
    services.finish_action_item(action_item=item, by=ben, at=monday(10, week=1))
    ben.mail_now = True
    ben.save()
    assert told(monday(11, week=1)) == set()


def test_of_somebody_who_left_the_head_of_their_function_is_told(item, ben, company, told):
    services.record_leaving(person=ben, by=company.coo, at=tuesday(9))
    assert ("Tom Halvorsen", "due") in told(thursday(9))
    assert {("Tom Halvorsen", "overdue"), ("Priya Raman", "overdue")} <= told(monday(9, week=1))


def test_the_digest_says_what_is_to_be_done_and_to_the_arc_owner_what_is_overdue_of_others(item, ben, company, clock):
    clock.move_to(monday(10, week=1))
    write_digests(at=monday(10, week=1))
    digests = {message.person: message.text for message in Message.objects.filter(kind="digest")}
    assert digests[ben] == "To do\n- Fri 6 Nov, overdue: Call the bank. (Atlas)"
    assert digests[company.owner] == "Overdue, of others\n- Fri 6 Nov: Call the bank. (Atlas), Ben"
    assert company.coo not in digests


def test_the_working_days_around_a_day_step_over_weekends_and_holidays_and_are_none_where_nobody_works():
    hours = WorkingHours(holidays={date(2026, 11, 6)})
    assert hours.opening_before(date(2026, 11, 9)) == thursday(9)
    assert hours.opening_after(date(2026, 11, 5)) == monday(9, week=1)
    never = WorkingHours(days=frozenset())
    assert (never.opening_before(date(2026, 11, 9)), never.opening_after(date(2026, 11, 9))) == (None, None)


def test_the_number_of_queries_does_not_grow_with_the_launches(item, ben, company, clock, django_assert_max_num_queries):
    for number in range(10):
        services.add_action_item(
            initiative=item.initiative, text=f"{number}.", person=ben, due=friday(9).date(), by=company.owner, at=monday(8)
        )
    with django_assert_max_num_queries(35):
        escalate(at=tuesday(9))
