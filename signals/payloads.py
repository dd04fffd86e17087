"""A payload as it came, made readable; what looks like a secret is never shown."""

import json
import re
from typing import Any

HIDDEN = "•••"
SECRET = re.compile(r"pass(word|wd)|secret|token|authori[sz]ation|api[_-]?key|credential|cookie|session", re.IGNORECASE)


def readable(payload: object) -> str:
    """The payload as indented JSON, or its text where it is not JSON."""
    return (
        payload
        if isinstance(payload, str)
        else json.dumps(_without_secrets(payload), indent=2, ensure_ascii=False, default=str)
    )


def _without_secrets(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: HIDDEN if SECRET.search(str(key)) and inner else _without_secrets(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_without_secrets(inner) for inner in value]
    return value
