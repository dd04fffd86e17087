"""What an evaluation is asked, and what it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from signals.models import Source
from signals.readings import Point


@dataclass(frozen=True)
class Asked:
    """The sources of a definition, the instant they are known to, now, and its unit, currency, direction and target."""

    sources: Sequence[Source]
    as_of: datetime
    now: datetime
    unit: str = "count"
    currency: str = ""
    direction: str = "up"
    target: Decimal | None = None


@dataclass(frozen=True)
class Evaluated:
    """A value with everything a reading keeps of it: weeks, parts, and thresholds where they are computed too."""

    point: Point
    series: Sequence[Mapping[str, str | None]] = field(default_factory=list)
    breakdown: list[dict[str, str]] = field(default_factory=list)
    thresholds: dict[str, str] = field(default_factory=dict)
