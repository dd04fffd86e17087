"""The company's row: one, with hours that can be worked."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from people.models import Company

pytestmark = pytest.mark.django_db


def test_a_console_serves_one_company():
    Company.objects.create(name="Meridian")
    with pytest.raises(IntegrityError, match="one_company"), transaction.atomic():
        Company.objects.create(id=2, name="Other")
    assert str(Company.objects.ours()) == "Meridian"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"opens": time(17), "closes": time(9)}, "open before it closes"),
        ({"working_days": []}, "Name at least one working day|cannot be blank"),
        ({"working_days": [0, 8]}, "Name at least one working day"),
        ({"time_zone": "Mars/Olympus"}, "is not a time zone"),
        ({"currency": "euro"}, "three-letter code|at most 3 characters"),
    ],
)
def test_hours_that_nobody_can_work_are_refused(fields, sentence):
    with pytest.raises(ValidationError, match=sentence):
        Company(name="Meridian", **fields).full_clean()
