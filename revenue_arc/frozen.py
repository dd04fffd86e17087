"""A frozen text held against its hash: what every chain of hashes checks of each of its links. Pure."""

import json
from dataclasses import dataclass
from typing import Any

from revenue_arc.canonical import canonical, sha256_of


@dataclass(frozen=True)
class Kind:
    """What a frozen text is, in the words of its faults: `name` (a brief), what it `has`, and what to say if `replaced`."""

    name: str
    has: tuple[str, ...]
    replaced: str


def opened(kind: Kind, text: str, sha256: str, noted: str | None) -> tuple[dict[str, Any] | None, list[str]]:
    """The content of a text, None where it is no text of that kind; and a sentence for each thing wrong with it by itself.

    `sha256` is kept with it, `noted` is the hash that was written down elsewhere, where there is one.
    """
    faults = []
    if sha256_of(text) != sha256:
        faults.append("its text does not give the hash that was kept with it. The text or the hash was changed.")
    if noted not in (None, sha256):
        faults.append(kind.replaced)
    try:
        content = json.loads(text)
        is_canonical = canonical(content) == text
        [content[name] for name in kind.has]
    except (ValueError, TypeError, KeyError):
        return None, [*faults, f"its text is not {kind.name}."]
    return content, faults if is_canonical else [*faults, "its text is not in canonical form."]
