"""Two people at once, on two real connections: one wins, the other gets a sentence."""

from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from initiatives import services
from initiatives.models import Charter, Handoff, Holding
from people.models import Function
from tests.initiatives.days import monday, tuesday

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 30


def at_once(*acts):
    """Run the acts on a thread and a connection of their own each, from one start; return what each said."""
    start, said = Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        try:
            start.wait(PATIENCE)
            act()
            said[number] = "done"
        except ValidationError as refusal:
            said[number] = " ".join(refusal.messages)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return said


@pytest.mark.parametrize("attempt", range(5))
def test_of_two_answers_at_once_one_wins(offer, ben, heads, reason, attempt):
    handoff = offer(monday(9))
    said = at_once(
        lambda: services.accept_handoff(handoff=handoff, by=ben, at=monday(10)),
        lambda: services.reject_handoff(handoff=handoff, reason=reason, by=heads["sales"], at=monday(10)),
    )
    loser = next(sentence for sentence in said if sentence != "done")
    assert said.count("done") == 1
    assert "already. That answer stays; yours was not recorded." in loser
    assert Handoff.objects.exclude(answer="").count() == 1
    assert Holding.objects.filter(period__endswith=None).count() == 1


@pytest.mark.parametrize("attempt", range(5))
def test_of_two_owners_named_at_once_one_stays(initiative, ceo, ada, ben, attempt):
    def name(owner):
        rights = dict.fromkeys(Function.values, "decide")
        return lambda: services.name_owner(
            initiative=initiative, owner=owner, mandate="Bring it to the market.", rights=rights, by=ceo, at=tuesday(9)
        )

    said = at_once(name(ada), name(ben))
    loser = next(sentence for sentence in said if sentence != "done")
    charter = Charter.objects.get()
    assert said.count("done") == 1
    assert f"{charter.owner} was named owner on 3 Nov 2026, 09:00 UTC and stays so." in loser


@pytest.mark.parametrize("attempt", range(3))
def test_of_two_offers_at_once_one_stands(launch, offer, ada, ben, cy, attempt):
    services.name_holder(deliverable=launch.positioning, person=ada, by=ada, at=monday(8))
    said = at_once(lambda: offer(monday(9)), lambda: offer(monday(9), receiver=cy))
    assert sorted(sentence == "done" for sentence in said) == [False, True]
    assert any("on offer already" in sentence for sentence in said)
    assert Handoff.objects.count() == 1
