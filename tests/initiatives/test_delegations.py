"""While somebody is away another person answers, in their own name; and it ends."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from initiatives import services
from initiatives.models import Delegation, Handoff
from tests.initiatives.days import friday, monday, thursday, tuesday, wednesday

pytestmark = pytest.mark.django_db


@pytest.fixture
def offered(offer):
    return offer(monday(9), answer_by=friday(9))


@pytest.fixture
def away():
    """`away(ben, cy)`: Cy stands in for Ben from Tuesday to Thursday."""

    def make(person, delegate, since=None, until=None):
        since, until = since or tuesday(8), until or thursday(8)
        return services.delegate_answers(person=person, delegate=delegate, since=since, until=until, by=person, at=monday(8))

    return make


def waits_on(person, at):
    return Handoff.objects.waiting_on(person, at).exists()


def test_the_delegate_answers_within_the_period_and_is_recorded_as_who_did(offered, away, ben, cy):
    away(ben, cy)
    assert [waits_on(cy, at) for at in (monday(9), tuesday(9), thursday(8))] == [False, True, False]
    with pytest.raises(ValidationError, match="only Ben or the head"):
        services.accept_handoff(handoff=offered, by=cy, at=monday(10))
    holding = services.accept_handoff(handoff=offered, by=cy, at=wednesday(9))
    answered = Handoff.objects.get()
    assert (answered.answered_by, answered.receiver, holding.person) == (cy, ben, ben)


def test_a_delegate_of_a_head_answers_for_the_function(offered, away, heads, cy):
    away(heads["sales"], cy)
    assert waits_on(cy, tuesday(9))
    assert services.accept_handoff(handoff=offered, by=cy, at=tuesday(9))


def test_a_delegation_does_not_pass_on(offered, away, ben, cy, ada):
    away(ben, cy)
    away(cy, ada)
    assert not waits_on(ada, tuesday(9))
    assert not offered.may_be_answered_by(ada, tuesday(9))


def test_it_ends_before_its_time_and_when_its_person_leaves(offered, away, ben, cy, heads):
    delegation = away(ben, cy)
    services.end_delegation(delegation=delegation, by=ben, at=tuesday(12))
    assert [waits_on(cy, at) for at in (tuesday(11), tuesday(12))] == [True, False]
    away(ben, cy)
    services.record_leaving(person=ben, by=heads["sales"], at=wednesday(9))
    assert [waits_on(cy, at) for at in (wednesday(8), wednesday(10))] == [True, False]


def test_there_is_one_delegate_at_a_time_somebody_else_and_here(away, ben, cy, ada):
    away(ben, cy)
    with pytest.raises(ValidationError, match="There is a delegate for that time already"):
        away(ben, ada, since=wednesday(9))
    with pytest.raises(ValidationError, match="Somebody else stands in"):
        away(ada, ada)
    with pytest.raises(ValidationError, match="The end comes after the start"):
        away(ada, cy, since=wednesday(9), until=tuesday(9))
    row = {"person": ben, "delegate": cy, "period": (monday(9), friday(9)), "made_by": ben, "made_at": monday(9)}
    with pytest.raises(IntegrityError, match="one_delegate_at_a_time"), transaction.atomic():
        Delegation.objects.create(**row)
