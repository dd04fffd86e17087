"""The names of time zones."""

import zoneinfo
from functools import cache

from django.core.exceptions import ValidationError


@cache
def time_zones() -> frozenset[str]:
    """The names of the IANA database; finding them reads hundreds of files, so once a process."""
    return frozenset(zoneinfo.available_timezones())


def validate_time_zone(name: str) -> None:
    """Raise ValidationError unless `name` is a zone of the IANA database."""
    if name not in time_zones():
        raise ValidationError(f"“{name}” is not a time zone. Use a name such as Europe/Berlin.")
