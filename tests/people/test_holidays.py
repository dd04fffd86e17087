"""Days off: a country's public holidays, and the company's own."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from people.holidays import DaysOff, country_names, regions_of
from people.models import Company

EASTER_MONDAY = date(2027, 3, 29)


def test_public_holidays_and_own_days_are_off_and_worked_ones_are_not():
    off = DaysOff("GB", "ENG", frozenset({date(2026, 12, 24)}), frozenset({EASTER_MONDAY}))
    assert date(2026, 12, 24) in off
    assert date(2026, 12, 25) in off
    assert EASTER_MONDAY not in off
    assert EASTER_MONDAY in DaysOff("GB", "ENG")
    assert EASTER_MONDAY not in DaysOff("GB", "SCT")
    assert date(2026, 12, 25) not in DaysOff()


def test_days_off_are_listed_with_their_names_in_order():
    off = DaysOff("DE", "", frozenset({date(2026, 12, 24)}))
    assert off.between(date(2026, 12, 20), date(2027, 1, 1)) == [
        (date(2026, 12, 24), "Own day off"),
        (date(2026, 12, 25), "Christmas Day"),
        (date(2026, 12, 26), "Second Day of Christmas"),
        (date(2027, 1, 1), "New Year's Day"),
    ]


def test_countries_are_known_by_code_and_name():
    assert country_names()["DE"] == "Germany"
    assert "BY" in regions_of("DE")
    assert regions_of("XX") == ()


@pytest.mark.parametrize(("country", "region", "sentence"), [("XX", "", "not known"), ("DE", "TX", "Known are: BB, BE")])
def test_a_place_without_known_holidays_is_refused(country, region, sentence):
    with pytest.raises(ValidationError, match=sentence):
        Company(name="Meridian", holiday_country=country, holiday_region=region).clean()
