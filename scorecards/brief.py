"""The brief as text that anybody can check: canonical JSON, and a chain of SHA-256 hashes. No database here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from revenue_arc.canonical import canonical, sha256_of
from revenue_arc.frozen import Kind, opened

FORMAT = "revenue-arc brief 1"
KIND = Kind("a brief", ("previous",), "its hash is not the one that the decision was taken on. The brief was replaced.")


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
    content, faults = opened(KIND, link.text, link.sha256, link.decided_on)
    if content is not None and content["previous"] != previous:
        expected = f"the hash of {before}" if before else "no brief before it"
        faults.append(f"it does not follow on {expected}. A brief before it was changed or removed.")
    return faults
