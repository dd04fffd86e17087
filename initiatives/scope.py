"""The scope of a launch as plain data, its fingerprint, and what was taken out of it."""

import hashlib
import json
from collections.abc import Iterable

from initiatives.models import Deliverable

Scope = list[dict]


def scope_of(deliverables: Iterable[Deliverable]) -> Scope:
    """Names, functions and true dependencies, sorted: the same scope gives the same value."""
    return sorted(
        (
            {
                "name": deliverable.name,
                "function": deliverable.function,
                "depends_on": sorted(needed.name for needed in deliverable.depends_on.all()),
            }
            for deliverable in deliverables
        ),
        key=lambda entry: entry["name"],
    )


def fingerprint(scope: Scope) -> str:
    """SHA-256 of the scope as canonical JSON: sorted keys, no spaces, UTF-8."""
    text = json.dumps(scope, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def taken_out(before: Scope, after: Scope) -> list[str]:
    """The names that `before` has and `after` has not: what the scope shrank by."""
    return sorted({entry["name"] for entry in before} - {entry["name"] for entry in after})
