"""Somebody leaves: nothing is passed on in silence, what they held is orphaned, and one person is asked to name a holder."""

import pytest
from django.core.exceptions import ValidationError

from initiatives import services
from initiatives.leaving import left_behind
from initiatives.models import ActionItem, Handoff, Holding
from initiatives.reports import ownership_of
from tests.initiatives.days import friday, monday, tuesday, wednesday

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(launch, ada):
    return services.name_holder(deliverable=launch.positioning, person=ada, by=ada, at=monday(8))


def name_owner(launch, company):
    return services.name_owner(
        initiative=launch.initiative,
        owner=company.owner,
        mandate="Bring Atlas to the market.",
        rights=dict.fromkeys(company.heads, "decide"),
        by=company.ceo,
        at=monday(8),
    )


def test_what_they_held_is_dark_from_then_on_and_stays_in_their_name(held, launch, ada, company):
    services.record_leaving(person=ada, by=company.coo, at=tuesday(8))
    assert Holding.objects.get().person == ada
    assert list(Holding.objects.orphaned(tuesday(9))) == [held]
    assert ownership_of(launch.positioning, wednesday(8)).dark_days == 1
    assert not ada.seats.at(tuesday(9)).exists()


def test_the_arc_owner_is_asked_once_and_naming_a_holder_answers(held, launch, ada, ben, company):
    name_owner(launch, company)
    [item] = services.record_leaving(person=ada, by=company.coo, at=tuesday(8))
    assert (item.person, str(item.due)) == (company.owner, "2026-11-04")
    assert item.text == "Name a holder for Positioning: Ada, who held it, left on Tue 3 Nov."
    assert services.ask_for_holders(at=tuesday(9)) == []
    services.name_holder(deliverable=launch.positioning, person=ben, by=company.owner, at=wednesday(9))
    assert ActionItem.objects.get().done_at == wednesday(9)


@pytest.mark.parametrize("coo_is_here", [True, False])
def test_where_nobody_owns_the_arc_the_coo_is_asked_and_else_the_ceo(held, ada, company, coo_is_here):
    if not coo_is_here:
        company.coo.seats.all().delete()
    [item] = services.record_leaving(person=ada, by=company.administrator, at=tuesday(8))
    assert item.person == (company.coo if coo_is_here else company.ceo)


def test_somebody_who_was_marked_as_gone_in_the_admin_is_found_by_the_sweep(held, ada, company):
    ada.is_active = False
    ada.save()
    assert [item.person for item in services.ask_for_holders(at=tuesday(9))] == [company.coo]


def test_their_waiting_handoffs_are_listed_and_stay_where_they_are(offer, ada, ben, company):
    offered = offer(monday(9), answer_by=friday(9))
    services.record_leaving(person=ben, by=company.coo, at=tuesday(8))
    left = left_behind(ben, tuesday(9))
    assert (left.received, left.sent, left.holdings) == ([offered], [], [])
    assert left_behind(ada, tuesday(9)).sent == [offered]
    assert list(Handoff.objects.waiting_on(company.sales, tuesday(9))) == [offered]
    with pytest.raises(ValidationError, match="Ben no longer works here"):
        services.accept_handoff(handoff=offered, by=company.sales, at=tuesday(9))
    assert Handoff.objects.get().receiver == ben


def test_nobody_leaves_twice_or_by_their_own_hand(ada, company):
    services.record_leaving(person=ada, by=company.coo, at=tuesday(8))
    with pytest.raises(ValidationError, match="has left already"):
        services.record_leaving(person=ada, by=company.coo, at=tuesday(9))
    with pytest.raises(ValidationError, match="Somebody else records"):
        services.record_leaving(person=company.coo, by=company.coo, at=tuesday(9))


def test_the_arcs_of_somebody_who_leaves_are_listed_and_the_ceo_is_asked_once(launch, company):
    name_owner(launch, company)
    assert [charter.initiative for charter in left_behind(company.owner, tuesday(8)).arcs] == [launch.initiative]
    assert services.record_leaving(person=company.owner, by=company.coo, at=tuesday(8)) == []
    item = ActionItem.objects.get()
    assert (item.person, item.text) == (company.ceo, "Name the arc owner of Atlas, in writing.")
    assert left_behind(company.owner, tuesday(9)).arcs
    assert left_behind(company.coo, tuesday(9)).arcs == []
