"""Reminders and what goes further up, each told once; with what nobody owns; and the digest of a working morning."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from initiatives import services
from initiatives.digest import write_digests
from initiatives.escalation import escalate
from people.models import Message
from tests.initiatives.days import friday, monday, saturday, tuesday, wednesday

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(monday(8), tick=False) as traveller:
        yield traveller


@pytest.fixture
def told(clock):
    """`told(at)`: whom the escalations of that instant tell, and of what step."""

    def run(at):
        clock.move_to(at)
        before = set(Message.objects.values_list("pk", flat=True))
        escalate(at=at)
        escalate(at=at)
        new = Message.objects.exclude(pk__in=before).select_related("person")
        return {(message.person.name, message.key.split(":")[1]) for message in new}

    return run


def own(launch, company):
    services.name_owner(
        initiative=launch.initiative,
        owner=company.owner,
        mandate="Bring Atlas to the market.",
        rights=dict.fromkeys(company.heads, "decide"),
        by=company.ceo,
        at=monday(8),
    )


def test_the_receiver_is_told_of_an_offer_and_the_sender_of_its_answer(offer, ada, ben, reason, company):
    handoff = offer(monday(9), answer_by=tuesday(9))
    services.reject_handoff(handoff=handoff, reason=reason, comment="Two are empty.", by=ben, at=monday(10))
    answered, offered = Message.objects.order_by("-pk")
    assert (offered.person, offered.subject) == (ben, "Ada offers Ben Positioning")
    assert (answered.person, answered.subject) == (ada, "Ben rejected Positioning")
    assert answered.text == f"Reason: {reason}. Two are empty."


def test_a_message_says_its_time_in_utc_whatever_zone_its_writer_is_in(offer, ben):
    with timezone.override("Asia/Tokyo"):
        offer(monday(9), answer_by=tuesday(9))
    assert Message.objects.get().text == "Done means: Three messages, tested.\nAnswer by Tue 3 Nov, 09:00 UTC."


def test_an_act_that_is_rolled_back_tells_nobody(offer, ben):
    handoff = offer(monday(9), answer_by=tuesday(9))
    services.answer_soon(handoff=handoff, answer="accepted", by=ben, at=monday(10))
    assert [message.kind for message in Message.objects.all()] == ["offered"]
    services.settle_answers(at=monday(11))
    assert Message.objects.filter(kind="answered").count() == 1


def test_a_handoff_goes_from_its_receiver_to_the_arc_owner_and_then_to_the_coo(offer, launch, company, told):
    own(launch, company)
    offer(monday(9), answer_by=tuesday(9))
    assert told(monday(12)) == set()
    assert told(monday(16)) == {("Ben", "soon")}
    assert told(tuesday(10)) >= {("Ben", "dark"), ("Ada", "dark"), ("Priya Raman", "dark")}
    assert ("Anita Rao", "coo") not in told(tuesday(16))
    assert ("Anita Rao", "coo") in told(wednesday(9))


def test_what_waits_on_somebody_who_left_is_told_to_the_head_of_their_function(offer, launch, company, ben, told):
    handoff = offer(monday(9), answer_by=tuesday(9))
    services.record_leaving(person=ben, by=company.coo, at=monday(10))
    head = company.heads[ben.seats.get().function]
    assert (head.name, "soon") in told(monday(16))
    assert {(head.name, "dark"), ("Ada", "dark")} <= told(tuesday(10))
    with pytest.raises(ValidationError, match="Reject it with a reason, and Ada offers it to somebody else"):
        services.accept_handoff(handoff=handoff, by=head, at=tuesday(10))


def test_what_nobody_owns_goes_to_the_arc_owner_and_a_working_day_later_to_the_coo(launch, company, told):
    own(launch, company)
    assert {name for name, _ in told(monday(9))} == {"Priya Raman"}
    assert {name for name, _ in told(tuesday(9))} == {"Anita Rao"}
    assert told(friday(9)) == set()


def test_without_an_owner_the_coo_hears_at_once_and_a_holder_ends_it(launch, company, told, ben):
    assert {name for name, _ in told(monday(9))} == {"Anita Rao"}
    services.name_holder(deliverable=launch.positioning, person=ben, by=ben, at=tuesday(8))
    assert told(wednesday(9)) == set()


def test_who_wants_no_mail_and_what_is_no_news_is_left_out(offer, ben, clock):
    ben.mail_now = False
    ben.save()
    offer(monday(9), answer_by=tuesday(9))
    assert not Message.objects.exists()
    ben.mail_now = True
    ben.save()
    clock.move_to(friday(9))
    offer(tuesday(9), answer_by=friday(9), batch_size=1, title="Old")
    assert not Message.objects.exists()


def test_the_digest_comes_once_on_a_working_morning_to_who_has_something_to_do(offer, ben, company, clock):
    offer(monday(9), answer_by=tuesday(9))
    Message.objects.all().update(kind="other")
    assert write_digests(at=tuesday(6)) == 0
    assert write_digests(at=tuesday(7)) >= 1
    assert write_digests(at=tuesday(8)) == 0
    digest = Message.objects.get(kind="digest", person=ben)
    assert digest.text == "To answer\n- 2 h left: Positioning, from Ada"
    assert write_digests(at=saturday(8)) == 0
    ben.mail_digest = False
    ben.save()
    write_digests(at=wednesday(8))
    assert Message.objects.filter(kind="digest", person=ben).count() == 1


def test_the_number_of_queries_does_not_grow_with_what_nobody_owns_but_for_the_messages(
    deliverable, company, django_assert_max_num_queries
):
    for number in range(10):
        deliverable(f"Piece {number}")
    escalate(at=monday(9))
    assert Message.objects.count() == 10
    with django_assert_max_num_queries(50):
        escalate(at=monday(9) + timedelta(minutes=5))
