"""The brief as text that anybody can check: canonical JSON, and a chain of SHA-256 hashes. No database here."""

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any

FORMAT = "revenue-arc brief 1"


def canonical(value: Any) -> str:
    """The one text of a value: keys sorted, no spaces, no floats, instants in UTC, strings in Unicode NFC.

    Decimals become plain decimal strings and durations whole seconds. Raises TypeError for what has no canonical form (a float,
    an object) and ValueError for a naive instant, a number that is not finite, a lone surrogate, or keys that NFC makes one.
    """
    text = json.dumps(_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    text.encode()
    return text


def _plain(value: Any) -> Any:
    match value:
        case Enum():
            return _plain(value.value)
        case None | bool() | int():
            return value
        case str():
            return unicodedata.normalize("NFC", value)
        case Decimal():
            return decimal_text(value)
        case datetime():
            return instant_text(value)
        case date():
            return value.isoformat()
        case timedelta():
            return value // timedelta(seconds=1)
        case Mapping():
            return _plain_mapping(value)
        case list() | tuple():
            return [_plain(item) for item in value]
    raise TypeError(f"A {type(value).__name__} has no canonical form: {value!r}.")


def _plain_mapping(value: Mapping) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise TypeError(f"A key is text, not {key!r}.")
        name = unicodedata.normalize("NFC", key)
        if name in plain:
            raise ValueError(f"Two keys are the same text: {name!r}.")
        plain[name] = _plain(item)
    return plain


def decimal_text(value: Decimal) -> str:
    """A decimal without exponent or trailing zeros: 3.70 and 3.7 are the same text."""
    if not value.is_finite():
        raise ValueError(f"{value} is not a number that can be kept.")
    text = f"{value.normalize():f}"
    return "0" if text == "-0" else text


def instant_text(value: datetime) -> str:
    """An instant in UTC, ending in Z, with microseconds only where there are any."""
    if value.tzinfo is None:
        raise ValueError(f"{value.isoformat()} names no time zone.")
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def freeze(content: Mapping[str, Any], *, previous: str | None) -> tuple[str, str]:
    """The brief's text, holding the hash of the previous brief (None for the first), and the SHA-256 of that text."""
    text = canonical({**content, "format": FORMAT, "previous": previous})
    return text, sha256_of(text)


def sha256_of(text: str) -> str:
    """The SHA-256 of the text's UTF-8 bytes, in hexadecimal: what `sha256sum` says of the downloaded file."""
    return hashlib.sha256(text.encode()).hexdigest()


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
