"""Rules 1 to 3: one owner, named in writing by the CEO, acknowledged by the four heads; orphaned when the owner is gone."""

import pytest
from django.core.exceptions import ValidationError

from initiatives import services
from initiatives.models import Initiative
from people.models import Function
from tests.initiatives.days import friday, monday, thursday, tuesday, wednesday

pytestmark = pytest.mark.django_db


@pytest.fixture
def name(initiative, ceo):
    def make(owner, at, **fields):
        fields = {"mandate": "Bring it to the market.", "rights": dict.fromkeys(Function.values, "veto"), "by": ceo} | fields
        return services.name_owner(initiative=initiative, owner=owner, at=at, **fields)

    return make


def test_a_charter_is_in_force_when_named(initiative, name, ada):
    charter = name(ada, tuesday(9))
    assert initiative.owner(monday(9)) is None
    assert initiative.owner(tuesday(9)) == ada
    assert initiative.charter_in_force(friday(9)) == charter
    assert {right.function: right.right for right in charter.rights.all()} == dict.fromkeys(Function.values, "veto")
    assert not charter.confirmed


def test_a_charter_is_confirmed_when_all_four_heads_have_acknowledged_it(name, ada, heads):
    charter = name(ada, tuesday(9))
    for function, head in heads.items():
        assert function in charter.functions_to_acknowledge
        services.acknowledge_charter(
            charter=charter, by=head, at=wednesday(9), reservation="Not in week 50." * (function == "sales")
        )
    assert charter.confirmed
    assert charter.acknowledgements.get(function="sales").reservation == "Not in week 50."


def test_only_a_head_acknowledges_and_once(name, ada, ceo, heads):
    charter = name(ada, tuesday(9))
    with pytest.raises(ValidationError, match="Only the head of a function"):
        services.acknowledge_charter(charter=charter, by=ceo, at=wednesday(9))
    services.acknowledge_charter(charter=charter, by=heads["sales"], at=wednesday(9))
    with pytest.raises(ValidationError, match="acknowledged the charter already"):
        services.acknowledge_charter(charter=charter, by=heads["sales"], at=wednesday(10))


def test_only_the_ceo_names_an_owner(name, ada, company):
    for other in (company.coo, company.sales, company.administrator, ada):
        with pytest.raises(ValidationError, match="Only the person in the CEO's seat"):
            name(ada, tuesday(9), by=other)


def test_a_mandate_is_written_and_says_each_right(name, ada):
    with pytest.raises(ValidationError, match="write the mandate"):
        name(ada, tuesday(9), mandate=" ")
    with pytest.raises(ValidationError, match="each of the four functions"):
        name(ada, tuesday(9), rights={"sales": "decide"})


def test_another_owner_replaces_only_the_charter_that_the_ceo_saw(name, ada, ben, cy, heads):
    first = name(ada, tuesday(9))
    with pytest.raises(ValidationError, match=r"Ada was named owner on 3 Nov 2026, 09:00 UTC and stays so"):
        name(ben, wednesday(9))
    second = name(ben, wednesday(9), replaces=first)
    with pytest.raises(ValidationError, match="Ben was named owner"):
        name(cy, thursday(9), replaces=first)
    initiative = Initiative.objects.get()
    assert (initiative.owner(tuesday(12)), initiative.owner(thursday(9))) == (ada, ben)
    with pytest.raises(ValidationError, match="not in force"):
        services.acknowledge_charter(charter=first, by=heads["sales"], at=thursday(9))
    assert second.in_force.upper is None


def test_somebody_who_left_or_has_no_seat_is_not_named(name, ada, company):
    with pytest.raises(ValidationError, match="Sam Adeyemi holds no seat"):
        name(company.administrator, tuesday(9))
    ada.is_active, ada.left_at = False, monday(9)
    ada.save()
    with pytest.raises(ValidationError, match="Ada no longer works here"):
        name(ada, tuesday(9))


def test_an_owner_who_left_leaves_the_initiative_orphaned(initiative, name, ada):
    name(ada, tuesday(9))
    ada.is_active, ada.left_at = False, thursday(9)
    ada.save()
    initiative = Initiative.objects.get()
    assert (initiative.orphaned(wednesday(9)), initiative.owner(wednesday(9))) == (False, ada)
    assert (initiative.orphaned(friday(9)), initiative.owner(friday(9))) == (True, None)
    assert initiative.charter_in_force(friday(9)).owner == ada


def test_an_owner_whose_seat_ended_leaves_the_initiative_orphaned(initiative, name, ada):
    name(ada, tuesday(9))
    seat = ada.seats.get()
    seat.period = (seat.period.lower, thursday(9))
    seat.save()
    initiative = Initiative.objects.get()
    assert not initiative.orphaned(wednesday(9))
    assert initiative.orphaned(thursday(9))


def test_an_initiative_without_a_charter_has_no_owner_and_is_not_orphaned(initiative):
    assert (initiative.owner(friday(9)), initiative.orphaned(friday(9))) == (None, False)


def test_who_owns_what_is_read_in_a_fixed_number_of_queries(initiative, name, ada, django_assert_num_queries):
    name(ada, tuesday(9))
    with django_assert_num_queries(6):
        for one in Initiative.objects.with_owners():
            assert one.owner(friday(9)) == ada
            assert not one.charter_in_force(friday(9)).confirmed
