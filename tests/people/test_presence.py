"""Who works here and holds which seat at an instant, in the past too."""

from datetime import UTC, datetime

import pytest

from people.models import Person

pytestmark = pytest.mark.django_db
BEFORE, LEFT, AFTER = (datetime(2026, 11, day, tzinfo=UTC) for day in (1, 2, 3))


@pytest.fixture
def tom(company):
    company.sales.is_active, company.sales.left_at = False, LEFT
    company.sales.save()
    return company.sales


def test_somebody_who_left_worked_here_until_then(tom):
    assert (tom.works_here(BEFORE), tom.works_here(LEFT)) == (True, False)
    assert tom.heads_function(BEFORE) == "sales"
    assert tom.heads_function(AFTER) == ""
    assert tom.holds("head", function="sales", at=BEFORE)
    assert not tom.holds("head", function="sales", at=AFTER)


def test_the_seats_of_somebody_who_left_are_empty_afterwards(tom):
    assert Person.objects.seated("head", function="sales", at=BEFORE).get() == tom
    assert not Person.objects.seated("head", function="sales", at=AFTER).exists()
    assert [Person.objects.heads(at).count() for at in (BEFORE, AFTER)] == [4, 3]
    assert tom not in Person.objects.present(AFTER)


def test_somebody_whose_departure_is_still_to_come_works_here(company):
    assert company.ceo in Person.objects.present(AFTER)
    assert company.ceo.works_here(AFTER)
