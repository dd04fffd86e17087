"""The number that stands for a seat in the exclusion constraint."""

import pytest
from django.db import connection

from people.models import Function, Role


@pytest.mark.django_db
def test_every_seat_of_a_company_has_a_number_of_its_own():
    seats = [f"{role}:{function}" for role in Role.values for function in ["", *Function.values]]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT hashtext(seat)) FROM unnest(%s::text[]) AS seat", [seats])
        assert cursor.fetchone() == (len(seats),)
