"""Seats: one holder of a leading seat at a time."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from people.models import Person, Seat

pytestmark = pytest.mark.django_db


def at(day):
    return datetime(2026, 11, day, tzinfo=UTC)


def test_a_function_has_one_head_at_a_time():
    ada = Person.objects.create_user("ada@example.com", name="Ada")
    ben = Person.objects.create_user("ben@example.com", name="Ben")
    Seat.objects.create(person=ada, role="head", function="sales", period=(at(1), at(10)))
    Seat.objects.create(person=ben, role="head", function="product", period=(at(1), None))
    Seat.objects.create(person=ben, role="head", function="sales", period=(at(10), None))
    second = Seat(person=ben, role="head", function="sales", period=(at(9), None))
    with pytest.raises(ValidationError, match="Somebody else holds this seat"):
        second.full_clean()
    with pytest.raises(IntegrityError):
        second.save()
