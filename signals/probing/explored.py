"""What was found out about a source's streams."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Explored:
    """The streams with what was found out; those that are not read unless somebody picks them, each with why it cannot be."""

    streams: list[dict[str, Any]]
    unpicked: Mapping[str, str] = field(default_factory=dict)
