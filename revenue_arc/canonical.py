"""Values as the one text that anybody can hash and check: canonical JSON and its SHA-256. Pure."""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any


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


def sha256_of(text: str) -> str:
    """The SHA-256 of the text's UTF-8 bytes, in hexadecimal: what `sha256sum` says of the downloaded file."""
    return hashlib.sha256(text.encode()).hexdigest()
