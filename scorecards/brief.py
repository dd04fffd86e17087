"""The brief as text that anybody can check: canonical JSON, and a chain of SHA-256 hashes. No database here."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from revenue_arc.canonical import canonical, sha256_of

FORMAT = "revenue-arc brief 1"


def freeze(content: Mapping[str, Any], *, previous: str | None) -> tuple[str, str]:
    """The brief's text, holding the hash of the previous brief (None for the first), and the SHA-256 of that text."""
    text = canonical({**content, "format": FORMAT, "previous": previous})
    return text, sha256_of(text)


@dataclass(frozen=True)
class Link:
    """One brief of a chain as it is kept; `decided_on` is the hash that the decision names, where there is one."""

    name: str
    text: str
    sha256: str
    decided_on: str | None = None


def broken(chain: Iterable[Link]) -> list[str]:
    """A sentence for each thing wrong with an initiative's briefs, oldest first; an empty list when all of them hold."""
    faults, previous, before = [], None, None
    for link in chain:
        faults += [f"{link.name}: {fault}" for fault in _faults(link, previous, before)]
        previous, before = link.sha256, link.name
    return faults


def _faults(link: Link, previous: str | None, before: str | None) -> list[str]:
    faults = []
    if sha256_of(link.text) != link.sha256:
        faults.append("its text does not give the hash that was kept with it. The text or the hash was changed.")
    if link.decided_on not in (None, link.sha256):
        faults.append("its hash is not the one that the decision was taken on. The brief was replaced.")
    try:
        content = json.loads(link.text)
        is_canonical = canonical(content) == link.text
        claimed = content["previous"]
    except (ValueError, TypeError, KeyError):
        return [*faults, "its text is not a brief."]
    if not is_canonical:
        faults.append("its text is not in canonical form.")
    if claimed != previous:
        expected = f"the hash of {before}" if before else "no brief before it"
        faults.append(f"it does not follow on {expected}. A brief before it was changed or removed.")
    return faults
