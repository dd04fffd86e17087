"""Days off: a country's public holidays from the `holidays` library, and the company's own."""

from dataclasses import dataclass, field
from datetime import date
from functools import cache

import holidays
from django.core.exceptions import ValidationError
from holidays.registry import COUNTRIES

LANGUAGE = "en_US"


@cache
def country_names() -> dict[str, str]:
    """The countries whose holidays are known, by their two-letter codes, in the order of their names."""
    names = {entry[1]: name.replace("_", " ").title() for name, entry in COUNTRIES.items()}
    return {code: names[code] for code in sorted(names, key=lambda code: names[code])}


@cache
def regions_of(country: str) -> tuple[str, ...]:
    """The codes of a country's regions that have holidays of their own."""
    return tuple(holidays.list_supported_countries(include_aliases=False).get(country, ()))


def validate_place(country: str, region: str) -> None:
    """Raise ValidationError for a country that is not known, or a region that the country does not have."""
    if country and country not in country_names():
        raise ValidationError({"holiday_country": f"The holidays of “{country}” are not known. Choose one of the list."})
    if region and region not in regions_of(country):
        known = ", ".join(regions_of(country)) or "none"
        raise ValidationError({"holiday_region": f"“{region}” is not a region there. Known are: {known}."})


@cache
def _public(country: str, region: str) -> holidays.HolidayBase:
    """A country's public holidays; a year is worked out when it is first asked about."""
    return holidays.country_holidays(country, subdiv=region or None, language=LANGUAGE)


@dataclass(frozen=True)
class DaysOff:
    """Asked with `day in days_off`: public holidays and own days off, but for days that the company works all the same."""

    country: str = ""
    region: str = ""
    own: frozenset[date] = field(default_factory=frozenset)
    worked: frozenset[date] = field(default_factory=frozenset)

    def __contains__(self, day: object) -> bool:
        if day in self.own:
            return True
        return bool(self.country) and day not in self.worked and day in _public(self.country, self.region)

    def between(self, first: date, last: date) -> list[tuple[date, str]]:
        """Each day off from `first` to `last` with its name, in order."""
        found = {day: "Own day off" for day in self.own if first <= day <= last}
        if self.country:
            years = holidays.country_holidays(
                self.country, subdiv=self.region or None, years=range(first.year, last.year + 1), language=LANGUAGE
            )
            public = {day: name for day, name in years.items() if first <= day <= last and day not in self.worked}
            found = public | {day: name for day, name in found.items() if day not in public}
        return sorted(found.items())
