"""Who may change what; everybody who is signed in reads everything."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from initiatives import access, services
from people.models import Function
from tests.initiatives.days import monday, tuesday, wednesday

pytestmark = pytest.mark.django_db
NOW = wednesday(9)


@pytest.fixture
def owned(initiative, ceo, company):
    services.name_owner(
        initiative=initiative,
        owner=company.owner,
        mandate="x",
        rights=dict.fromkeys(Function.values, "veto"),
        by=ceo,
        at=tuesday(9),
    )
    return initiative


def may(look_up, *people):
    """Those of the people whom the look-up does not refuse."""
    allowed = set()
    for person in people:
        try:
            look_up(person)
            allowed.add(person)
        except PermissionDenied:
            continue
    return allowed


@pytest.fixture
def everybody(company, ada, ben, cy):
    return [*vars(company).values(), ada, ben, cy]


def test_the_ceo_the_coo_and_the_heads_start_initiatives(everybody, company):
    allowed = may(lambda person: access.require_may_start(person, NOW), *everybody)
    assert allowed == {company.ceo, company.coo, *company.heads.values()}


def test_the_arc_owner_alone_runs_the_initiative(everybody, company, owned):
    assert may(lambda person: access.initiative_to_run(person, "atlas", NOW), *everybody) == {company.owner}
    with pytest.raises(PermissionDenied, match="Only Priya Raman, who owns the arc of Atlas"):
        access.initiative_to_run(company.ceo, "atlas", NOW)


def test_while_nobody_owns_the_arc_the_ceo_and_the_coo_run_it(everybody, company, owned):
    assert may(lambda person: access.initiative_to_run(person, "atlas", monday(9)), *everybody) == {company.ceo, company.coo}


def test_the_ceo_alone_names_an_owner(everybody, company, initiative):
    assert may(lambda person: access.initiative_to_name_owner_of(person, "atlas", NOW), *everybody) == {company.ceo}


def test_the_heads_acknowledge_the_charter_once_each(everybody, company, owned):
    def look_up(person):
        return access.charter_to_acknowledge(person, "atlas", NOW)

    assert may(look_up, *everybody) == set(company.heads.values())
    services.acknowledge_charter(charter=owned.charters.get(), by=company.sales, at=NOW)
    with pytest.raises(PermissionDenied, match="acknowledged this charter already"):
        look_up(company.sales)


def test_the_owner_and_the_head_of_its_function_run_a_deliverable(everybody, company, owned, deliverable):
    row = deliverable()
    assert may(lambda person: access.deliverable_to_run(person, row.pk, NOW), *everybody) == {company.owner, company.marketing}


def test_the_holder_and_the_holders_head_hand_it_over(everybody, company, launch, ada):
    services.name_holder(deliverable=launch.positioning, person=ada, by=ada, at=monday(8))
    allowed = may(lambda person: access.deliverable_to_hand_over(person, launch.positioning.pk, NOW), *everybody)
    assert allowed == {ada, company.marketing}
    assert access.sender_of(company.marketing, launch.positioning, NOW) == ada


def test_anybody_with_a_seat_sends_a_batch(everybody, company, launch):
    allowed = may(lambda person: access.deliverable_to_send_a_batch_of(person, launch.positioning.pk, NOW), *everybody)
    assert allowed == {*everybody} - {company.administrator}


def test_each_side_of_a_handoff_and_its_head_do_their_part(everybody, company, offer, ada, ben, owned):
    pk = offer(monday(9)).pk
    assert may(lambda person: access.handoff_to_answer(person, pk, NOW), *everybody) == {ben, company.sales}
    assert may(lambda person: access.handoff_to_withdraw(person, pk, NOW), *everybody) == {ada, company.marketing}
    both = {ada, ben, company.sales, company.marketing, company.owner}
    assert may(lambda person: access.handoff_to_correct(person, pk, NOW), *everybody) == both


def test_the_person_named_and_the_owner_finish_an_action_item(everybody, company, owned, ada):
    item = services.add_action_item(initiative=owned, text="x", person=ada, due=NOW.date(), by=company.owner, at=NOW)
    assert may(lambda person: access.action_item_to_finish(person, item.pk, NOW), *everybody) == {ada, company.owner}


def test_what_is_not_there_is_not_found(company):
    for look_up in (access.deliverable_to_read, access.handoff_to_read, access.action_item_to_finish):
        with pytest.raises(Http404):
            look_up(company.ceo, 404)
    with pytest.raises(Http404):
        access.initiative_to_run(company.ceo, "nothing")
